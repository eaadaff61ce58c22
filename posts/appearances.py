"""Where people, places, talks and events appear in what the public may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.expressions import Combinable

from people.models import FormerSlug, Person, PersonQuerySet, Visibility
from posts.models import Day, Encounter, Event, Figure, Place, Reference, RetiredSlug, Talk, Trip


def published_people() -> PersonQuerySet:
    """Return the people who have a page: public ones who appear in something published."""
    named = Reference.objects.published().filter(kind="person")
    former_slugs = FormerSlug.objects.filter(person=OuterRef(OuterRef("pk"))).values("slug")
    return Person.objects.with_page().filter(
        _takes_part() | Exists(named.filter(slug=OuterRef("slug"))) | Exists(named.filter(slug__in=former_slugs))
    )


def published_names() -> PersonQuerySet:
    """Return those whose name, and nothing else, the public sees in a cast, a programme or a figure."""
    return Person.objects.filter(_takes_part(), visibility=Visibility.NAME)


def _takes_part() -> Combinable:
    met = Encounter.objects.published().filter(person=OuterRef("pk"))
    spoke = Talk.objects.published().filter(talk_speakers__person=OuterRef("pk"))
    pictured = Figure.objects.published().filter(figure_people__person=OuterRef("pk"))
    return Exists(met) | Exists(spoke) | Exists(pictured)


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
    """A passage that names something. `day` is set where it is a day's own text; `url` leads to the passage,
    `anchor` names it within its text.
    """

    url: str
    trip: Trip
    anchor: str
    day: Day | None = None
    talk: Talk | None = None
    figure: Figure | None = None


def mentions_of(thing: Person | Place | Talk | Event) -> list[Mention]:
    """Return each published passage that names something, by its slug or one it once had; the latest trip first.

    The texts of days stay in the database: there may be hundreds.
    """
    references = (
        Reference.objects.published()
        .filter(kind=thing._meta.model_name, slug__in=[thing.slug, *_former_slugs(thing)])
        .select_related("day__trip", "figure__trip", "talk__day__trip", "trip")
        .defer("day__body", "talk__day__body", "talk__abstract")
        .order_by("position", "id")
    )
    first_in_each_passage: dict[tuple[int | str | None, ...], Reference] = {}
    for reference in references:
        text = (reference.day_id, reference.figure_id, reference.talk_id, reference.trip_id)
        first_in_each_passage.setdefault((*text, reference.anchor), reference)
    trips = {reference.day.trip_id for reference in first_in_each_passage.values() if reference.day}
    days = Day.objects.published().filter(trip__in=trips).order_by("trip", "position", "id")
    anchors = section_anchors(days.only("trip", "kind", "date"))
    mentions = [_mention(reference, anchors) for reference in first_in_each_passage.values()]
    return sorted(mentions, key=_latest_first)


def _former_slugs(thing: Person | Place | Talk | Event) -> QuerySet[Any, str]:
    if isinstance(thing, Person):
        return thing.former_slugs.values_list("slug", flat=True)
    retired = RetiredSlug.objects.filter(kind=thing._meta.model_name, target=thing.uuid)
    return retired.values_list("slug", flat=True)


def _mention(reference: Reference, anchors: dict[int, str]) -> Mention:
    passage = reference.anchor
    if reference.day is not None:
        trip = reference.day.trip
        section = anchors[reference.day.pk]
        anchor = f"{section}-{passage}" if passage else section
        return Mention(f"{trip.get_absolute_url()}#{anchor}", trip, passage, day=reference.day)
    if reference.figure is not None:
        trip = reference.figure.trip
        url = f"{trip.get_absolute_url()}#figure-{reference.figure.name}"
        return Mention(url, trip, passage, figure=reference.figure)
    if reference.talk is not None and reference.talk.day is not None:
        talk = reference.talk
        url = f"{talk.get_absolute_url()}#{passage}" if passage else talk.get_absolute_url()
        return Mention(url, reference.talk.day.trip, passage, talk=talk)
    # A reference stands in exactly one text, and a published talk has a day.
    trip = cast(Trip, reference.trip)
    return Mention(trip.get_absolute_url(), trip, passage)


def _latest_first(mention: Mention) -> tuple[int, int]:
    started = mention.trip.starts_on.toordinal() if mention.trip.starts_on else 0
    return (-started, mention.day.position if mention.day else 0)
