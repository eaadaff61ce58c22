"""Who was there: the people of some days, grouped by the part they played.

Whether somebody was met for the first time or again follows from the dates of all published
trips; it is computed here and stored nowhere.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import Case, Exists, OuterRef, QuerySet, Subquery, When
from django.utils.translation import gettext_lazy as _

from people.models import Person
from posts.models import Day, Encounter, Talk, Trip
from posts.models.prepared import prepared
from posts.models.publication import is_live


class Part(models.TextChoices):
    """What somebody was to the traveller, the closest first."""

    TRAVELLED_WITH = "travelled_with", _("Travelled with")
    MET = "met", _("Met for the first time")
    MET_AGAIN = "met_again", _("Met again")
    SPEAKER = "speaker", _("Heard")
    SEEN = "seen", _("Seen")
    MENTIONED = "mentioned", _("Mentioned")


CLOSENESS = {part.value: rank for rank, part in enumerate(Part)}
MEETINGS = (Encounter.Role.TRAVELLED_WITH, Encounter.Role.MET)
# Measured in a log of 5,000 trips: from about so many encounters on, the other way is the shorter one.
OFTEN = 500


@dataclass(frozen=True)
class Member:
    """One person of a cast. `first_met` is the day they were first met, if that was another one."""

    person: Person
    first_met: Day | None


@dataclass(frozen=True)
class Group:
    part: Part
    members: list[Member]


def first_meetings(people: Iterable[int]) -> dict[int, Day]:
    """Return, by the person's key, the earliest published day on which each was met or travelled with."""
    keys = set(people)
    by_person = {person: day for person, day in _first_days(keys) if day is not None} if keys else {}
    days = {day.pk: day for day in _days(set(by_person.values()))} if by_person else {}
    return {person: days[day] for person, day in by_person.items()}


@prepared
def _first_days(people: set[int]) -> QuerySet[Person, tuple[int, int | None]]:
    meetings = Encounter.objects.published().filter(role__in=MEETINGS, person=OuterRef("pk"))
    in_order = meetings.in_order().values("day_id")
    # To sort what somebody is met on thousands of times takes longer than to look through the trips for the first,
    # and to sort what was until its end: nothing earlier can be on a trip that began after that.
    is_known_well = Exists(Encounter.objects.filter(person=OuterRef("pk")).order_by().values("pk")[OFTEN : OFTEN + 1])
    began_by_then = Trip.objects.filter(starts_on__lte=OuterRef(OuterRef(OuterRef("until")))).order_by().values("pk")
    early = in_order.filter(day__in=Day.objects.filter(trip__in=began_by_then).order_by().values("pk"))
    first = Case(When(is_known_well, then=Subquery(early[:1])), default=Subquery(in_order[:1]))
    found = Person.objects.filter(pk__in=people).order_by().annotate(until=Subquery(_end_of_first_trip()), first=first)
    return found.values_list("pk", "first")


def _end_of_first_trip() -> QuerySet[Trip, Any]:
    """Return when the first trip ended on which a person was met, whose query this is put into."""
    days = Day.objects.filter(is_live(), trip=OuterRef(OuterRef("pk"))).order_by().values("pk")
    met = Encounter.objects.filter(role__in=MEETINGS, day__in=days, person=OuterRef(OuterRef("pk"))).order_by()
    return Trip.objects.published().filter(Exists(met)).order_by("starts_on", "pk").values("ends_on")[:1]


@prepared
def _days(keys: set[int]) -> QuerySet[Day]:
    return Day.objects.select_related("trip").defer("body").filter(pk__in=keys).order_by()


def people_of(days: Iterable[Day]) -> set[int]:
    """Return the keys of those met on some days, which were fetched `for_page()`."""
    return {encounter.person_id for day in days for encounter in day.encounters.all()}


def cast_of(days: Sequence[Day], first_met: dict[int, Day]) -> list[Group]:
    """Return who was there on some days, which were fetched `for_page()`; hidden people are left out.

    Each person appears once, in the closest part they played, in order of appearance.
    `first_met` comes from `first_meetings`; a first meeting outside these days makes it a meeting again.
    """
    here = {day.pk for day in days}
    parts: dict[int, tuple[Person, str]] = {}
    for day in days:
        for person, role in _appearances(day):
            earlier = first_met.get(person.pk)
            again = role == Encounter.Role.MET and earlier is not None and earlier.pk not in here
            part = Part.MET_AGAIN.value if again else role
            known = parts.get(person.pk)
            if known is None or CLOSENESS[part] < CLOSENESS[known[1]]:
                parts[person.pk] = (person, part)
    groups = {part: Group(part, []) for part in Part}
    for person, part in parts.values():
        first = first_met.get(person.pk)
        groups[Part(part)].members.append(Member(person, first if first and first.pk not in here else None))
    return [group for group in groups.values() if group.members]


def _appearances(day: Day) -> Iterable[tuple[Person, str]]:
    for encounter in day.encounters.all():
        yield encounter.person, encounter.role
    for talk in day.talks.all():
        if talk.attendance == Talk.Attendance.HEARD and not talk.is_cancelled:
            yield from ((speaker.person, Part.SPEAKER.value) for speaker in talk.talk_speakers.all())
