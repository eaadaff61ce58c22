"""The one shape that every format of a programme is read into: plain data, no database."""

import datetime
from dataclasses import dataclass, field
from typing import Literal

LinkKind = Literal["video", "slides", "code", "paper", "other"]


class ScheduleError(Exception):
    """A programme cannot be read; the message says where, what is wrong, and what to do."""


@dataclass(frozen=True)
class SpeakerEntry:
    """Somebody as one talk lists them. `key` identifies them within the programme; empty where nothing does."""

    name: str
    key: str = ""
    links: tuple[str, ...] = ()
    biography: str = ""
    affiliation: str = ""


@dataclass(frozen=True)
class LinkEntry:
    url: str
    kind: LinkKind = "other"
    title: str = ""


@dataclass(frozen=True)
class Session:
    """A talk of a programme. Times are instants; `day` is the conference day, also of a talk after midnight."""

    key: str
    title: str
    starts_at: datetime.datetime | None = None
    ends_at: datetime.datetime | None = None
    day: datetime.date | None = None
    room: str = ""
    track: str = ""
    language: str = ""
    abstract: str = ""
    url: str = ""
    links: tuple[LinkEntry, ...] = ()
    speakers: tuple[SpeakerEntry, ...] = ()
    is_cancelled: bool = False


@dataclass
class Programme:
    """What a schedule says of an event. `time_zone` is an IANA name, empty where none is known."""

    format: str
    title: str = ""
    acronym: str = ""
    starts_on: datetime.date | None = None
    ends_on: datetime.date | None = None
    time_zone: str = ""
    url: str = ""
    rooms: list[str] = field(default_factory=list)
    tracks: list[str] = field(default_factory=list)
    days: list[datetime.date] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
