"""An event among the other editions of its series: which those were, and who was there again."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from people.models import Person

from .models import Day, Encounter, Event, Talk, TalkSpeaker
from .models.event import EventQuerySet
from .models.prepared import prepared

# A page tells of so many editions before an event, and as many after it.
MOST_EDITIONS = 20


@dataclass(frozen=True)
class Regular:
    """Somebody who was at an event and at earlier editions of it, the latest first."""

    person: Person
    editions: list[Event]


@dataclass(frozen=True)
class Editions:
    """Editions of a series nearest to one of them, the latest first, and whether there are others still."""

    nearest: list[Any]
    has_more: bool = False


def other_editions(event: Event) -> Editions:
    """Return the published editions nearest to this one, with their number of talks as `talk_count`.

    At most MOST_EDITIONS before it, and as many after. Those whose dates are unknown count as the first.
    """
    if event.series_id is None:
        return Editions([])
    if event.starts_on is None:
        later, earlier = [], _others(event.series_id, event.pk)
    else:
        later = _later(event.series_id, event.starts_on)
        earlier = _earlier(event.series_id, event.pk, event.starts_on)
    nearest = [*reversed(later[:MOST_EDITIONS]), *earlier[:MOST_EDITIONS]]
    return Editions(nearest, has_more=len(later) + len(earlier) > len(nearest))


@prepared
def _others(series: int, event: int) -> EventQuerySet:
    return _latest_first(_with_talks(series).exclude(pk=event))


@prepared
def _earlier(series: int, event: int, start: datetime.date) -> EventQuerySet:
    by_then = Q(starts_on__lte=start) | Q(starts_on=None)
    return _latest_first(_with_talks(series).exclude(pk=event).filter(by_then))


@prepared
def _later(series: int, start: datetime.date) -> EventQuerySet:
    return _with_talks(series).filter(starts_on__gt=start).order_by("starts_on", "-name", "-id")[: MOST_EDITIONS + 1]


def _latest_first(events: EventQuerySet) -> EventQuerySet:
    return events.order_by(F("starts_on").desc(nulls_last=True), "name", "id")[: MOST_EDITIONS + 1]


def _with_talks(series: int) -> EventQuerySet:
    talks = Talk.objects.published().filter(event=OuterRef("pk")).order_by()
    counted = talks.annotate(all=Value(1)).values("all").annotate(total=Count("pk")).values("total")
    events = Event.objects.published().filter(series=series)
    return events.annotate(talk_count=Coalesce(Subquery(counted), 0))


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
    # Named once more, so that those met all the time are looked for on these days, and not each of their days in these.
    days = Day.objects.filter(trip__events__pk__in=editions).order_by().values("pk")
    there = present.filter(day__in=days, day__trip__events__pk__in=editions).order_by()
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
