"""Trips: the latest first as cards, and each one whole."""

import datetime

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from ninja import Router

from posts.exchange.export import public_card, public_document
from posts.exchange.schema import LogDocument, TripCard
from posts.models import Talk, Trip
from posts.models.reference import Kind
from posts.models.trip import TERMS
from posts.prose.targets import Targets
from posts.public.moved import is_withdrawn

from .answers import answer, moved
from .paging import UNIQUE, USUAL, After, Key, Limit, Page, window
from .parameters import Words, Year
from .problems import Gone

ORDER = (Key("starts_on", datetime.date.fromisoformat, is_descending=True), UNIQUE)

router = Router(tags=["trips"])


class TripPage(Page[TripCard]):
    pass


@router.get("/trips", response=TripPage)
def trips(
    request: HttpRequest,
    year: Year = None,
    tag: Words = "",
    category: Words = "",
    event: Words = "",
    after: After = "",
    limit: Limit = USUAL,
) -> HttpResponse:
    """Trips without their days and figures, the latest first."""
    found = Trip.objects.published().filter(_asked(year, tag, category, event))
    page = window(request, found.for_card().prefetch_related(*TERMS), ORDER, after, limit)
    targets = Targets.for_texts(trip.summary for trip in page.things)
    return answer(TripPage(items=[public_card(trip, targets) for trip in page.things], next=page.next))


@router.get("/trips/{unicode_slug:slug}", response=LogDocument)
def trip(request: HttpRequest, slug: str) -> HttpResponse:
    """A trip with all that it refers to, as `/trips/<slug>.json` has it."""
    found = Trip.objects.published().filter(slug=slug).first()
    if found is not None:
        return answer(public_document(found))
    if is_withdrawn(slug):
        raise Gone
    return moved(Trip.objects.published(), Kind.TRIP, slug)


def _asked(year: int | None, tag: str, category: str, event: str) -> Q:
    asked = Q()
    if year is not None:
        asked &= Q(starts_on__year=year)
    if tag:
        asked &= Q(tags__slug=tag)
    if category:
        asked &= Q(categories__slug=category)
    if event:
        heard = Talk.objects.published().filter(event__slug=event).values("day__trip")
        asked &= Q(pk__in=Trip.objects.filter(events__slug=event).values("pk")) | Q(pk__in=heard)
    return asked
