"""The map: the places that have coordinates, and the trips in the middle of theirs."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from media.recording import ALL_TOLD, depends_on
from posts.concerns import LISTS
from posts.models import Encounter, Place, Reference, RetiredSlug, Trip

Visit = tuple[int, int]


@dataclass(frozen=True)
class Stay:
    """A trip on the map: its places, and the middle of them in degrees."""

    trip: Trip
    places: list[Place]
    latitude: float
    longitude: float


@require_safe
def world_map(request: HttpRequest) -> HttpResponse:
    depends_on(ALL_TOLD, *LISTS)
    places = list(Place.objects.published().exclude(latitude=None).order_by("country", "city", "name", "id"))
    stays = stays_at(places)
    visited = {place.pk for stay in stays for place in stay.places}
    context = {
        "stays": stays,
        "others": [place for place in places if place.pk not in visited],
        "tiles": tiles(),
    }
    return render(request, "posts/map.html", context)


def tiles() -> dict[str, str]:
    """Return the tile server that the settings name, if any: what a map's template asks for."""
    return {"url": settings.MAP_TILES_URL, "attribution": settings.MAP_TILES_ATTRIBUTION}


def stays_at(places: Collection[Place]) -> list[Stay]:
    """Return the published trips that went to some of these published places, the latest first."""
    by_trip: dict[int, set[int]] = defaultdict(set)
    for trip_key, place_key in [*_encounters(places), *_venues(places), *_named(places)]:
        by_trip[trip_key].add(place_key)
    stays = []
    for trip in Trip.objects.published().filter(pk__in=by_trip):
        there = [place for place in places if place.pk in by_trip[trip.pk]]
        positions = [(place.latitude or 0.0, place.longitude or 0.0) for place in there]
        stays.append(Stay(trip, there, *middle_of(positions)))
    return stays


def middle_of(positions: Iterable[tuple[float, float]]) -> tuple[float, float]:
    """Return the middle of latitudes and longitudes in degrees, on the globe: right on both sides of the date line."""
    x = y = z = 0.0
    for latitude, longitude in positions:
        parallel, meridian = math.radians(latitude), math.radians(longitude)
        x += math.cos(parallel) * math.cos(meridian)
        y += math.cos(parallel) * math.sin(meridian)
        z += math.sin(parallel)
    latitude, longitude = math.atan2(z, math.hypot(x, y)), math.atan2(y, x)
    return round(math.degrees(latitude), 4), round(math.degrees(longitude), 4)


def _encounters(places: Collection[Place]) -> Iterable[Visit]:
    return (
        Encounter.objects.published().filter(place__in=places).order_by().values_list("day__trip", "place").distinct()
    )


def _venues(places: Collection[Place]) -> Iterable[Visit]:
    return Trip.objects.published().filter(events__venue__in=places).order_by().values_list("pk", "events__venue")


def _named(places: Collection[Place]) -> Iterable[Visit]:
    """Yield the trips whose texts name the places, by the slugs they have or once had."""
    retired = RetiredSlug.objects.filter(kind="place", target__in=[place.uuid for place in places])
    by_uuid = {place.uuid: place.pk for place in places}
    by_slug = {slug: by_uuid[target] for slug, target in retired.values_list("slug", "target")}
    by_slug |= {place.slug: place.pk for place in places}
    named = Reference.objects.published().filter(kind="place").order_by()
    rows = named.values_list("slug", "day__trip", "figure__trip", "talk__day__trip", "trip").distinct()
    for slug, *trips in rows:
        if slug in by_slug:
            yield from ((trip, by_slug[slug]) for trip in trips if trip is not None)
