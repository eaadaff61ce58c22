"""A programme as frab, pretalx, pentabarf and c3voc shape it: a conference of days of rooms of talks.

JSON has that shape by itself, XML is brought into it. Everything may be missing; what is there is checked.
"""

import datetime
import re
import zoneinfo
from collections.abc import Iterator, Mapping
from typing import Any

from . import values
from .identity import candidates, is_telling, with_keys, without_shared_keys
from .notes import Notes
from .programme import LinkEntry, Programme, Session, SpeakerEntry
from .times import DAY_CHANGE, Calendar, Frame

_LANGUAGE_KEY = re.compile(r"[a-z]{2}(-[A-Za-z]+)?")
_EXPECTED: dict[type, str] = {dict: "an object", list: "a list"}


def programme(conference: Mapping[str, Any], format_name: str, path: str, fallback_zone: str = "") -> Programme:
    """Return what a conference says; `path` names it in messages, `fallback_zone` is the event's own time zone."""
    notes = Notes()
    made = Programme(
        format=format_name,
        title=values.line(conference.get("title")),
        acronym=values.line(conference.get("acronym"), 100),
        url=values.address(conference.get("url")) or values.address(conference.get("base_url")),
    )
    calendar = _calendar(conference, fallback_zone, f"{path}.time_zone_name", notes)
    made.time_zone = calendar.zone.key if calendar.is_said else ""
    found: list[tuple[tuple[str, ...], Session]] = []
    rooms = [_name_of(room) for room in _list(conference, "rooms", path, notes)]
    for frame, room, talk, place in _talks(conference, path, notes):
        rooms.append(room)
        if (read := _talk(talk, frame, room, calendar, made.url, place, notes)) is not None:
            found.append(read)
    made.sessions = without_shared_keys(with_keys(found, notes), notes)
    made.rooms = list(dict.fromkeys(filter(None, rooms)))
    tracks = [_name_of(track) for track in _list(conference, "tracks", path, notes)]
    made.tracks = list(dict.fromkeys(filter(None, [*tracks, *(session.track for session in made.sessions)])))
    made.days = sorted({session.day for session in made.sessions if session.day})
    made.starts_on = values.date(conference.get("start")) or (made.days[0] if made.days else None)
    made.ends_on = values.date(conference.get("end")) or (made.days[-1] if made.days else None)
    made.warnings = notes.lines()
    return made


def _calendar(conference: Mapping[str, Any], fallback: str, place: str, notes: Notes) -> Calendar:
    written = conference.get("time_zone_name") or conference.get("timezone")
    zone = values.zone(written)
    if written and zone is None:
        notes.add(f"“{values.line(written, 60)}” is no time zone that is known here", place)
    zone = zone or values.zone(fallback)
    if zone is None:
        notes.add("no time zone is named; times without one are taken as UTC. Give the event its time zone", place)
    change = values.clock(conference.get("day_change"))
    is_morning = change is not None and change <= datetime.timedelta(hours=12)
    return Calendar(zone or zoneinfo.ZoneInfo("UTC"), zone is not None, change if change and is_morning else DAY_CHANGE)


def _talks(
    conference: Mapping[str, Any], path: str, notes: Notes
) -> Iterator[tuple[Frame, str, Mapping[str, Any], str]]:
    """Yield every talk with its day, its room and its place in the file."""
    for number, day in enumerate(_list(conference, "days", path, notes)):
        day_path = f"{path}.days[{number}]"
        if not _is(day, dict, day_path, notes):
            continue
        start, end = (values.moment(day.get(name)) for name in ("day_start", "day_end"))
        frame = Frame(values.date(day.get("date")) or (start.date() if start else None), start, end)
        for room, talks, room_path in _rooms(day.get("rooms"), f"{day_path}.rooms", notes):
            if talks is None or not _is(talks, list, room_path, notes):
                continue
            for index, talk in enumerate(talks):
                place = f"{room_path}[{index}]"
                if _is(talk, dict, place, notes):
                    yield frame, room, talk, place


def _rooms(rooms: Any, path: str, notes: Notes) -> Iterator[tuple[str, Any, str]]:
    """Yield the rooms of a day, an object by name, or a list of objects with `name` and `talks`."""
    if isinstance(rooms, dict):
        for name, talks in rooms.items():
            yield values.line(name), talks, f"{path}[“{values.line(name, 60)}”]"
    elif rooms is not None and _is(rooms, list, path, notes):
        for number, room in enumerate(rooms):
            if _is(room, dict, f"{path}[{number}]", notes):
                talks = room.get("talks", room.get("events"))
                yield values.line(room.get("name")), talks, f"{path}[{number}].talks"


def _talk(
    talk: Mapping[str, Any], frame: Frame, room: str, calendar: Calendar, base: str, place: str, notes: Notes
) -> tuple[tuple[str, ...], Session] | None:
    title = values.line(talk.get("title"), 300)
    if not title:
        notes.add("a talk without a title is left out", place)
        return None
    starts_at, ends_at = calendar.span(talk, frame, place, notes)
    url = values.address(talk.get("url")) or values.address(talk.get("origin_url"))
    written = values.text(talk.get("language"))
    session = Session(
        key="",
        title=title,
        starts_at=starts_at,
        ends_at=ends_at,
        day=frame.date or calendar.day_of(starts_at),
        room=values.line(_name_of(talk.get("room")) or room),
        track=values.line(_name_of(talk.get("track"))),
        language=values.language(written),
        abstract=values.whole_text(*(_words(talk.get(name)) for name in ("subtitle", "abstract", "description"))),
        url=url,
        links=_links(talk, url or base, place, notes),
        speakers=_speakers(talk, place, notes),
        is_cancelled=_is_cancelled(talk, title),
    )
    if written and not session.language:
        notes.add(f"“{written[:40]}” is no language tag; left out", place)
    guid, number, slug = (values.line(talk.get(name)) for name in ("guid", "id", "slug"))
    return candidates(guid, number or values.line(talk.get("code")), slug, session), session


def _is_cancelled(talk: Mapping[str, Any], title: str) -> bool:
    states = {values.text(talk.get(name)).casefold() for name in ("state", "status")}
    return bool(states & {"canceled", "cancelled"}) or talk.get("cancelled") is True or values.says_cancelled(title)


def _links(talk: Mapping[str, Any], base: str, place: str, notes: Notes) -> tuple[LinkEntry, ...]:
    """Gather links, attachments and the recording; each address once."""
    found: dict[str, LinkEntry] = {}
    offered: list[tuple[Any, Any, Any]] = []
    for name in ("links", "attachments"):
        for each in _list(talk, name, place, notes):
            if isinstance(each, dict):
                url = each.get("url") or each.get("href") or each.get("link")
                offered.append((url, each.get("title") or each.get("name"), each.get("type")))
            else:
                offered.append((each, "", ""))
    recording = talk.get("recording")
    if isinstance(recording, dict):
        offered.append((recording.get("url") or recording.get("link"), "", "video"))
    offered.append((talk.get("video_download_url"), "", "video"))
    for url, title, kind in offered:
        link = values.link(url, title, kind, base)
        if link is not None:
            found.setdefault(link.url, link)
        elif url:
            notes.add("a link that is no web address is left out", place)
    return tuple(found.values())


def _speakers(talk: Mapping[str, Any], place: str, notes: Notes) -> tuple[SpeakerEntry, ...]:
    found: dict[tuple[str, str], SpeakerEntry] = {}
    for name in ("persons", "speakers"):
        for number, entry in enumerate(_list(talk, name, place, notes)):
            speaker = _speaker(entry if isinstance(entry, dict) else {"name": entry})
            if speaker is None:
                notes.add("a speaker without a name is left out", f"{place}.{name}[{number}]")
            else:
                found.setdefault((speaker.key, speaker.name.casefold()), speaker)
    return tuple(found.values())


def _speaker(entry: Mapping[str, Any]) -> SpeakerEntry | None:
    full = " ".join(filter(None, (values.line(entry.get(name)) for name in ("first_name", "last_name"))))
    names = (values.line(entry.get(name)) for name in ("public_name", "full_public_name", "name", "display_name"))
    name = next(filter(None, names), full)[:200]
    if not name:
        return None
    identifiers = ((kind, values.line(entry.get(kind), 150)) for kind in ("guid", "code", "id"))
    key = next((f"{kind}:{written}" for kind, written in identifiers if is_telling(written)), "")
    offered = [entry.get("url"), entry.get("contact_url")]
    written = entry.get("links")
    for each in written if isinstance(written, list) else ():
        offered.append((each.get("url") or each.get("href")) if isinstance(each, dict) else each)
    links = tuple(dict.fromkeys(filter(None, map(values.address, offered))))
    biography = next(filter(None, (values.text(entry.get(name)) for name in ("biography", "bio", "abstract"))), "")
    return SpeakerEntry(name, key, links, biography, values.line(entry.get("organization") or entry.get("affiliation")))


def _name_of(value: Any) -> str:
    """Return a name that stands by itself or in an object, there perhaps in several languages."""
    if isinstance(value, dict) and (value.get("name") or value.get("title")):
        value = value.get("name") or value.get("title")
    return values.line(_words(value))


def _words(value: Any) -> str:
    """Return a text; of one in several languages, an object by language, the English, else the first."""
    if isinstance(value, dict):
        said = {name: words for name, words in value.items() if _LANGUAGE_KEY.fullmatch(name)}
        value = said.get("en") or next(iter(said.values()), "")
    return values.text(value)


def _list(holder: Mapping[str, Any], name: str, path: str, notes: Notes) -> list[Any]:
    value = holder.get(name)
    if value is None or value == "" or not _is(value, list, f"{path}.{name}", notes):
        return []
    return list(value)


def _is(value: Any, expected: type, place: str, notes: Notes) -> bool:
    if isinstance(value, expected):
        return True
    notes.add(f"{_EXPECTED[expected]} is expected; left out", place)
    return False
