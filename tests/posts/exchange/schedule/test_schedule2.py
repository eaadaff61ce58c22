"""The c3voc's second schema, and the fields in which pretalx differs from the first."""

import datetime
import json

from posts.exchange.schedule.programme import LinkEntry, SpeakerEntry
from posts.exchange.schedule.read import read

from .schedules import GUID, conference, talk

ROOM = "0d8c8a2f-51f0-4d2d-9f0e-000000000001"


def second(*events, **values):
    days = [
        {"index": 1, "date": "2024-05-17", "start": "2024-05-17T08:00:00+02:00", "end": "2024-05-18T03:00:00+02:00"},
        {"index": 2, "date": "2024-05-18", "start": "2024-05-18T08:00:00+02:00", "end": "2024-05-19T03:00:00+02:00"},
    ]
    about = conference(days=days, rooms=[{"name": "Reed", "guid": ROOM}], url="https://pond.example/") | values
    about.pop("time_zone_name")
    return json.dumps(
        {"schedule": {"version": "2", "conference": about, "events": list(events)}, "generator": {"name": "hub"}}
    ).encode()


def event(start, end, **values):
    return {
        "guid": GUID.format(1),
        "code": "POND1",
        "title": "How ponds freeze",
        "subtitle": None,
        "slug": "ponds",
        "start": start,
        "end": end,
        "room": {"guid": ROOM},
        "track": "Water",
        "type": "talk",
        "language": "en",
        "abstract": {"de": "Vom Rand.", "en": "From the edge."},
        "description": None,
        "participants": [{"name": "Ada Brook", "role": "speaker", "guid": GUID.format(7)}],
        "links": [{"url": "https://pond.example/ice.pdf", "title": "Ice", "type": "slides"}],
        "url": "https://pond.example/ponds",
    } | values


def test_second_schema_is_read_with_its_night_and_its_rooms():
    programme = read(second(event("2024-05-18T01:00:00+02:00", "2024-05-18T01:45:00+02:00")), "Europe/Amsterdam")
    (session,) = programme.sessions
    assert (session.key, session.title, session.room, session.track) == (
        GUID.format(1), "How ponds freeze", "Reed", "Water",
    )  # fmt: skip
    assert session.day == datetime.date(2024, 5, 17)
    assert session.starts_at == datetime.datetime(2024, 5, 17, 23, tzinfo=datetime.UTC)
    assert session.ends_at == datetime.datetime(2024, 5, 17, 23, 45, tzinfo=datetime.UTC)
    assert session.abstract == "From the edge."
    assert session.speakers == (SpeakerEntry("Ada Brook", f"guid:{GUID.format(7)}"),)
    assert session.links == (LinkEntry("https://pond.example/ice.pdf", "slides", "Ice"),)
    assert (programme.rooms, programme.warnings) == (["Reed"], [])


def test_second_schema_tells_what_it_cannot_use():
    programme = read(second(event("later", None, room="Lily"), "x", rooms="none", days="none"), "Europe/Amsterdam")
    (session,) = programme.sessions
    assert (session.starts_at, session.day, session.room) == (None, None, "Lily")
    assert [line for line in programme.warnings if "an object is expected" in line]


def test_website_is_found_where_pretalx_says_it():
    about = {name: value for name, value in conference(talk()).items() if name != "url"}
    document = {
        "schedule": {"url": "https://pond.example/schedule/", "base_url": "https://x.example", "conference": about}
    }
    assert read(json.dumps(document).encode()).url == "https://pond.example/schedule/"
