"""How somebody is known: the days they appear on, and the people met on the same days."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.db.models.functions import Lower

from people.models import Person, PersonQuerySet

from .appearances import Mention, Mentions
from .cast import MEETINGS, Part
from .models import Day, Encounter, Place
from .models.day import DayQuerySet, local_date
from .models.encounter import EncounterQuerySet
from .models.prepared import Rows, prepared
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


@dataclass(frozen=True)
class Extent:
    """On how many days and trips somebody was met, heard or seen."""

    days: int
    trips: int


def extent_of(person: Person) -> Extent:
    return next((Extent(days, trips) for days, trips in _extent(person.pk)), Extent(0, 0))


@prepared
def _extent(person: int) -> QuerySet[Encounter, tuple[int, int]]:
    seen = Encounter.objects.published().filter(person=person).exclude(role=Encounter.Role.MENTIONED).order_by()
    counted = seen.values("person").annotate(days=Count("day", distinct=True), trips=Count("day__trip", distinct=True))
    return counted.values_list("days", "trips")


def days_with(person: Person, mentions: Mentions) -> Rows[Day]:
    """Return the days somebody was met on or is named in, without their texts, the latest first."""
    return _days_with.in_parts(person.pk, mentions.kind, mentions.slugs)


@prepared
def _days_with(person: int, kind: str, slugs: tuple[str, ...]) -> DayQuerySet:
    met = Encounter.objects.filter(person=person).order_by().values("day")
    named = Mentions(kind, slugs).references.exclude(day=None).order_by().values("day")
    # Of the two, all that matters for what is public is the day.
    days = Day.objects.published().filter(pk__in=met.union(named)).annotate(on=local_date())
    return days.select_related("trip").defer("body").order_by("-on", "-position", "-id")


def encounters_with(person: Person, days: Iterable[Day]) -> dict[int, Encounter]:
    """Return the encounters with somebody on some days, by the day's key."""
    return {encounter.day_id: encounter for encounter in _encounters(person.pk, {day.pk for day in days})}


@prepared
def _encounters(person: int, days: set[int]) -> EncounterQuerySet:
    met = Encounter.objects.published().filter(person=person, day__pk__in=days)
    return met.for_page().defer("day__body")


def appearances_on(
    days: Iterable[Day], encounters: Mapping[int, Encounter], quoted: Iterable[Quotation], first_met: Day | None
) -> list[Appearance]:
    """Return somebody's part in each of some days, with the passages there that name them."""
    passages: dict[int, list[Quotation]] = defaultdict(list)
    for each in quoted:
        if each.mention.day:
            passages[each.mention.day.pk].append(each)
    return [_appearance(day, encounters.get(day.pk), passages[day.pk], first_met) for day in days]


def _appearance(day: Day, met: Encounter | None, quoted: Sequence[Quotation], first_met: Day | None) -> Appearance:
    passage = quoted[0].mention if quoted else None
    told = [each for each in quoted if each.words]
    if met is None:
        return Appearance(day, Part.MENTIONED, passage, quotations=told)
    again = met.role == Encounter.Role.MET and first_met is not None and first_met.pk != day.pk
    part = Part.MET_AGAIN if again else Part(met.role)
    return Appearance(day, part, passage, met.place, met.affiliation, told)


def companions_of(person: Person) -> list[Person]:
    """Return those met on the same days as somebody, the most frequent first, with that number of days as `days`.

    Only people whose name the public may see are told: a stand-in that keeps turning up beside a name gives it away.
    """
    return _companions(person.pk)


@prepared
def _companions(person: int) -> PersonQuerySet:
    meetings = Encounter.objects.published().filter(role__in=MEETINGS)
    together = meetings.filter(day__in=meetings.filter(person=person).values("day"))
    met = Person.objects.named().filter(encounters__in=together).exclude(pk=person)
    counted = met.annotate(days=Count("encounters__day", distinct=True))
    # What is fetched is what is grouped by: with everything about them that takes five times as long.
    named = counted.only("name", "slug", "visibility", "pseudonym")
    return named.order_by("-days", Lower("name"), "id")[:MOST_COMPANIONS]
