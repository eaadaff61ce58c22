"""The writing desk: Django's admin, arranged for somebody who writes up a trip."""

from . import encounters, events, figures, log, people, photos, places, talks, trips

__all__ = ["encounters", "events", "figures", "log", "people", "photos", "places", "talks", "trips"]
