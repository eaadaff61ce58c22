"""Long lists in pages.

A list that grows with the log is cut by keys: `?after=<slug>` goes on behind that row, which an index finds at once,
however far down it is, and which stays the same place in the list as rows are added before it. Lists that are at hand
anyway are cut by number.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils.encoding import escape_uri_path

from posts.keys import key_in

AFTER, NUMBER, MENTIONS = "after", "page", "mentions"
PARAMETERS = {AFTER, NUMBER, MENTIONS}
# Narrows rows to fewer that hold the first so many of their order, behind or before a row, if one is given by its keys.
Narrowing = Callable[[Any, Mapping[str, Any], int, bool], Any]


def page_of(
    request: HttpRequest, items: QuerySet[Any] | Sequence[Any], per_page: int = 50, parameter: str = NUMBER
) -> Page[Any]:
    """Return the page that `?page=` asks for, or another parameter; one that does not exist raises Http404."""
    paginator = Paginator(items, per_page)
    try:
        page = paginator.page(request.GET.get(parameter, 1))
    except InvalidPage as error:
        raise Http404 from error
    _tell_parts(request, (_address(request, parameter, number) for number in range(2, paginator.num_pages + 1)))
    return page


@dataclass(frozen=True)
class ListPage:
    """Some rows of a list. `after` is the slug of the row before them, "" on the first page.

    `previous_url` and `next_url` are None where there is no such page.
    """

    rows: Sequence[Any]
    after: str
    previous_url: str | None
    next_url: str | None

    @property
    def is_first(self) -> bool:
        return not self.after

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def list_page(
    request: HttpRequest,
    rows: QuerySet[Any],
    order: Sequence[str],
    per_page: int = 50,
    near: Narrowing = lambda rows, _here, _count, _backwards: rows,
) -> ListPage:
    """Return the page of a list that an address asks for; one that does not exist raises Http404.

    `order` names columns or annotations that are never null, the last of them unique, with "-" for descending.
    `near` helps where no index has that order: few rows are sorted then, not all.
    Addresses of before, `?page=3`, are answered with what is there now.
    """
    after = request.GET.get(AFTER, "")
    ordered = rows.order_by(*order)
    if not after and NUMBER in request.GET:
        after = _end_of_page(ordered, request.GET[NUMBER], per_page)
    previous = None
    if after:
        here = _place(rows, order, after)
        found = list(near(ordered.filter(_beyond(order, here)), here, per_page + 1, False)[: per_page + 1])
        if not found:
            raise Http404
        previous = _before(rows, order, here, per_page, near)
    else:
        found = list(near(ordered, {}, per_page + 1, False)[: per_page + 1])
        if len(found) > per_page:
            _tell_parts(request, (_address(request, AFTER, slug) for slug in _ends(ordered, per_page)))
    following = found[per_page - 1].slug if len(found) > per_page else None
    return ListPage(
        rows=found[:per_page],
        after=after,
        previous_url=None if previous is None else _address(request, AFTER, previous),
        next_url=_address(request, AFTER, following) if following else None,
    )


def _place(rows: QuerySet[Any], order: Sequence[str], slug: str) -> dict[str, Any]:
    """Return the keys of the row that an address names: of one that the public may see, so that nothing is told."""
    found = None if "\x00" in slug else rows.filter(slug=slug).order_by().values(*(_name(key) for key in order)).first()
    if found is None:
        raise Http404
    return found


def _beyond(order: Sequence[str], here: dict[str, Any], backwards: bool = False) -> Q:
    """Return the condition that a row comes behind another, or before it."""
    beyond = Q()
    for key in reversed(order):
        name = _name(key)
        side = "lt" if key.startswith("-") is not backwards else "gt"
        same = Q(**{name: here[name]}) & beyond if beyond else Q()
        beyond = Q(**{f"{name}__{side}": here[name]}) | same
    first = order[0]
    # What holds for both halves lets an index begin where the page does.
    edge = "lte" if first.startswith("-") is not backwards else "gte"
    return Q(**{f"{_name(first)}__{edge}": here[_name(first)]}) & beyond


def _before(rows: QuerySet[Any], order: Sequence[str], here: dict[str, Any], per_page: int, near: Narrowing) -> str:
    """Return the slug of the row behind which the page before begins, "" where that is the first page."""
    upwards = [key.removeprefix("-") if key.startswith("-") else f"-{key}" for key in order]
    # The row named itself ends that page.
    earlier = near(rows.filter(_beyond(order, here, backwards=True)), here, per_page, True).order_by(*upwards)
    return next(iter(earlier.values_list("slug", flat=True)[per_page - 1 : per_page]), "")


def _end_of_page(ordered: QuerySet[Any], number: str, per_page: int) -> str:
    """Return the slug of the last row of the page before a numbered one."""
    if not 0 < (page := key_in(number)) < 10**6:
        raise Http404
    last = (page - 1) * per_page
    slugs = list(ordered.values_list("slug", flat=True)[last - 1 : last]) if last else [""]
    if not slugs:
        raise Http404
    return str(slugs[0])


def _ends(ordered: QuerySet[Any], per_page: int) -> Iterator[str]:
    """Yield the slug of the last row of each page but the last. No query is made before the first is asked for."""
    slugs = list(ordered.values_list("slug", flat=True))
    yield from slugs[per_page - 1 : -1 : per_page]


def _tell_parts(request: HttpRequest, addresses: Iterable[str]) -> None:
    """Tell whoever makes files of all pages where the further ones of a list are, on the first.

    Found one behind another they could not be made side by side.
    """
    parts: list[str] | None = getattr(request, "parts", None)
    if parts is not None and not request.GET.keys() & PARAMETERS:
        parts.extend(addresses)


def _name(key: str) -> str:
    return key.removeprefix("-")


def _address(request: HttpRequest, parameter: str, value: object) -> str:
    """Return the address of a page, with what else is asked for; "" is the first."""
    asked = request.GET.copy()
    for other in PARAMETERS:
        asked.pop(other, None)
    if value:
        asked[parameter] = str(value)
    path = escape_uri_path(request.path)
    return f"{path}?{asked.urlencode()}" if asked else path
