"""What iCalendar and xCal have in common: components with properties, made into a programme."""

import datetime
import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass, field

from . import values
from .identity import candidates, with_keys
from .notes import Notes
from .programme import LinkEntry, Programme, Session, SpeakerEntry

Time = datetime.datetime | datetime.date | None


@dataclass
class Entry:
    """One VEVENT: its properties as text, its times as dates, instants, or local times without a zone."""

    place: str
    uid: str = ""
    title: str = ""
    starts: Time = None
    ends: Time = None
    duration: datetime.timedelta | None = None
    track: str = ""
    room: str = ""
    language: str = ""
    description: str = ""
    url: str = ""
    status: str = ""
    repeats: bool = False
    speakers: list[str] = field(default_factory=list)
    attachments: list[str] = field(default_factory=list)


def programme(
    entries: Iterable[Entry], format_name: str, title: str, zone_name: str, fallback_zone: str, notes: Notes
) -> Programme:
    """Return a programme of calendar entries; local times are in the calendar's zone, else in the event's own."""
    said = values.zone(zone_name) or values.zone(fallback_zone)
    if zone_name and values.zone(zone_name) is None:
        notes.add(f"“{values.line(zone_name, 60)}” is no time zone that is known here")
    if said is None:
        notes.add("no time zone is named; times without one are taken as UTC. Give the event its time zone")
    zone = said or zoneinfo.ZoneInfo("UTC")
    found = [read for entry in entries if (read := _session(entry, zone, notes)) is not None]
    made = Programme(format=format_name, title=values.line(title), time_zone=said.key if said else "")
    made.sessions = with_keys(found, notes)
    made.rooms = list(dict.fromkeys(session.room for session in made.sessions if session.room))
    made.tracks = list(dict.fromkeys(session.track for session in made.sessions if session.track))
    made.days = sorted({session.day for session in made.sessions if session.day})
    made.starts_on, made.ends_on = (made.days[0], made.days[-1]) if made.days else (None, None)
    made.warnings = notes.lines()
    return made


def _session(entry: Entry, zone: zoneinfo.ZoneInfo, notes: Notes) -> tuple[tuple[str, ...], Session] | None:
    title = values.line(entry.title, 300)
    if not title:
        notes.add("an entry without a title is left out", entry.place)
        return None
    starts_at, ends_at, day = _times(entry, zone, notes)
    if entry.repeats:
        notes.add("it repeats; its first time alone is taken", entry.place)
    links: dict[str, LinkEntry] = {}
    for address in entry.attachments:
        if (link := values.link(address)) is not None:
            links.setdefault(link.url, link)
    names = (name for name in map(values.line, entry.speakers) if name and "@" not in name)
    session = Session(
        key="",
        title=title,
        starts_at=starts_at,
        ends_at=ends_at,
        day=day,
        room=values.line(entry.room),
        track=values.line(entry.track),
        language=values.language(entry.language),
        abstract=values.text(entry.description),
        url=values.address(entry.url),
        links=tuple(links.values()),
        speakers=tuple(SpeakerEntry(name) for name in dict.fromkeys(names)),
        is_cancelled=entry.status.casefold() in ("cancelled", "canceled") or values.says_cancelled(title),
    )
    return candidates(values.line(entry.uid, 500), "", "", session), session


def _times(
    entry: Entry, zone: zoneinfo.ZoneInfo, notes: Notes
) -> tuple[datetime.datetime | None, datetime.datetime | None, datetime.date | None]:
    try:
        start, end = _instant(entry.starts, zone), _instant(entry.ends, zone)
        if start is None:
            notes.add("no start with a time; imported without one", entry.place)
            return None, None, entry.starts
        if end is None and entry.duration and entry.duration > datetime.timedelta():
            end = start + entry.duration
        if end is not None and end < start:
            notes.add("ends before it starts; imported without an end", entry.place)
            end = None
        return start, end, start.astimezone(zone).date()
    except OverflowError:
        notes.add("a time beyond the calendar; imported without one", entry.place)
        return None, None, None


def _instant(time: Time, zone: zoneinfo.ZoneInfo) -> datetime.datetime | None:
    if not isinstance(time, datetime.datetime):
        return None
    return (time if time.tzinfo else time.replace(tzinfo=zone)).astimezone(datetime.UTC)
