"""Where a trip went, when its writer has not said so in a word."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import Q

from posts.models import Encounter, Event, Place, Trip

MOST_CITIES = 3


def cities_of(trip: Trip, named: Iterable[Place]) -> list[str]:
    """Return the cities of a trip's public places, those with the most places first; none if it has a location.

    Its places are the `named` ones, which its texts refer to, the venues of its events, and where people were met.
    """
    if trip.location:
        return []
    venues = Event.objects.filter(trips=trip).values("venue")
    meetings = Encounter.objects.published().filter(day__trip=trip).values("place")
    there = Q(pk__in=[place.pk for place in named]) | Q(pk__in=venues) | Q(pk__in=meetings)
    cities = Place.objects.published().filter(there).exclude(city="").order_by("city").values_list("city", flat=True)
    return [city for city, _ in Counter(cities).most_common(MOST_CITIES)]
