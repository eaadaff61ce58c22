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
from posts.models.prepared import prepared

from . import documents, export, schema
from .fragments import Fragments

CHUNK = 100


@dataclass(frozen=True)
class Part:
    """A list of the document. `rows` are the public ones, `make` makes the documents of those of some keys, in order.

    It is kept in pieces of fifty to a hundred rows: those whose UUIDs begin with the same binary digits.
    """

    name: str
    rows: Callable[[], QuerySet[Any]]
    make: Callable[[Sequence[int]], Iterable[schema.Document]]

    def pieces(self) -> Iterator[tuple[str, list[int]]]:
        """Yield the name of each piece and the keys of its rows, in order."""
        rows = self.rows()
        digits = 0
        count = rows.model._default_manager.count()
        while count > CHUNK << digits:
            digits += 1
        every = rows.order_by("uuid").values_list("uuid", "pk").iterator()
        for prefix, group in groupby(every, lambda row: row[0].int >> (128 - digits)):
            yield f"{self.name}-{prefix:0{digits}b}", [key for _, key in group]

    def written(self, keys: Sequence[int]) -> bytes:
        """Return the documents of rows that are public still, joined by commas."""
        return b",\n".join(document.model_dump_json().encode() for document in self.make(keys))


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


def _public_people() -> QuerySet[Any]:
    return published_people() | published_names()


def _public_series() -> QuerySet[Any]:
    return EventSeries.objects.filter(events__in=Event.objects.published()).distinct()


@prepared
def _people(keys: Sequence[int]) -> QuerySet[Any]:
    return export.with_names(_public_people()).filter(pk__in=keys).order_by("uuid")


@prepared
def _places(keys: Sequence[int]) -> QuerySet[Any]:
    return Place.objects.published().filter(pk__in=keys).order_by("uuid")


@prepared
def _series(keys: Sequence[int]) -> QuerySet[Any]:
    return _public_series().filter(pk__in=keys).order_by("uuid")


@prepared
def _events(keys: Sequence[int]) -> QuerySet[Any]:
    return Event.objects.published().filter(pk__in=keys).select_related("series", "venue").order_by("uuid")


def _person_documents(keys: Sequence[int]) -> Iterator[schema.PersonDocument]:
    found = _people(keys)
    asides = documents.asides_of(found)
    return (documents.person_document(person, public=True, asides=asides) for person in found)


def _place_documents(keys: Sequence[int]) -> Iterator[schema.PlaceDocument]:
    found = _places(keys)
    asides = documents.asides_of(found)
    return (documents.place_document(place, asides=asides) for place in found)


def _event_documents(keys: Sequence[int]) -> Iterator[schema.EventDocument]:
    found = _events(keys)
    asides = documents.asides_of(found)
    return (documents.event_document(event, asides=asides) for event in found)


PARTS = (
    Part("people", _public_people, _person_documents),
    Part("places", Place.objects.published, _place_documents),
    Part("series", _public_series, lambda keys: map(documents.series_document, _series(keys))),
    Part("events", Event.objects.published, _event_documents),
    Part("trips", Trip.objects.published, export.public_trips),
)
