"""iCalendar and xCal."""

import datetime

import pytest

from posts.exchange.schedule.programme import ScheduleError, SpeakerEntry
from posts.exchange.schedule.read import read

ICAL = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Pond//Sched//EN
X-WR-CALNAME:PondConf 2024
X-WR-TIMEZONE:America/Los_Angeles
BEGIN:VEVENT
UID:ice-1
SUMMARY;LANGUAGE=en:How ponds\\, mostly\\, freeze
DTSTART:20240517T180000Z
DTEND:20240517T183000Z
CATEGORIES:ICE,SNOW
LOCATION:Reed
DESCRIPTION:From the edge.\\nSlowly.
URL:https://pond.example/ice
ATTENDEE;CN="Ada Brook":invalid:nomail
END:VEVENT
BEGIN:VEVENT
UID:ice-2
SUMMARY:Night skating
DTSTART:20240518T003000
DURATION:PT1H
STATUS:CANCELLED
END:VEVENT
BEGIN:VEVENT
UID:ice-3
SUMMARY:Registration
DTSTART;VALUE=DATE:20240519
END:VEVENT
END:VCALENDAR
"""
XCAL = """<?xml version="1.0"?>
<iCalendar xmlns:pentabarf="http://pentabarf.org" xmlns:xCal="urn:ietf:params:xml:ns:xcal"><vcalendar>
  <x-wr-calname>PondConf</x-wr-calname>
  <vevent>
    <uid>12@pond.example</uid><pentabarf:title>Night skating</pentabarf:title>
    <pentabarf:subtitle>With lamps</pentabarf:subtitle><pentabarf:language-code>de</pentabarf:language-code>
    <dtstart>20240517T223000</dtstart><dtend>20240517T230000</dtend><duration>0.5</duration>
    <summary>Night skating</summary><description>Bring one.</description><category>Ice</category>
    <url>https://pond.example/12</url><location>Reed</location><status>CONFIRMED</status>
    <attendee>Ada Brook</attendee><attendee>Tom Reed</attendee>
  </vevent>
</vcalendar></iCalendar>
"""
RFC_6321 = """<icalendar xmlns="urn:ietf:params:xml:ns:icalendar-2.0"><vcalendar><properties/><components><vevent>
  <properties>
    <uid><text>12</text></uid><summary><text>Night skating</text></summary>
    <dtstart><parameters><tzid><text>Europe/Paris</text></tzid></parameters>
      <date-time>2024-05-17T22:30:00</date-time></dtstart>
    <duration><duration>PT30M</duration></duration>
    <attendee><parameters><cn><text>Ada Brook</text></cn></parameters>
      <cal-address>mailto:a@b.example</cal-address></attendee>
  </properties>
</vevent></components></vcalendar></icalendar>
"""


def utc(year, month, day, hour, minute=0):
    return datetime.datetime(year, month, day, hour, minute, tzinfo=datetime.UTC)


def test_icalendar_is_read():
    programme = read(ICAL.replace("\n", "\r\n").encode())
    assert (programme.format, programme.title, programme.time_zone) == (
        "icalendar", "PondConf 2024", "America/Los_Angeles",
    )  # fmt: skip
    first, second, third = programme.sessions
    assert (first.key, first.title, first.room, first.track, first.language, first.abstract, first.url) == (
        "ice-1", "How ponds, mostly, freeze", "Reed", "ICE", "en", "From the edge.\nSlowly.", "https://pond.example/ice",
    )  # fmt: skip
    assert first.speakers == (SpeakerEntry("Ada Brook"),)
    assert (first.starts_at, first.ends_at, str(first.day)) == (
        utc(2024, 5, 17, 18),
        utc(2024, 5, 17, 18, 30),
        "2024-05-17",
    )
    # Without a zone of its own it is in the calendar's.
    assert (second.starts_at, second.ends_at, second.is_cancelled) == (
        utc(2024, 5, 18, 7, 30),
        utc(2024, 5, 18, 8, 30),
        True,
    )
    assert (third.starts_at, str(third.day)) == (None, "2024-05-19")
    assert programme.warnings == ["VEVENT 3: no start with a time; imported without one"]


def test_icalendar_with_a_broken_property_tells_so():
    programme = read(ICAL.replace("DTSTART:20240517T180000Z", "DTSTART:soon").encode())
    assert len(programme.sessions) == 3
    assert any("DTSTART cannot be read" in line for line in programme.warnings)


def test_zone_of_a_thousand_slashes_is_refused():
    with pytest.raises(ScheduleError, match="not valid iCalendar"):
        read(ICAL.replace("DTSTART:", f"DTSTART;TZID=Eu{'</' * 1000}:").encode())


def test_icalendar_that_ends_early_is_refused_or_read_in_part():
    with pytest.raises(ScheduleError, match="not valid iCalendar"):
        read(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nnonsense\r\nEND:VEVENT\r\nEND:NOTHING\r\nEND:VCALENDAR\r\nx")


def test_xcal_of_pentabarf_is_read():
    programme = read(XCAL.encode(), fallback_zone="Europe/Paris")
    (session,) = programme.sessions
    assert (programme.format, programme.title, session.key, session.title) == (
        "xcal", "PondConf", "12@pond.example", "Night skating",
    )  # fmt: skip
    assert (session.starts_at, session.ends_at) == (utc(2024, 5, 17, 20, 30), utc(2024, 5, 17, 21))
    assert (session.abstract, session.track, session.room, session.language) == (
        "With lamps\n\nBring one.", "Ice", "Reed", "de",
    )  # fmt: skip
    assert [speaker.name for speaker in session.speakers] == ["Ada Brook", "Tom Reed"]


def test_xcal_of_rfc_6321_is_read():
    (session,) = read(RFC_6321.encode()).sessions
    assert (session.key, session.title, session.starts_at, session.ends_at) == (
        "12", "Night skating", utc(2024, 5, 17, 20, 30), utc(2024, 5, 17, 21),
    )  # fmt: skip
    assert session.speakers == (SpeakerEntry("Ada Brook"),)


def test_a_zone_with_a_name_no_file_can_have_is_told():
    with pytest.raises(ScheduleError, match="not valid iCalendar"):
        read(ICAL.replace("DTSTART:20240518T003000", f"DTSTART;TZID=Europe/{'x' * 300}:20240518T003000").encode())
