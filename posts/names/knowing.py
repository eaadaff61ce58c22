"""What a log knows about names, fetched for the sweep of some of its trips."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Q

from people.models import Alias, FormerSlug, IgnoredName, Person
from posts.models import (
    Encounter,
    Event,
    EventSeries,
    FigurePerson,
    IgnoredInTrip,
    Place,
    Reference,
    Tag,
    Talk,
    TalkSpeaker,
    Trip,
)

from .knowledge import Knowledge, KnownPerson, Words, by_name, by_spoken_name, things
from .reading import readable
from .tokens import tokens_of


@dataclass(frozen=True)
class Names:
    """The names of everybody in the log, and of what is no person: fetched once, however many trips are swept."""

    people: Mapping[int, KnownPerson]
    by_name: Mapping[Words, list[KnownPerson]]
    things: frozenset[Words]
    ignored: frozenset[Words]

    @classmethod
    def of_log(cls) -> Names:
        """Fetch them in seven queries."""
        aliases: dict[int, list[str]] = defaultdict(list)
        for person, name in Alias.objects.values_list("person_id", "name"):
            aliases[person].append(name)
        rows = Person.objects.order_by("name", "id").values_list("pk", "slug", "name", "visibility")
        people = {
            pk: KnownPerson(pk, slug, (name, *aliases.get(pk, ())), visibility) for pk, slug, name, visibility in rows
        }
        ignored = things(IgnoredName.objects.values_list("name", flat=True))
        return cls(people, by_name(people.values()), things(_things()), ignored)

    def knowledge(self, trip: Trip, texts: Iterable[str]) -> Knowledge:
        """Return what is known while the texts of one trip are read, in seven queries."""
        ignored = things(IgnoredInTrip.objects.filter(trip=trip).values_list("name", flat=True))
        titles = Talk.objects.filter(day__trip=trip).values_list("title", "track", "room")
        of_trip = things([*trip.location.split(","), *(name for row in titles for name in row)])
        spoken = by_spoken_name(self.people[pk] for pk in sorted(cast_of(trip)) if pk in self.people)
        uncapitalised = {
            token.folded for text in texts for token in tokens_of(readable(text)) if not token.is_capitalised
        }
        return Knowledge(
            trip.language, self.by_name, spoken, self.things | of_trip, self.ignored | ignored, uncapitalised
        )


def cast_of(trip: Trip) -> set[int]:
    """Return the keys of everybody who is on a trip: met, speaking, pictured or linked. Five queries."""
    here = set(Encounter.objects.filter(day__trip=trip).values_list("person_id", flat=True))
    here.update(TalkSpeaker.objects.filter(talk__day__trip=trip).values_list("person_id", flat=True))
    here.update(FigurePerson.objects.filter(figure__trip=trip).values_list("person_id", flat=True))
    of_trip = Q(trip=trip) | Q(day__trip=trip) | Q(figure__trip=trip) | Q(talk__day__trip=trip)
    slugs = set(Reference.objects.filter(of_trip, kind="person").values_list("slug", flat=True))
    if slugs:
        here.update(Person.objects.filter(slug__in=slugs).values_list("pk", flat=True))
        here.update(FormerSlug.objects.filter(slug__in=slugs).values_list("person_id", flat=True))
    return here


def _things() -> Iterator[str]:
    """Yield what has a name of its own and is no person."""
    yield from Tag.objects.values_list("name", flat=True)
    yield from EventSeries.objects.values_list("name", flat=True)
    yield from Event.objects.values_list("name", flat=True)
    for row in Place.objects.values_list("name", "city", "country"):
        yield from row
