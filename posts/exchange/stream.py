"""The whole public log as one JSON document, written piece by piece so that memory stays flat."""

import datetime
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any

import orjson
from django.db.models import QuerySet

from posts.appearances import published_names, published_people
from posts.models import Event, EventSeries, Log, Place, Trip

from . import documents, export, schema
from .fragments import Fragments

CHUNK = 100


@dataclass(frozen=True)
class Part:
    """A list of the document. `rows` are the public ones, `make` writes documents of some of them, fetched whole.

    It is kept in pieces of about a hundred rows: those whose UUIDs begin with the same hexadecimal digits.
    """

    name: str
    rows: Callable[[], QuerySet[Any]]
    make: Callable[[QuerySet[Any]], Iterable[schema.Document]]

    def pieces(self) -> Iterator[tuple[str, list[int]]]:
        """Yield the name of each piece and the keys of its rows, in order."""
        rows = self.rows()
        digits = 0
        count = rows.model._default_manager.count()
        while count > CHUNK * 16**digits:
            digits += 1
        every = rows.order_by("uuid").values_list("uuid", "pk").iterator()
        for prefix, group in groupby(every, lambda row: row[0].hex[:digits]):
            yield f"{self.name}-{prefix}", [key for _, key in group]

    def written(self, keys: Sequence[int]) -> bytes:
        """Return the documents of rows that are public still, joined by commas."""
        made = self.make(self.rows().filter(pk__in=keys).order_by("uuid"))
        return b",\n".join(document.model_dump_json().encode() for document in made)


def public_log(since: datetime.datetime | None = None) -> Generator[bytes, None, None]:
    """Yield the pieces of a LogDocument; with `since`, only what was updated after that instant.

    Everything is ordered by UUID, so the same log gives the same bytes on every database. The whole log is put
    together of the pieces kept from the time before, as far as nothing in them has changed.
    """
    fragments = None if since else Fragments()
    head = {"format": schema.FORMAT, "version": schema.VERSION, **documents.description_of(Log.current())}
    yield orjson.dumps(head)[:-1]
    for part in PARTS:
        yield f', "{part.name}": ['.encode()
        separator = b"\n"
        for piece in _whole(part, fragments) if fragments else _updated(part, since):
            if piece:
                yield separator + piece
                separator = b",\n"
        yield b"]"
    yield b"}\n"
    if fragments:
        fragments.complete()


def _whole(part: Part, fragments: Fragments) -> Iterator[bytes]:
    for name, keys in fragments.kept(part.name) if fragments.is_unchanged else part.pieces():
        yield fragments.piece(name, keys, part.written)


def _updated(part: Part, since: datetime.datetime | None) -> Iterator[bytes]:
    updated = part.rows().filter(updated_at__gt=since).order_by("uuid").values_list("pk", flat=True)
    keys = updated.iterator()
    while some := list(islice(keys, CHUNK)):
        yield part.written(some)


def _people(people: QuerySet[Any]) -> Iterator[schema.PersonDocument]:
    found = list(export.with_names(people))
    asides = documents.asides_of(found)
    return (documents.person_document(person, public=True, asides=asides) for person in found)


def _places(places: QuerySet[Any]) -> Iterator[schema.PlaceDocument]:
    found = list(places)
    asides = documents.asides_of(found)
    return (documents.place_document(place, asides=asides) for place in found)


def _events(events: QuerySet[Any]) -> Iterator[schema.EventDocument]:
    found = list(events.select_related("series", "venue"))
    asides = documents.asides_of(found)
    return (documents.event_document(event, asides=asides) for event in found)


PARTS = (
    Part("people", lambda: published_people() | published_names(), _people),
    Part("places", Place.objects.published, _places),
    Part(
        "series",
        lambda: EventSeries.objects.filter(events__in=Event.objects.published()).distinct(),
        lambda series: map(documents.series_document, series),
    ),
    Part("events", Event.objects.published, _events),
    Part("trips", Trip.objects.published, export.public_trips),
)
