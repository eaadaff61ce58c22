"""The map: cities with the places that have coordinates, and when a trip went there last.

A page of it stays small however often somebody goes: a city tells how many trips went there and names the latest, what
else is told of a place is on its own page.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from media.recording import ALL_TOLD, depends_on
from posts.concerns import LISTS
from posts.models import Encounter, Place, Reference, RetiredSlug, Trip
from posts.models.trip import LATEST_FIRST

# Places of a city that are listed with it; the list of places has them all.
MOST_PLACES = 20

Visit = tuple[int, int]


@dataclass(frozen=True)
class City:
    """A city on the map: some of its places, by name, and the middle of them all in degrees.

    `trips` is how many trips went there, `latest` the last of them; `further` counts the places that are not listed.
    """

    name: str
    country: str
    places: list[Place]
    further: int
    latitude: float
    longitude: float
    trips: int
    latest: Trip | None

    @property
    def number(self) -> int:
        """How many places it has."""
        return len(self.places) + self.further


@require_safe
def world_map(request: HttpRequest) -> HttpResponse:
    depends_on(ALL_TOLD, *LISTS)
    places = list(
        Place.objects.published()
        .exclude(latitude=None)
        .only("name", "slug", "city", "country", "latitude", "longitude", "uuid")
        .order_by("country", "city", "name", "id")
    )
    context = {
        "cities": cities_of(place for place in places if place.city),
        "others": [place for place in places if not place.city],
        "tiles": tiles(),
    }
    return render(request, "posts/map.html", context)


def tiles() -> dict[str, str]:
    """Return the tile server that the settings name, if any: what a map's template asks for."""
    return {"url": settings.MAP_TILES_URL, "attribution": settings.MAP_TILES_ATTRIBUTION}


def cities_of(places: Iterable[Place]) -> list[City]:
    """Return the cities of some published places, first those where a trip went last."""
    by_city: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for place in places:
        by_city[place.country, place.city].append(place)
    if not by_city:
        return []
    keys = list(Trip.objects.published().order_by(*LATEST_FIRST).values_list("pk", flat=True))
    visits = _visits([place for there in by_city.values() for place in there], keys)
    went = {city: sorted(set().union(*(visits[place.pk] for place in there))) for city, there in by_city.items()}
    latest = Trip.objects.in_bulk([keys[numbers[0]] for numbers in went.values() if numbers])
    never = [len(keys)]
    cities = []
    for city in sorted(by_city, key=lambda city: ((went[city] or never)[0], city)):
        there = sorted(by_city[city], key=lambda place: min(visits[place.pk], default=len(keys)))
        shown = sorted(there[:MOST_PLACES], key=lambda place: (place.name, place.pk))
        middle = middle_of((place.latitude or 0.0, place.longitude or 0.0) for place in there)
        trip = latest[keys[went[city][0]]] if went[city] else None
        cities.append(City(city[1], city[0], shown, len(there) - len(shown), *middle, len(went[city]), trip))
    return cities


def _visits(places: Collection[Place], trips: Iterable[int]) -> dict[int, set[int]]:
    """Return by the places' keys which trips went there, each as its number among the keys of all `trips`."""
    numbers = {key: number for number, key in enumerate(trips)}
    visits: dict[int, set[int]] = {place.pk: set() for place in places}
    # All of the log's, since asking for these places by their keys takes longer than leaving out the others here.
    for trip, place in (*_encounters(), *_venues(), *_named(places)):
        if trip in numbers and place in visits:
            visits[place].add(numbers[trip])
    return visits


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


def _encounters() -> Iterable[Visit]:
    met = Encounter.objects.published().exclude(place=None).order_by()
    return met.values_list("day__trip", "place").distinct()


def _venues() -> Iterable[Visit]:
    went = Trip.objects.published().filter(events__venue__isnull=False).order_by()
    return went.values_list("pk", "events__venue")


def _named(places: Collection[Place]) -> Iterable[Visit]:
    """Yield the trips whose texts name the places, by the slugs they have or once had."""
    by_uuid = {place.uuid: place.pk for place in places}
    retired = RetiredSlug.objects.filter(kind="place").values_list("slug", "target")
    by_slug = {slug: by_uuid[target] for slug, target in retired if target in by_uuid}
    by_slug |= {place.slug: place.pk for place in places}
    # What names them belongs to one of these, and through it to a trip.
    trip = Coalesce("day__trip", "figure__trip", "talk__day__trip", "trip")
    named = Reference.objects.published().filter(kind="place").order_by()
    for slug, key in named.values_list("slug", trip).distinct():
        if slug in by_slug and key is not None:
            yield key, by_slug[slug]
