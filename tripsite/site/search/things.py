"""What can be found on a static site: each published thing with its words, and how a result shows it."""

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.html import strip_tags

from people.models import FormerSlug, Person
from posts.lines import line_of
from posts.models import Day, SearchEntry, SearchKind, SearchSource, Talk
from posts.public.search import NAMES, THINGS
from posts.search.find import published_by_kind
from posts.templatetags.travel import date_span

KINDS: tuple[str, ...] = tuple(NAMES)
BATCH = 500


@dataclass(frozen=True)
class Thing:
    """Something to be found. Its number is made of its key, so that the same log gives the same numbers.

    `shown` is what a result needs: kind, title, address, colour, language, facts.
    """

    number: int
    title_words: frozenset[str]
    words: frozenset[str]
    shown: list[Any]


def number_of(kind: str, key: int) -> int:
    return key * len(KINDS) + KINDS.index(kind)


def numbers_touched(subjects: Iterable[str]) -> set[int]:
    """Return the numbers of the things whose words may be others since some subjects were touched."""
    named = [tuple(subject.split(":", 1)) for subject in subjects if ":" in subject]
    found = {number_of(kind, int(key)) for kind, key in named if kind in KINDS and key.isdecimal()}
    people = [int(key) for kind, key in named if kind == "person" and key.isdecimal()]
    slugs = {
        key.removeprefix("person:") for kind, key in named if kind in ("ref", "mentions") and key.startswith("person:")
    }
    # Somebody may be named for the first time, and so have a page now, or not any more.
    named_people = Person.objects.filter(Q(slug__in=slugs) | Q(former_slugs__slug__in=slugs))
    found |= {number_of("person", key) for key in named_people.values_list("pk", flat=True)}
    slugs |= set(Person.objects.filter(pk__in=people).values_list("slug", flat=True))
    slugs |= set(FormerSlug.objects.filter(person__in=people).values_list("slug", flat=True))
    trips = [int(key) for kind, key in named if kind == "trip" and key.isdecimal()]
    found |= {number_of("day", key) for key in Day.objects.filter(trip__in=trips).values_list("pk", flat=True)}
    found |= {number_of("talk", key) for key in Talk.objects.filter(day__trip__in=trips).values_list("pk", flat=True)}
    sources = [("person", slug) for slug in slugs] + [(kind, key) for kind, key in named if kind != "person"]
    return found | set(_depending(sources))


def _depending(sources: Iterable[tuple[str, str]]) -> Iterator[int]:
    by_kind: dict[str, list[str]] = {}
    for kind, key in sources:
        by_kind.setdefault(kind, []).append(key)
    for kind, keys in by_kind.items():
        rows = SearchSource.objects.filter(kind=kind, key__in=keys).values_list("entry__kind", "entry__key")
        yield from (number_of(*row) for row in rows)


def all_things() -> Iterator[Thing]:
    for kind, published in published_by_kind().items():
        keys = list(published.order_by("pk").values_list("pk", flat=True))
        for start in range(0, len(keys), BATCH):
            yield from _things(kind, keys[start : start + BATCH])


def things(numbers: Iterable[int]) -> Iterator[Thing]:
    """Yield those of some numbers that the public may find now."""
    by_kind: dict[str, list[int]] = {}
    for number in numbers:
        by_kind.setdefault(KINDS[number % len(KINDS)], []).append(number // len(KINDS))
    gates = published_by_kind()
    for kind, keys in by_kind.items():
        for start in range(0, len(keys), BATCH):
            some = gates[kind].filter(pk__in=keys[start : start + BATCH])
            yield from _things(kind, list(some.values_list("pk", flat=True)))


def _things(kind: str, keys: list[int]) -> Iterator[Thing]:
    shown = {thing.pk: thing for thing in THINGS[kind](keys)}
    entries = SearchEntry.objects.filter(kind=kind, key__in=keys).order_by("key").defer("text")
    for entry in entries:
        if entry.key in shown:
            yield Thing(
                number_of(kind, entry.key),
                frozenset(entry.title_words.split()),
                frozenset(entry.words.split()),
                _shown(kind, entry.title, shown[entry.key]),
            )


def _shown(kind: str, title: str, thing: Any) -> list[Any]:
    trip = thing if kind == "trip" else thing.day.trip if kind == "talk" else getattr(thing, "trip", None)
    colour, language = (line_of(trip), trip.language) if trip else ("", "")
    return [kind, title or _name_of(thing), thing.get_absolute_url()[1:], colour, language, FACTS[kind](thing)]


def _name_of(day: Any) -> str:
    """Return what a section without a title is called."""
    return date_format(day.date, "l") if day.date else str(day.get_kind_display()).capitalize()


def _span(first: datetime.date | None, last: datetime.date | None) -> str:
    return strip_tags(date_span(first, last)) if first and last else ""


FACTS: Mapping[str, Callable[[Any], list[str]]] = {
    SearchKind.TRIP: lambda trip: _told(_span(trip.starts_on, trip.ends_on), trip.location),
    SearchKind.DAY: lambda day: _told(_span(day.happened_on, day.happened_on), day.trip.title),
    SearchKind.TALK: lambda talk: _told(
        _span(talk.day.happened_on, talk.day.happened_on),
        *(speaker.person.public_name for speaker in talk.talk_speakers.all()),
        talk.event.name if talk.event else "",
    ),
    SearchKind.EVENT: lambda event: _told(_span(event.starts_on, event.ends_on)),
    SearchKind.PERSON: lambda person: _told(person.affiliation),
    SearchKind.PLACE: lambda place: _told(place.city, place.country),
}


def _told(*facts: str) -> list[str]:
    return [fact for fact in facts if fact]
