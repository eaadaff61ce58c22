"""Where people, places, talks and events appear in what the public may see."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any, overload
from uuid import UUID

from django.db.models import Exists, Min, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.functional import cached_property

from media.recording import depends_on
from people.models import FormerSlug, Person, PersonQuerySet, Visibility
from posts.concerns import mentions
from posts.models import Day, Encounter, Event, Figure, Place, Reference, RetiredSlug, Talk, Trip
from posts.models.prepared import Rows, prepared
from posts.models.reference import ReferenceQuerySet

# The keys of a day, a figure, a talk and a trip, of which one is set, the anchor, and what they are sorted by.
Passage = tuple[Any, ...]


def published_people() -> PersonQuerySet:
    """Return the people who have a page: public ones who appear in something published."""
    return Person.objects.with_page().filter(reduce(or_, [*_takes_part(), *_is_named()]))


def published_people_by_reason() -> list[PersonQuerySet]:
    """Return the same in parts, one for each way to appear, which a database plans faster than all at once."""
    return [Person.objects.with_page().filter(reason) for reason in (*_takes_part(), *_is_named())]


def published_names() -> PersonQuerySet:
    """Return those whose name, and nothing else, the public sees in a cast, a programme or a figure."""
    return Person.objects.filter(reduce(or_, _takes_part()), visibility=Visibility.NAME)


def _is_named() -> list[Exists]:
    named = Reference.objects.published().filter(kind="person")
    former_slugs = FormerSlug.objects.filter(person=OuterRef(OuterRef("pk"))).values("slug")
    return [Exists(named.filter(slug=OuterRef("slug"))), Exists(named.filter(slug__in=former_slugs))]


def _takes_part() -> list[Exists]:
    met = Encounter.objects.published().filter(person=OuterRef("pk"))
    spoke = Talk.objects.published().filter(talk_speakers__person=OuterRef("pk"))
    pictured = Figure.objects.published().filter(figure_people__person=OuterRef("pk"))
    return [Exists(met), Exists(spoke), Exists(pictured)]


def section_anchors(days: Iterable[Day]) -> dict[int, str]:
    """Return the anchor of each section by its key, unique within a trip though two may share a date.

    All published sections of a trip are needed, in order.
    """
    anchors: dict[int, str] = {}
    used: dict[tuple[int, str], int] = {}
    for day in days:
        count = used[day.trip_id, day.anchor] = used.get((day.trip_id, day.anchor), 0) + 1
        anchors[day.pk] = day.anchor if count == 1 else f"{day.anchor}-{count}"
    return anchors


@dataclass(frozen=True)
class Mention:
    """A passage that names something: in a day's text, a talk's notes, a figure's caption or a trip's summary.

    `anchor` names the passage within its text, `section` that text on the trip's page.
    """

    trip: Trip
    anchor: str
    day: Day | None = None
    section: str = ""
    talk: Talk | None = None
    figure: Figure | None = None

    @property
    def url(self) -> str:
        """The address of the passage."""
        if self.day:
            anchor = f"{self.section}-{self.anchor}" if self.anchor else self.section
            return f"{self.trip.get_absolute_url()}#{anchor}"
        if self.figure:
            return f"{self.trip.get_absolute_url()}#figure-{self.figure.name}"
        if self.talk:
            return f"{self.talk.get_absolute_url()}#{self.anchor}" if self.anchor else self.talk.get_absolute_url()
        return self.trip.get_absolute_url()


@dataclass(frozen=True)
class Mentions(Sequence[Mention]):
    """The published passages that name something, the latest trip first; only those that are asked for are fetched.

    The index tells them by the kind of what is named, and its slug or one it once had.
    """

    kind: str
    slugs: tuple[str, ...]

    @property
    def references(self) -> ReferenceQuerySet:
        """All that name it, whether published or not."""
        return Reference.objects.filter(kind=self.kind, slug__in=self.slugs)

    @cached_property
    def passages(self) -> Rows[Passage]:
        return _passages.in_parts(self.kind, self.slugs)

    @cached_property
    def passages_elsewhere(self) -> Rows[Passage]:
        """Those that stand in no day's text."""
        return _passages_elsewhere.in_parts(self.kind, self.slugs)

    def passages_in(self, days: Iterable[Day]) -> list[Passage]:
        """Return those in the texts of some days."""
        return _passages_in(self.kind, self.slugs, {day.pk for day in days})

    def trips(self) -> QuerySet[Reference, Any]:
        """Return the keys of the trips in whose texts they stand."""
        of_trip = Coalesce("day__trip", "figure__trip", "talk__day__trip", "trip")
        return self.references.published().order_by().values_list(of_trip, flat=True)

    def __len__(self) -> int:
        return len(self.passages)

    @overload
    def __getitem__(self, place: int) -> Mention: ...

    @overload
    def __getitem__(self, place: slice) -> list[Mention]: ...

    def __getitem__(self, place: int | slice) -> Mention | list[Mention]:
        if isinstance(place, slice):
            return mentions_at(self.passages[place])
        return mentions_at([self.passages[place]])[0]

    def __iter__(self) -> Iterator[Mention]:
        return iter(self[:])


def mentions_of(thing: Person | Place | Talk | Event) -> Mentions:
    """Return each published passage that names something, by its slug or one it once had."""
    kind, slugs = str(thing._meta.model_name), (thing.slug, *_former_slugs(thing))
    depends_on(*(mentions(kind, slug) for slug in slugs))
    return Mentions(kind, slugs)


def _told(references: ReferenceQuerySet) -> QuerySet[Reference, Passage]:
    """The day, figure, talk or trip of each, and its anchor: a passage that names something twice is one."""
    started = Coalesce(
        "day__trip__starts_on",
        "figure__trip__starts_on",
        "talk__day__trip__starts_on",
        "trip__starts_on",
        Value(datetime.date.min),
    )
    texts = references.published().order_by().annotate(started=started, section=Coalesce("day__position", 0))
    passages = texts.values_list("day_id", "figure_id", "talk_id", "trip_id", "anchor", "started", "section")
    return passages.annotate(first=Min("position"), key=Min("id")).order_by("-started", "section", "first", "key")


@prepared
def _passages(kind: str, slugs: Sequence[str]) -> QuerySet[Reference, Passage]:
    return _told(Reference.objects.filter(kind=kind, slug__in=slugs))


@prepared
def _passages_elsewhere(kind: str, slugs: Sequence[str]) -> QuerySet[Reference, Passage]:
    return _told(Reference.objects.filter(kind=kind, slug__in=slugs, day=None))


@prepared
def _passages_in(kind: str, slugs: Sequence[str], days: set[int]) -> QuerySet[Reference, Passage]:
    return _told(Reference.objects.filter(kind=kind, slug__in=slugs, day__pk__in=days))


def mentions_at(passages: Sequence[Passage]) -> list[Mention]:
    """Return the passages with the rows they stand in. Each of these is fetched once, without the days' texts."""
    if not passages:
        return []
    in_days, in_figures, in_talks, in_trips = ({row[column] for row in passages} - {None} for column in range(4))
    trips = {trip.pk: trip for trip in _trips_with(in_days, in_trips)}
    days = _days_with_anchors(trips)
    figures = {figure.pk: figure for figure in _figures(in_figures)} if in_figures else {}
    talks = {talk.pk: talk for talk in _talks(in_talks)} if in_talks else {}
    mentions = []
    for day, figure, talk, trip, anchor, *_ in passages:
        if day is not None:
            told, section = days[day]
            mentions.append(Mention(told.trip, anchor, day=told, section=section))
        elif figure is not None:
            mentions.append(Mention(figures[figure].trip, anchor, figure=figures[figure]))
        elif talk is not None and (on := talks[talk].day) is not None:
            mentions.append(Mention(on.trip, anchor, talk=talks[talk]))
        elif trip is not None:
            mentions.append(Mention(trips[trip], anchor))
    return mentions


@prepared
def _trips_with(days: set[int], trips: set[int]) -> QuerySet[Trip]:
    return Trip.objects.filter(Q(pk__in=Day.objects.filter(pk__in=days).values("trip")) | Q(pk__in=trips))


@prepared
def _figures(keys: set[int]) -> QuerySet[Figure]:
    return Figure.objects.select_related("trip").filter(pk__in=keys).order_by()


@prepared
def _talks(keys: set[int]) -> QuerySet[Talk]:
    return Talk.objects.select_related("day__trip").defer("day__body", "abstract").filter(pk__in=keys).order_by()


def _days_with_anchors(trips: Mapping[int, Trip]) -> dict[int, tuple[Day, str]]:
    """Return the published days of trips, without their texts, and their anchors, by the day's key."""
    days = _days_of(set(trips))
    for day in days:
        day.trip = trips[day.trip_id]
    anchors = section_anchors(days)
    return {day.pk: (day, anchors[day.pk]) for day in days}


@prepared
def _days_of(trips: set[int]) -> QuerySet[Day]:
    return Day.objects.published().filter(trip__pk__in=trips).defer("body").order_by("trip", "position", "id")


def _former_slugs(thing: Person | Place | Talk | Event) -> list[str]:
    if isinstance(thing, Person):
        return _former_slugs_of_person(thing.pk)
    return _retired_slugs(str(thing._meta.model_name), thing.uuid)


@prepared
def _former_slugs_of_person(person: int) -> QuerySet[FormerSlug, str]:
    return FormerSlug.objects.filter(person=person).values_list("slug", flat=True)


@prepared
def _retired_slugs(kind: str, target: UUID) -> QuerySet[RetiredSlug, str]:
    return RetiredSlug.objects.filter(kind=kind, target=target).values_list("slug", flat=True)
