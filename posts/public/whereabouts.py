"""Where a trip went, when its writer has not said so in a word."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from posts.models import Encounter, Event, Place, Trip
from posts.models.prepared import prepared

MOST_CITIES = 3


def cities_of(trip: Trip, named: Iterable[Place]) -> list[str]:
    """Return the cities of a trip's public places, those with the most places first; none if it has a location.

    Its places are the `named` ones, which its texts refer to, the venues of its events, and where people were met.
    """
    if trip.location:
        return []
    cities = _cities(trip.pk, [place.pk for place in named])
    return [city for city, _ in Counter(cities).most_common(MOST_CITIES)]


@prepared
def _cities(trip: int, named: list[int]) -> QuerySet[Place, str]:
    venues = Event.objects.filter(trips__pk=trip).values("venue")
    meetings = Encounter.objects.published().filter(day__trip=trip).values("place")
    there = Q(pk__in=named) | Q(pk__in=venues) | Q(pk__in=meetings)
    return Place.objects.published().filter(there).exclude(city="").order_by("city").values_list("city", flat=True)
