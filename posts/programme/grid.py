"""One conference day as rooms beside each other and times below each other, made of an event's talks."""

import datetime
import zoneinfo
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from posts.models import Event, Talk, Trip

_DAY = datetime.timedelta(days=1)
_Timed = tuple[datetime.datetime, Talk]


@dataclass
class Cell:
    """What happens in a room from a row's time on, `span` rows long; nothing, one talk, or several that overlap."""

    room: str
    talks: list[Talk] = field(default_factory=list)
    span: int = 1


@dataclass
class Row:
    """The cells that begin at a time, in the order of the rooms; a room whose cell goes on from above has none."""

    time: datetime.datetime
    cells: list[Cell] = field(default_factory=list)


@dataclass
class Grid:
    rooms: list[str]
    rows: list[Row]
    untimed: list[Talk]


def zone_of(event: Event, trip: Trip | None) -> zoneinfo.ZoneInfo:
    """Return the time zone of a programme: the event's, or the trip's where nobody told the event's."""
    return trip.zone if trip is not None and event.time_zone == "UTC" else event.zone


def days_of(event: Event, zone: zoneinfo.ZoneInfo) -> list[datetime.date]:
    """Return the conference days that hold talks, in order."""
    told = event.talks.values_list("schedule_record__programme_day", "starts_at")
    return sorted({day for day in (_day(*each, zone) for each in told) if day is not None})


def _day(
    programme_day: datetime.date | None, starts_at: datetime.datetime | None, zone: zoneinfo.ZoneInfo
) -> datetime.date | None:
    return programme_day or (starts_at.astimezone(zone).date() if starts_at else None)


def day_of(talk: Talk, zone: zoneinfo.ZoneInfo) -> datetime.date | None:
    """Return the conference day of an event's talk: the programme's own, since a talk after midnight belongs to the
    day before; else the local date it starts on."""
    return _day(getattr(getattr(talk, "schedule_record", None), "programme_day", None), talk.starts_at, zone)


def talks_on(event: Event, date: datetime.date | None, zone: zoneinfo.ZoneInfo) -> QuerySet[Talk]:
    """Return an event's talks of a conference day, or those that have none, with all that the desk shows of them."""
    of_no_day = Q(schedule_record__isnull=True) | Q(schedule_record__programme_day__isnull=True)
    if date is None:
        chosen = of_no_day & Q(starts_at__isnull=True)
    else:
        begins = datetime.datetime.combine(date, datetime.time(), zone)
        ends = datetime.datetime.combine(date + _DAY, datetime.time(), zone)
        chosen = Q(schedule_record__programme_day=date) | (of_no_day & Q(starts_at__gte=begins, starts_at__lt=ends))
    talks = event.talks.filter(chosen).select_related("event", "schedule_record", "day__trip")
    return talks.prefetch_related("talk_speakers__person__aliases").order_by("starts_at", "id")


def grid(talks: Iterable[Talk], zone: zoneinfo.ZoneInfo) -> Grid:
    """Lay out the talks of a day. A row begins wherever a talk does, and a talk reaches over those before its end."""
    talks = list(talks)
    timed = [(talk.starts_at, talk) for talk in talks if talk.starts_at]
    times = sorted({start for start, _ in timed})
    positions = {talk.room: _position(talk) for _, talk in reversed(timed)}
    rooms = sorted(positions, key=lambda room: (positions[room], room))
    rows = [Row(time.astimezone(zone)) for time in times]
    for room in rooms:
        _fill(rows, times, room, [each for each in timed if each[1].room == room])
    return Grid(rooms, rows, [talk for talk in talks if not talk.starts_at])


def _position(talk: Talk) -> int:
    record = getattr(talk, "schedule_record", None)
    return record.room_position if record else 0


def _fill(rows: list[Row], times: Sequence[datetime.datetime], room: str, talks: Iterable[_Timed]) -> None:
    """Add one room's column to the rows: a cell for each stretch of talks, an empty one wherever nothing goes on."""
    cells: dict[int, Cell] = {}
    current, reaches = 0, 0
    for start, talk in talks:
        first = bisect_left(times, start)
        last = max(first + 1, bisect_left(times, talk.ends_at)) if talk.ends_at else first + 1
        if first >= reaches:
            current = first
            cells[current] = Cell(room)
        reaches = max(reaches, last)
        cells[current].talks.append(talk)
        cells[current].span = reaches - current
    reaches = 0
    for index, row in enumerate(rows):
        if index in cells:
            reaches = index + cells[index].span
            row.cells.append(cells[index])
        elif index >= reaches:
            row.cells.append(Cell(room))
