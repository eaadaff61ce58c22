"""Events: editions of conferences that published trips went to."""

import datetime

from django.db.models import DateField, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from ninja import Router

from posts.exchange.documents import asides_of, event_document, place_document, series_document
from posts.exchange.schema import Document, EventDocument, PlaceDocument, SeriesDocument
from posts.models import Event
from posts.models.reference import Kind

from .answers import answer, moved
from .paging import UNIQUE, USUAL, After, Key, Limit, Page, window

# An event whose dates are not known comes last.
LONG_AGO = Value(datetime.date.min, DateField())
ORDER = (Key("began", datetime.date.fromisoformat, is_descending=True), UNIQUE)

router = Router(tags=["events"])


class EventPage(Page[EventDocument]):
    pass


class EventEntry(Document):
    """An event, with its series and its venue. `/api/trips` and `/api/talks` take its slug as a filter."""

    event: EventDocument
    series: SeriesDocument | None
    venue: PlaceDocument | None


@router.get("/events", response=EventPage)
def events(request: HttpRequest, after: After = "", limit: Limit = USUAL) -> HttpResponse:
    """Events, the latest first."""
    found = Event.objects.published().for_page().annotate(began=Coalesce("starts_on", LONG_AGO))
    page = window(request, found, ORDER, after, limit)
    asides = asides_of(page.things)
    items = [event_document(event, asides=asides) for event in page.things]
    return answer(EventPage(items=items, next=page.next))


@router.get("/events/{unicode_slug:slug}", response=EventEntry)
def event(request: HttpRequest, slug: str) -> HttpResponse:
    """An event, with its series and its venue."""
    found = Event.objects.published().for_page().filter(slug=slug).first()
    if found is None:
        return moved(Event.objects.published(), Kind.EVENT, slug)
    entry = EventEntry(
        event=event_document(found),
        series=series_document(found.series) if found.series else None,
        venue=place_document(found.venue) if found.venue else None,
    )
    return answer(entry)
