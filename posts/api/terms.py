"""What trips are filed under: tags and categories."""

from typing import Annotated

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from posts.exchange.schema import Document, Name, Slug
from posts.models import Category, Tag
from posts.models.publication import is_live

from .answers import answer
from .paging import USUAL, After, Key, Limit, Page, window

ORDER = (Key("slug"),)

router = Router(tags=["tags and categories"])


class Term(Document):
    """A tag or a category; `/api/trips` takes its slug as a filter."""

    slug: Slug
    name: Name
    trip_count: Annotated[int, Field(ge=1)]


class TermPage(Page[Term]):
    pass


@router.get("/tags", response=TermPage)
def tags(request: HttpRequest, after: After = "", limit: Limit = USUAL) -> HttpResponse:
    """Tags of published trips, by slug."""
    return _terms(request, Tag, after, limit)


@router.get("/categories", response=TermPage)
def categories(request: HttpRequest, after: After = "", limit: Limit = USUAL) -> HttpResponse:
    """Categories of published trips, by slug."""
    return _terms(request, Category, after, limit)


def _terms(request: HttpRequest, model: type[Tag] | type[Category], after: str, limit: int) -> HttpResponse:
    live = Count("items", filter=Q(is_live("items__content_object__")))
    found = model._default_manager.annotate(trip_count=live).filter(trip_count__gt=0)
    page = window(request, found, ORDER, after, limit)
    items = [Term(slug=term.slug, name=term.name, trip_count=term.trip_count) for term in page.things]
    return answer(TermPage(items=items, next=page.next))
