"""When a talk of a programme takes place, from all the ways in which schedules say it."""

import datetime
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from . import values
from .notes import Notes

_DAY = datetime.timedelta(days=1)
# Before this hour a talk belongs to the night of the day before, where a schedule does not say otherwise.
DAY_CHANGE = datetime.timedelta(hours=4)

Span = tuple[datetime.datetime | None, datetime.datetime | None]


@dataclass(frozen=True)
class Frame:
    """A conference day, and from when to when it goes, where that is said."""

    date: datetime.date | None = None
    start: datetime.datetime | None = None
    end: datetime.datetime | None = None

    def is_next_morning(self, start: datetime.datetime) -> bool:
        """Whether a time was written under the conference day's date and means the night after it."""
        if self.start is None or self.end is None:
            return False
        if not start.utcoffset() == self.start.utcoffset() == self.end.utcoffset():
            return False
        return start < self.start and start + _DAY <= self.end


@dataclass(frozen=True)
class Calendar:
    """How a schedule tells time: its zone (UTC where none is known), and whether that was said."""

    zone: zoneinfo.ZoneInfo
    is_said: bool
    day_change: datetime.timedelta = DAY_CHANGE

    def span(self, talk: Mapping[str, Any], frame: Frame, place: str, notes: Notes) -> Span:
        """Return start and end in UTC; what cannot be understood is None, and noted."""
        try:
            start = self._start(talk, frame, place, notes)
            if start is None:
                notes.add("no time that can be read; imported without one", place)
                return None, None
            length = values.duration(talk.get("duration"))
            end = start + length if length else self._end(talk, start)
            if end is None:
                notes.add("no duration that can be read; imported without an end", place)
            return start.astimezone(datetime.UTC), end and end.astimezone(datetime.UTC)
        except OverflowError:
            notes.add("a time beyond the calendar; imported without one", place)
            return None, None

    def _end(self, talk: Mapping[str, Any], start: datetime.datetime) -> datetime.datetime | None:
        end = values.moment(talk.get("end"))
        end = end.replace(tzinfo=self.zone) if end and end.tzinfo is None else end
        return end if end and end >= start else None

    def _start(self, talk: Mapping[str, Any], frame: Frame, place: str, notes: Notes) -> datetime.datetime | None:
        start, clock = values.moment(talk.get("date")), values.clock(talk.get("start"))
        if start is None:
            return self._by_clock(clock, values.date(talk.get("date")) or frame.date, frame)
        if frame.is_next_morning(start):
            start += _DAY
        if start.tzinfo is None:
            return start.replace(tzinfo=self.zone)
        if clock is None:
            return start
        written = datetime.timedelta(hours=start.hour, minutes=start.minute)
        if not start.utcoffset() and clock == written and self.zone.utcoffset(start.replace(tzinfo=None)):
            notes.add(f"marked UTC, but its start is the local one; taken as {self.zone.key}", place)
            return start.replace(tzinfo=self.zone)
        local = start.astimezone(self.zone)
        if self.is_said and clock not in (written, datetime.timedelta(hours=local.hour, minutes=local.minute)):
            notes.add("date and start say different times; the date is taken", place)
        return start

    def _by_clock(
        self, clock: datetime.timedelta | None, day: datetime.date | None, frame: Frame
    ) -> datetime.datetime | None:
        if clock is None or day is None:
            return None
        local = datetime.datetime.combine(day, datetime.time()) + clock
        if frame.start is not None and frame.end is not None:
            is_night = local < frame.start.replace(tzinfo=None) and local + _DAY <= frame.end.replace(tzinfo=None)
        else:
            is_night = clock < self.day_change
        return (local + _DAY if is_night else local).replace(tzinfo=self.zone)

    def day_of(self, start: datetime.datetime | None) -> datetime.date | None:
        """Return the conference day of a talk that no day of the schedule holds."""
        return (start.astimezone(self.zone) - self.day_change).date() if start else None
