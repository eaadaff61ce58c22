"""How somebody is known: the days they appear on, and the people met on the same days."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.db.models.functions import Lower

from people.models import Person, PersonQuerySet

from .appearances import Mention
from .cast import MEETINGS, Part
from .models import Day, Encounter, Place
from .quotes import Quotation

# Somebody may have been at a party of hundreds; those met together most often come first.
MOST_COMPANIONS = 40


@dataclass(frozen=True)
class Appearance:
    """A person on a day, with where they worked then and the first passage that names them."""

    day: Day
    part: Part
    passage: Mention | None = None
    place: Place | None = None
    affiliation: str = ""
    quotations: Sequence[Quotation] = ()

    @property
    def url(self) -> str:
        """The address of that passage, or of the day."""
        return self.passage.url if self.passage else self.day.get_absolute_url()

    @property
    def is_named_only(self) -> bool:
        return self.part == Part.MENTIONED


def appearances_of(person: Person, mentions: Iterable[Mention], first_met: Day | None) -> list[Appearance]:
    """Return the days somebody was met on or is named in, the latest first."""
    passages: dict[int, Mention] = {}
    for mention in mentions:
        if mention.day:
            passages.setdefault(mention.day.pk, mention)
    appearances = []
    for encounter in Encounter.objects.published().filter(person=person).for_page().defer("day__body"):
        passage = passages.pop(encounter.day_id, None)
        again = encounter.role == Encounter.Role.MET and first_met is not None and first_met.pk != encounter.day_id
        part = Part.MET_AGAIN if again else Part(encounter.role)
        appearances.append(Appearance(encounter.day, part, passage, encounter.place, encounter.affiliation))
    appearances += [Appearance(found.day, Part.MENTIONED, found) for found in passages.values() if found.day]
    return sorted(appearances, key=_when, reverse=True)


def _when(seen: Appearance) -> tuple[datetime.date, int]:
    return (seen.day.happened_on or datetime.date.min, seen.day.position)


def companions_of(person: Person) -> PersonQuerySet:
    """Return those met on the same days as somebody, the most frequent first, with that number of days as `days`.

    Only people whose name the public may see are told: a stand-in that keeps turning up beside a name gives it away.
    """
    meetings = Encounter.objects.published().filter(role__in=MEETINGS)
    together = meetings.filter(day__in=meetings.filter(person=person).values("day"))
    met = Person.objects.named().filter(encounters__in=together).exclude(pk=person.pk)
    return met.annotate(days=Count("encounters__day", distinct=True)).order_by("-days", Lower("name"), "id")[
        :MOST_COMPANIONS
    ]
