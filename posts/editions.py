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


@dataclass(frozen=True)
class Regular:
    """Somebody who was at an event and at earlier editions of it, the latest first."""

    person: Person
    editions: list[Event]


def other_editions(event: Event) -> list[Any]:
    """Return the published editions beside this one, the latest first, with their number of talks as `talk_count`."""
    if event.series_id is None:
        return []
    talks = Talk.objects.published().filter(event=OuterRef("pk")).order_by()
    counted = talks.annotate(all=Value(1)).values("all").annotate(total=Count("pk")).values("total")
    others = Event.objects.published().filter(series=event.series_id).exclude(pk=event.pk)
    latest_first = (F("starts_on").desc(nulls_last=True), "name", "id")
    return list(others.annotate(talk_count=Coalesce(Subquery(counted), 0)).order_by(*latest_first))


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
    for person, edition in [*_met(named, earlier), *_heard(named, earlier)]:
        attended[person].add(edition)
    found = [
        Regular(named[person], [each for key, each in earlier.items() if key in keys])
        for person, keys in attended.items()
    ]
    return sorted(found, key=lambda regular: (-len(regular.editions), regular.person.name.casefold()))


def _met(people: Iterable[int], editions: dict[int, Event]) -> list[tuple[int, int]]:
    """Return who was met or seen on the days of which edition, by their keys."""
    present = Encounter.objects.published().exclude(role=Encounter.Role.MENTIONED).filter(person__in=list(people))
    there = present.filter(day__trip__events__in=list(editions)).order_by()
    rows = there.values_list("person", "day__trip__events", "day__date").distinct()
    return [(person, edition) for person, edition, date in rows if _was_on(editions.get(edition), date)]


def _was_on(event: Event | None, date: datetime.date | None) -> bool:
    return bool(event and date and event.starts_on and event.ends_on and event.starts_on <= date <= event.ends_on)


def _heard(people: Iterable[int], editions: dict[int, Event]) -> QuerySet[Any, Any]:
    heard = Talk.objects.published().filter(
        event__in=list(editions), attendance=Talk.Attendance.HEARD, is_cancelled=False
    )
    speakers = TalkSpeaker.objects.filter(talk__in=heard, person__in=list(people)).order_by()
    return speakers.values_list("person", "talk__event").distinct()
