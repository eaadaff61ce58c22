"""Search: what the page `/search/` finds, the best first."""

from typing import Annotated, Literal

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from ninja import Router
from pydantic import Field, WithJsonSchema

from posts.exchange.schema import Document
from posts.models import SearchKind
from posts.public.search import Result, results_of
from posts.search.find import find
from posts.search.query import parse

from .answers import answer
from .paging import USUAL, After, Limit, Page, address, read_cursor
from .parameters import Words, Year
from .problems import bad_parameter

Kind = Annotated[
    Literal["trip", "day", "talk", "event", "person", "place"] | None,
    WithJsonSchema({"type": "string", "enum": SearchKind.values}),
]

router = Router(tags=["search"])


class Passage(Document):
    """A piece of a text; `is_match` where it is what was searched."""

    text: str
    is_match: bool


class SearchResult(Document):
    """Something found: its page, and where the API has it. A day is in its trip."""

    kind: SearchKind
    title: str
    snippet: list[Passage]
    page: str
    api: str


class SearchPage(Page[SearchResult]):
    """`total` counts what was found under the filters, on all pages."""

    total: Annotated[int, Field(ge=0)]


@router.get("/search", response=SearchPage)
def search(
    request: HttpRequest,
    q: Words,
    kind: Kind = None,
    year: Year = None,
    after: After = "",
    limit: Limit = USUAL,
) -> HttpResponse:
    """What holds all words of `q`; the last may be the beginning of a word, what stands in quotation marks a phrase."""
    query = parse(q)
    hits = find(query, kind or "", year).hits
    start = _position(after)
    end = start + limit
    items = [_result(request, result) for result in results_of(hits[start:end], query)]
    following = address(request, [end]) if end < len(hits) else None
    return answer(SearchPage(items=items, total=len(hits), next=following))


def _position(after: str) -> int:
    """Return how many hits came before: the best first is an order that has no column."""
    if not after:
        return 0
    [position] = read_cursor(after, [int])
    if position < 0:
        raise bad_parameter("after", "This is not a cursor")
    return int(position)


def _result(request: HttpRequest, found: Result) -> SearchResult:
    resource, slug = (found.kind, getattr(found.thing, "slug", "")) if found.kind != SearchKind.DAY else ("trip", "")
    return SearchResult(
        kind=SearchKind(found.kind),
        title="".join(piece.text for piece in found.title) or str(found.thing),
        snippet=[Passage(text=piece.text, is_match=piece.is_match) for piece in found.snippet],
        page=request.build_absolute_uri(found.thing.get_absolute_url()),
        api=request.build_absolute_uri(reverse(f"api:{resource}", args=[slug or found.thing.trip.slug])),
    )
