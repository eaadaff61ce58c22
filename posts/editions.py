"""An event among the other editions of its series: which those were, and who was there again."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from people.models import Person

from .models import Encounter, Event, Talk, TalkSpeaker
from .models.event import EventQuerySet
from .models.prepared import prepared


@dataclass(frozen=True)
class Regular:
    """Somebody who was at an event and at earlier editions of it, the latest first."""

    person: Person
    editions: list[Event]


def other_editions(event: Event) -> list[Any]:
    """Return the published editions beside this one, the latest first, with their number of talks as `talk_count`."""
    if event.series_id is None:
        return []
    return _others(event.series_id, event.pk)


@prepared
def _others(series: int, event: int) -> EventQuerySet:
    talks = Talk.objects.published().filter(event=OuterRef("pk")).order_by()
    counted = talks.annotate(all=Value(1)).values("all").annotate(total=Count("pk")).values("total")
    others = Event.objects.published().filter(series=series).exclude(pk=event)
    latest_first = (F("starts_on").desc(nulls_last=True), "name", "id")
    return others.annotate(talk_count=Coalesce(Subquery(counted), 0)).order_by(*latest_first)


def regulars(event: Event, people: Iterable[Person], editions: Sequence[Event]) -> list[Regular]:
    """Return those of an event's people who were met, seen or heard at earlier ones of these editions.

    Only people whose name the public may see are told; those with the most editions come first.
    """
    start = event.starts_on
    earlier = {each.pk: each for each in editions if start and each.starts_on and each.starts_on < start}
    named = {person.pk: person for person in people if person.is_named}
    if not earlier or not named:
        return []
    attended: dict[int, set[int]] = defaultdict(set)
    for person, edition, date in _met(set(named), set(earlier)):
        if _was_on(earlier.get(edition), date):
            attended[person].add(edition)
    for person, edition in _heard(set(named), set(earlier)):
        attended[person].add(edition)
    found = [
        Regular(named[person], [each for key, each in earlier.items() if key in keys])
        for person, keys in attended.items()
    ]
    return sorted(found, key=lambda regular: (-len(regular.editions), regular.person.name.casefold()))


@prepared
def _met(people: set[int], editions: set[int]) -> QuerySet[Encounter, tuple[int, int, datetime.date | None]]:
    """Return who was met or seen, by their keys, on a trip to which edition, and when."""
    present = Encounter.objects.published().exclude(role=Encounter.Role.MENTIONED).filter(person__pk__in=people)
    there = present.filter(day__trip__events__pk__in=editions).order_by()
    return there.values_list("person", "day__trip__events", "day__date").distinct()


def _was_on(event: Event | None, date: datetime.date | None) -> bool:
    return bool(event and date and event.starts_on and event.ends_on and event.starts_on <= date <= event.ends_on)


@prepared
def _heard(people: set[int], editions: set[int]) -> QuerySet[TalkSpeaker, tuple[int, int]]:
    heard = Talk.objects.published().filter(
        event__pk__in=editions, attendance=Talk.Attendance.HEARD, is_cancelled=False
    )
    speakers = TalkSpeaker.objects.filter(talk__in=heard, person__pk__in=people).order_by()
    return speakers.values_list("person", "talk__event").distinct()
