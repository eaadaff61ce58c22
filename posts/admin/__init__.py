"""The writing desk: Django's admin, arranged for somebody who writes up a trip."""

from . import events, figures, log, people, photos, places, talks, trips

__all__ = ["events", "figures", "log", "people", "photos", "places", "talks", "trips"]
