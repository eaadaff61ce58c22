"""What else an answer names: enough to show it, and to ask for it."""

from posts.exchange.schema import Name, PageDocument
from posts.models import Event, Trip


class TripReference(PageDocument):
    title: Name


class EventReference(PageDocument):
    name: Name


def trip_reference(trip: Trip) -> TripReference:
    return TripReference(uuid=trip.uuid, slug=trip.slug, title=trip.title)


def event_reference(event: Event | None) -> EventReference | None:
    return EventReference(uuid=event.uuid, slug=event.slug, name=event.name) if event else None
