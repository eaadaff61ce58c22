"""The trips that may name one person: few of all, so that only these need be read."""

from collections import defaultdict
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q, QuerySet

from people.models import Person
from posts.models import Day, Encounter, Figure, FigurePerson, Reference, SearchEntry, Talk, TalkSpeaker, Trip
from posts.names.secrets import Hidden

# Which of a model's fields may hold an address, and how it finds its trip.
_ADDRESSED: tuple[tuple[Any, tuple[str, ...], str], ...] = (
    (Trip, ("summary",), "pk"),
    (Day, ("body",), "trip"),
    (Figure, ("caption", "link", "remote_url"), "trip"),
    (Talk, ("abstract", "notes", "url"), "day__trip"),
)


def trips_that_may_name(person: Person, hidden: Hidden) -> QuerySet[Trip]:
    """Return the trips somebody is on, and those with a name or an address of theirs among their words."""
    known = hidden.everywhere
    linked = Reference.objects.filter(kind="person", slug__in=known.slugs)
    found = [
        Encounter.objects.filter(person=person).values_list("day__trip", flat=True),
        TalkSpeaker.objects.filter(person=person).values_list("talk__day__trip", flat=True),
        FigurePerson.objects.filter(person=person).values_list("figure__trip", flat=True),
        *(linked.values_list(path, flat=True) for path in ("trip", "day__trip", "figure__trip", "talk__day__trip")),
        *_by_words([" ".join(words) for words in known.anywhere]),
        *_by_address(list(known.addresses)),
    ]
    return Trip.objects.filter(pk__in={pk for keys in found for pk in keys if pk is not None})


def _by_words(names: list[str]) -> list[QuerySet[Any, Any]]:
    """Ask the search's index, whose words are folded as the names are."""
    said = reduce(or_, (Q(words__contains=name) | Q(title_words__contains=name) for name in names), Q(pk__in=[]))
    keys: dict[str, list[int]] = defaultdict(list)
    for kind, key in SearchEntry.objects.filter(said).values_list("kind", "key"):
        keys[kind].append(key)
    return [
        Trip.objects.filter(pk__in=keys["trip"]).values_list("pk", flat=True),
        Day.objects.filter(pk__in=keys["day"]).values_list("trip", flat=True),
        Talk.objects.filter(pk__in=keys["talk"]).values_list("day__trip", flat=True),
    ]


def _by_address(addresses: list[str]) -> list[QuerySet[Any, Any]]:
    if not addresses:
        return []
    return [
        model.objects.filter(
            reduce(or_, (Q(**{f"{field}__icontains": address}) for field in fields for address in addresses))
        ).values_list(path, flat=True)
        for model, fields, path in _ADDRESSED
    ]
