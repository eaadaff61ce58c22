"""Places: those that something published names, or happened at."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from posts.exchange.documents import asides_of, place_document
from posts.exchange.schema import PlaceDocument
from posts.models import Place
from posts.models.reference import Kind

from .answers import answer, moved
from .paging import UNIQUE, USUAL, After, Key, Limit, Page, window

ORDER = (Key("name"), UNIQUE)

router = Router(tags=["places"])


class PlacePage(Page[PlaceDocument]):
    pass


@router.get("/places", response=PlacePage)
def places(request: HttpRequest, after: After = "", limit: Limit = USUAL) -> HttpResponse:
    """Places, by name."""
    page = window(request, Place.objects.published(), ORDER, after, limit)
    asides = asides_of(page.things)
    items = [place_document(place, asides=asides) for place in page.things]
    return answer(PlacePage(items=items, next=page.next))


@router.get("/places/{unicode_slug:slug}", response=PlaceDocument)
def place(request: HttpRequest, slug: str) -> HttpResponse:
    """A place."""
    found = Place.objects.published().filter(slug=slug).first()
    return answer(place_document(found)) if found else moved(Place.objects.published(), Kind.PLACE, slug)
