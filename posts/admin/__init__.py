"""The writing desk: Django's admin, arranged for somebody who writes up a trip."""

from . import days, encounters, events, figures, log, people, photos, places, talks, trips

__all__ = ["days", "encounters", "events", "figures", "log", "people", "photos", "places", "talks", "trips"]
