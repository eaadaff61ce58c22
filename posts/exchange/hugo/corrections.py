"""Corrects the sections of a trip that was read: other dates, other kinds, sections that belong to the one before."""

import datetime
from collections.abc import Sequence
from uuid import UUID

from posts.roles import RANK

from ..schema import DayDocument, EncounterDocument, TripDocument
from .decisions import DayDecision, Decisions
from .trips import ReadTrip


def correct_days(read_trip: ReadTrip, decisions: Decisions) -> None:
    """Change a trip's sections as decided. Raises pydantic.ValidationError where that makes no trip."""
    before = read_trip.trip
    if not any(day.uuid in decisions.days for day in before.days):
        return
    days: list[DayDocument] = []
    moved: dict[UUID, UUID] = {}
    for day in before.days:
        decision = decisions.days.get(day.uuid)
        if decision and decision.kind == "before" and days:
            days[-1] = _joined(days[-1], day)
            moved[day.uuid] = days[-1].uuid
        else:
            days.append(_corrected(day, decision))
    for figure in before.figures:
        figure.day = moved.get(figure.day, figure.day) if figure.day else None
    trip = before.model_copy(update={"days": days, **_range(before, days)})
    TripDocument.model_validate(trip.model_dump())
    read_trip.document.trips[0] = read_trip.report.trip = trip
    _correct_report(read_trip, trip)


def _corrected(day: DayDocument, decision: DayDecision | None) -> DayDocument:
    if decision is None or decision.kind == "before" or (decision.kind, decision.date) == (day.kind, day.date):
        return day
    source = "writer" if decision.kind == "day" else "none"
    told = {"kind": decision.kind, "date": decision.date, "date_source": source, "date_confidence": 100}
    corrected = day.model_copy(update=told)
    DayDocument.model_validate(corrected.model_dump())
    return corrected


def _joined(first: DayDocument, second: DayDocument) -> DayDocument:
    """Return a section with another one behind it, whose title becomes a heading again."""
    heading = f"## {second.title}" if second.title else ""
    body = "\n\n".join(part for part in (first.body, heading, second.body) if part)
    people: dict[UUID, EncounterDocument] = {}
    for encounter in [*first.encounters, *second.encounters]:
        known = people.setdefault(encounter.person, encounter)
        if RANK.index(encounter.role) > RANK.index(known.role):
            people[encounter.person] = known.model_copy(update={"role": encounter.role})
    encounters = list(people.values())
    return first.model_copy(update={"body": body, "encounters": encounters, "talks": [*first.talks, *second.talks]})


def _range(trip: TripDocument, days: Sequence[DayDocument]) -> dict[str, datetime.date | None]:
    """Return first and last day: those the sections give, and those the front matter gave besides."""
    old = [day.date for day in trip.days if day.date]
    new = [day.date for day in days if day.date]
    if trip.starts_on is None or trip.ends_on is None or not old:
        return {"starts_on": min(new, default=None), "ends_on": max(new, default=None)}
    starts = [trip.starts_on] if trip.starts_on != min(old) else []
    ends = [trip.ends_on] if trip.ends_on != max(old) else []
    dates = [*new, *starts, *ends]
    return {"starts_on": min(dates, default=None), "ends_on": max(dates, default=None)}


def _correct_report(read_trip: ReadTrip, trip: TripDocument) -> None:
    spoken = {day.uuid: day.date.isoformat() if day.date else day.kind for day in trip.days}
    days = {figure.name: spoken[figure.day] for figure in trip.figures if figure.day}
    for figure in read_trip.report.figures:
        figure.day = days.get(figure.name)
