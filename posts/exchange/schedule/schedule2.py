"""The c3voc's second schema of schedules, in which talks stand in one list: brought into the shape of the first.

Source: `validator/json/schema2.json` of the c3voc's schedule tools.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from . import values


def is_second(schedule: Mapping[str, Any]) -> bool:
    return isinstance(schedule.get("events"), list)


def conference(schedule: Mapping[str, Any], first: Mapping[str, Any]) -> dict[str, Any]:
    """Return a conference of days of rooms; `first` is what the schedule says of it without its talks."""
    written = first.get("days")
    days = [day for day in written if isinstance(day, Mapping)] if isinstance(written, list) else []
    names = dict(_rooms(first.get("rooms")))
    made = [{"date": day.get("date"), "day_start": day.get("start"), "day_end": day.get("end")} for day in days]
    rooms: list[dict[str, list[Any]]] = [{} for _ in [*made, None]]
    for event in schedule["events"]:
        is_talk = isinstance(event, Mapping)
        room = _room(event.get("room"), names) if is_talk else ""
        rooms[_number(event, made) if is_talk else -1].setdefault(room, []).append(_talk(event) if is_talk else event)
    return {**first, "days": [{**day, "rooms": inside} for day, inside in zip([*made, {}], rooms, strict=True)]}


def _rooms(rooms: Any) -> Iterator[tuple[str, str]]:
    for room in rooms if isinstance(rooms, list) else ():
        if isinstance(room, Mapping):
            yield values.line(room.get("guid")), values.line(room.get("name"))


def _room(reference: Any, names: Mapping[str, str]) -> str:
    """Return the name of a room that a talk may name by its `guid` only."""
    if not isinstance(reference, Mapping):
        return values.line(reference)
    return values.line(reference.get("name")) or names.get(values.line(reference.get("guid")), "")


def _number(event: Mapping[str, Any], days: list[dict[str, Any]]) -> int:
    """Return the index of the day whose hours hold a talk's start; -1 where none does."""
    start = values.moment(event.get("start"))
    for number, day in enumerate(days):
        begins, ends = values.moment(day["day_start"]), values.moment(day["day_end"])
        if start and begins and ends and start.tzinfo and begins.tzinfo and ends.tzinfo and begins <= start < ends:
            return number
    return -1


def _talk(event: Mapping[str, Any]) -> dict[str, Any]:
    """Return a talk with its start as a date, and its participants as persons; its room is told by where it stands."""
    talk = {name: value for name, value in event.items() if name not in ("start", "room", "participants")}
    return talk | {"date": event.get("start"), "persons": event.get("participants")}
