import datetime

import pytest

from posts.exchange.schedule.programme import LinkEntry, ScheduleError, SpeakerEntry
from posts.exchange.schedule.read import read

from .schedules import GUID, person, schedule, talk


def only(data):
    (session,) = read(data).sessions
    return session


def utc(year, month, day, hour, minute=0):
    return datetime.datetime(year, month, day, hour, minute, tzinfo=datetime.UTC)


def test_conference_says_what_the_event_is():
    programme = read(schedule(talk(), tracks=[{"name": "Ice"}]))
    assert (programme.format, programme.title, programme.acronym, programme.time_zone, programme.url) == (
        "json", "PondConf 2024", "pond24", "Europe/Amsterdam", "https://pond.example/",
    )  # fmt: skip
    assert (str(programme.starts_on), str(programme.ends_on)) == ("2024-05-17", "2024-05-18")
    assert (programme.rooms, programme.tracks, programme.warnings) == (["Reed", "Lily"], ["Ice", "Water"], [])


def test_talk_has_its_times_room_track_and_text():
    session = only(schedule(talk(subtitle="A cold look", description="And from the middle.")))
    assert (session.key, session.title, session.room, session.track, session.language) == (
        GUID.format(1), "How ponds freeze 1", "Reed", "Water", "en",
    )  # fmt: skip
    assert (session.starts_at, session.ends_at) == (utc(2024, 5, 17, 9), utc(2024, 5, 17, 9, 30))
    assert session.abstract == "A cold look\n\nFrom the edge.\n\nAnd from the middle."


def test_links_attachments_and_recording_have_their_kinds():
    session = only(
        schedule(
            talk(
                links=["https://github.com/pond/ice", {"url": "https://x.example/p", "title": "Paper"}, "mailto:a@b.c"],
                attachments=[{"url": "/media/ice.pdf", "title": "Ice", "type": "slides"}],
                recording={"license": "", "optout": False, "url": "https://v.example/1"},
            )
        )
    )
    assert session.links == (
        LinkEntry("https://github.com/pond/ice", "code"),
        LinkEntry("https://x.example/p", "paper", "Paper"),
        LinkEntry("https://pond.example/media/ice.pdf", "slides", "Ice"),
        LinkEntry("https://v.example/1", "video"),
    )


def test_speakers_keep_links_and_biography_but_no_avatar_and_no_mail():
    ada = person("Ada  Brook", guid="g-1", biography="Skates.", links=[{"url": "https://ada.example", "title": "x"}],
                 avatar="https://pond.example/ada.png", email="ada@brook.example")  # fmt: skip
    assert only(schedule(talk(persons=[ada, "Tom Reed"]))).speakers == (
        SpeakerEntry("Ada Brook", "guid:g-1", ("https://ada.example",), "Skates."),
        SpeakerEntry("Tom Reed"),
    )


@pytest.mark.parametrize(
    ("written", "minutes"),
    [("1:30", 90), ("01:30", 90), ("01:30:00", 90), ("PT1H30M", 90), ("90", 90), (45, 45), ("P1DT1H", 1500)],
)
def test_duration_is_read_however_it_is_written(written, minutes):
    session = only(schedule(talk(duration=written)))
    assert session.ends_at - session.starts_at == datetime.timedelta(minutes=minutes)


@pytest.mark.parametrize("written", ["", "soon", "0:00", "1:99", None, "-1:00", {}])
def test_duration_that_is_none_leaves_the_end_open(written):
    programme = read(schedule(talk(duration=written)))
    assert programme.sessions[0].ends_at is None
    assert programme.warnings == [
        "schedule.conference.days[0].rooms[“Reed”][0]: no duration that can be read; imported without an end"
    ]


def test_time_marked_utc_that_is_local_is_taken_as_local():
    programme = read(schedule(talk(date="2024-05-17T11:00:00+00:00", start="11:00")))
    assert programme.sessions[0].starts_at == utc(2024, 5, 17, 9)
    assert "marked UTC, but its start is the local one; taken as Europe/Amsterdam" in programme.warnings[0]


def test_time_in_utc_that_agrees_with_its_start_stays():
    programme = read(schedule(talk(date="2024-05-17T09:00:00Z", start="11:00")))
    assert (programme.sessions[0].starts_at, programme.warnings) == (utc(2024, 5, 17, 9), [])


def test_talk_after_midnight_belongs_to_the_day_before():
    session = only(schedule(talk(date="2024-05-18T00:30:00+02:00", start="00:30")))
    assert (session.starts_at, str(session.day)) == (utc(2024, 5, 17, 22, 30), "2024-05-17")


@pytest.mark.parametrize("date", [None, "2024-05-17T00:30:00+02:00"])
def test_night_time_under_the_date_of_the_day_is_the_next_morning(date):
    session = only(schedule(talk(date=date, start="00:30")))
    assert (session.starts_at, str(session.day)) == (utc(2024, 5, 17, 22, 30), "2024-05-17")


def test_talk_without_guid_is_known_by_id_slug_or_title_and_start():
    keys = [
        read(schedule(talk(guid=None, **missing))).sessions[0].key
        for missing in ({}, {"id": 0}, {"id": None, "slug": ""})
    ]
    assert keys == ["id:1", "slug:pond-1", "title:how ponds freeze 1@2024-05-17T09:00:00+00:00"]


def test_talks_that_share_a_guid_are_told_apart():
    programme = read(schedule(talk(1), talk(2, guid=GUID.format(1))))
    assert [session.key for session in programme.sessions] == ["id:1", "id:2"]
    assert "is another talk's, too" in programme.warnings[0]


def test_talk_listed_twice_is_one():
    assert len(read(schedule(talk(1), talk(1))).sessions) == 1


def test_number_shared_by_differently_named_people_identifies_nobody():
    programme = read(schedule(talk(persons=[person("Ada Brook", id=7), person("Tom Reed", id=7)])))
    assert [speaker.key for speaker in programme.sessions[0].speakers] == ["", ""]
    assert programme.warnings == ["2 differently named people share the identifier “id:7”; told apart by name"]


def test_everything_may_be_missing():
    programme = read(b'{"schedule": {"conference": {"days": [{"rooms": {"A": [{"title": "Ice"}, {}, 3]}}, 7]}}}')
    (session,) = programme.sessions
    assert (session.title, session.room, session.starts_at, session.key) == ("Ice", "A", None, "title:ice@")
    assert [line.partition(": ")[2].partition(";")[0] for line in programme.warnings] == [
        "no time zone is named",
        "no time that can be read",
        "a talk without a title is left out",
        "an object is expected",
    ]


@pytest.mark.parametrize("cancelled", [{"state": "canceled"}, {"cancelled": True}, {"title": "CANCELLED Ice"}])
def test_talk_says_that_it_is_cancelled(cancelled):
    assert only(schedule(talk(**cancelled))).is_cancelled is True


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b'{"schedule": \n [1 2]}', "line 2, column 5: not valid JSON (Expecting ',' delimiter)."),
        (b'{"a": "\xff"}', "byte 7: not valid JSON, which is written in UTF-8."),
        (b"[1]", "the file: an object is expected, this is a list."),
        (b'{"schedule": "x"}', "schedule: an object is expected, this is a text."),
        (b'{"schedule": {}}', "schedule.conference is missing; a schedule of frab or pretalx has it."),
        (b'{"schedule": {"conference": null}}', "schedule.conference: an object is expected, this is null."),
        (b"[" * 100_000, "nested too deeply to be a schedule."),
    ],
)  # fmt: skip
def test_malformed_json_is_refused_with_its_place(data, message):
    with pytest.raises(ScheduleError) as refused:
        read(data)
    assert str(refused.value) == message
