"""The whole public log as one JSON document, written piece by piece so that memory stays flat."""

import datetime
import json
from collections.abc import Iterable, Iterator

from posts.appearances import published_names, published_people
from posts.models import Event, EventSeries, Log, Place, Trip

from . import documents, export, schema

CHUNK = 100


def public_log(since: datetime.datetime | None = None) -> Iterator[str]:
    """Yield the pieces of a LogDocument; with `since`, only what was updated after that instant.

    Everything is ordered by UUID, so the same log gives the same bytes on every database.
    """
    head = {"format": schema.FORMAT, "version": schema.VERSION, **documents.description_of(Log.current())}
    yield json.dumps(head, ensure_ascii=False)[:-1]
    for name, parts in (
        ("people", _people(since)),
        ("places", _places(since)),
        ("series", _series(since)),
        ("events", _events(since)),
        ("trips", _trips(since)),
    ):
        yield f', "{name}": ['
        for index, document in enumerate(parts):
            yield (",\n" if index else "\n") + document.model_dump_json()
        yield "]"
    yield "}\n"


def _people(since: datetime.datetime | None) -> Iterator[schema.PersonDocument]:
    people = export.with_names(published_people() | published_names()).order_by("uuid")
    for person in (people.filter(updated_at__gt=since) if since else people).iterator(CHUNK):
        yield documents.person_document(person, public=True)


def _places(since: datetime.datetime | None) -> Iterator[schema.PlaceDocument]:
    places = Place.objects.published().order_by("uuid")
    for place in (places.filter(updated_at__gt=since) if since else places).iterator(CHUNK):
        yield documents.place_document(place)


def _series(since: datetime.datetime | None) -> Iterator[schema.SeriesDocument]:
    series = EventSeries.objects.filter(events__in=Event.objects.published()).distinct().order_by("uuid")
    for each in (series.filter(updated_at__gt=since) if since else series).iterator(CHUNK):
        yield documents.series_document(each)


def _events(since: datetime.datetime | None) -> Iterator[schema.EventDocument]:
    events = Event.objects.published().select_related("series", "venue").order_by("uuid")
    for event in (events.filter(updated_at__gt=since) if since else events).iterator(CHUNK):
        yield documents.event_document(event)


def _trips(since: datetime.datetime | None) -> Iterable[schema.TripDocument]:
    trips = export.trips_for_export(Trip.objects.published(), public=True).order_by("uuid")
    for trip in (trips.filter(updated_at__gt=since) if since else trips).iterator(CHUNK):
        yield export.public_trip(trip)
