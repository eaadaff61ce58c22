"""Which rows point to some others, and where: their keys and slugs alone, by statements that are made once."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from people.models import FormerSlug

from .models import (
    CategorizedTrip,
    Day,
    Encounter,
    Event,
    Figure,
    FigurePerson,
    Place,
    Reference,
    RetiredSlug,
    TaggedTrip,
    Talk,
    TalkSpeaker,
    Trip,
)
from .models.prepared import columns_of, prepared

TARGETS: dict[str, Any] = {"event": Event, "place": Place, "talk": Talk, "trip": Trip}
# Somebody who appears in more than this is everywhere.
MOST_APPEARANCES = 500

SLUGS = {kind: columns_of(model, "pk__in", "slug", "uuid") for kind, model in TARGETS.items()}
KEYS = {kind: columns_of(model, "uuid", "pk") for kind, model in TARGETS.items()}

starts = columns_of(Trip, "pk__in", "pk", "starts_on")
tags_of = columns_of(TaggedTrip, "content_object__pk__in", "tag")
categories_of = columns_of(CategorizedTrip, "content_object__pk__in", "tag")
events_of = columns_of(Event, "trips__pk__in", "pk")
days_of = columns_of(Day, "trip__pk__in", "pk")
figures_of = columns_of(Figure, "trip__pk__in", "pk")
named_in_trips = columns_of(Reference, "trip__pk__in", "kind", "slug")

trips_of_days = columns_of(Day, "pk__in", "trip")
encounters_on = columns_of(Encounter, "day__pk__in", "person", "introduced_by", "place")
people_met_on = columns_of(Encounter, "day__pk__in", "person")
talks_on = columns_of(Talk, "day__pk__in", "pk")
figures_on = columns_of(Figure, "day__pk__in", "pk")
named_on_days = columns_of(Reference, "day__pk__in", "kind", "slug")

where_told = columns_of(Talk, "pk__in", "event", "day", "day__trip")
speakers_of = columns_of(TalkSpeaker, "talk__pk__in", "person")
named_in_talks = columns_of(Reference, "talk__pk__in", "kind", "slug")

where_shown = columns_of(Figure, "pk__in", "trip", "day", "photo", "name")
people_in = columns_of(FigurePerson, "figure__pk__in", "person")
named_in_captions = columns_of(Reference, "figure__pk__in", "kind", "slug")
figures_of_photo = columns_of(Figure, "photo", "pk")

series_and_venues = columns_of(Event, "pk__in", "series", "venue")
former_slugs = columns_of(FormerSlug, "person", "slug")
places_called = columns_of(Place, "slug__in", "pk")
places_with = columns_of(Place, "encounters__person", "pk")


@prepared
def retired_slugs(kind: str, targets: list[UUID]) -> QuerySet[RetiredSlug, str]:
    return RetiredSlug.objects.filter(kind=kind, target__in=targets).order_by().values_list("slug", flat=True)


@prepared
def earlier(trip: int, start: date) -> QuerySet[Trip, int]:
    before = Trip.objects.published().filter(Q(starts_on__lt=start) | Q(starts_on=start, pk__lt=trip))
    return before.order_by("-starts_on", "-pk").values_list("pk", flat=True)[:1]


@prepared
def later(trip: int, start: date) -> QuerySet[Trip, int]:
    after = Trip.objects.published().filter(Q(starts_on__gt=start) | Q(starts_on=start, pk__gt=trip))
    return after.order_by("starts_on", "pk").values_list("pk", flat=True)[:1]


@prepared
def days_with(person: int) -> QuerySet[Encounter, int]:
    return Encounter.objects.filter(person=person).values_list("day", flat=True)[:MOST_APPEARANCES]


@prepared
def talks_by(person: int) -> QuerySet[TalkSpeaker, int]:
    return TalkSpeaker.objects.filter(person=person).values_list("talk", flat=True)[:MOST_APPEARANCES]


@prepared
def figures_with(person: int) -> QuerySet[FigurePerson, int]:
    return FigurePerson.objects.filter(person=person).values_list("figure", flat=True)[:MOST_APPEARANCES]
