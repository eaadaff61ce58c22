"""The search: everything the public may see that holds the words asked for."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from media.recording import ALL_TOLD, depends_on
from people.models import Person
from posts.models import Day, Event, Place, SearchEntry, SearchKind, Talk, Trip
from posts.models.prepared import prepared
from posts.search.find import Hit, find
from posts.search.query import Query, parse
from posts.search.snippet import Piece, marked, snippet
from posts.search.suggest import suggest

from .paging import page_of

PER_PAGE = 10
# The kinds in the order of their filters: the name of one, and of all.
NAMES: Mapping[str, tuple[Promise, Promise]] = {
    SearchKind.TRIP: (_("Trip"), _("Trips")),
    SearchKind.DAY: (_("Day"), _("Days")),
    SearchKind.TALK: (_("Talk"), _("Talks")),
    SearchKind.EVENT: (_("Event"), _("Events")),
    SearchKind.PERSON: (_("Person"), _("People")),
    SearchKind.PLACE: (_("Place"), _("Places")),
}


def _with_keys(things: QuerySet[Any], keys: Collection[int]) -> QuerySet[Any]:
    return things.filter(pk__in=keys)


# What fetches the things of a kind, by their keys.
THINGS: Mapping[str, Callable[[Collection[int]], list[Any]]] = {
    kind: prepared(partial(_with_keys, things.order_by()))
    for kind, things in {
        SearchKind.TRIP: Trip.objects.all(),
        SearchKind.DAY: Day.objects.select_related("trip").defer("body"),
        SearchKind.TALK: Talk.objects.for_card(),
        SearchKind.EVENT: Event.objects.all(),
        SearchKind.PERSON: Person.objects.all(),
        SearchKind.PLACE: Place.objects.all(),
    }.items()
}


@dataclass(frozen=True)
class Result:
    """One thing that was found; `title` and `snippet` are texts in pieces, some of them marked."""

    kind: str
    name: Promise
    thing: Any
    title: list[Piece]
    snippet: list[Piece]

    @property
    def trip(self) -> Trip | None:
        """The trip it belongs to, which gives it its colour and language."""
        if self.kind == SearchKind.TRIP:
            return self.thing
        return self.thing.day.trip if self.kind == SearchKind.TALK else getattr(self.thing, "trip", None)


@dataclass(frozen=True)
class Filter:
    """A choice among the results; `count` is how many it would leave."""

    name: Promise | str
    url: str
    count: int
    is_chosen: bool


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    query = parse(request.GET.get("q", ""))
    if not query.text:
        depends_on(ALL_TOLD)
    kind, year = _filters(request)
    found = find(query, kind, year)
    page = page_of(request, found.hits, PER_PAGE)
    context = {
        "query": query,
        "total": found.total,
        "page": page,
        "results": results_of(page, query),
        "suggestion": suggest(query, found.total) if query.terms else "",
        "kinds": [
            Filter(name, _address(query, each, year), found.kinds[each], each == kind)
            for each, (_one, name) in NAMES.items()
            if each in found.kinds or each == kind
        ],
        "years": [
            Filter(str(each), _address(query, kind, each), found.years[each], each == year)
            for each in sorted({*found.years, *filter(None, [year])}, reverse=True)
        ],
        "kinds_of_things": NAMES,
        "every_kind": _address(query, "", year) if kind else "",
        "every_year": _address(query, kind, None) if year else "",
    }
    return render(request, "posts/search.html", context)


def _filters(request: HttpRequest) -> tuple[str, int | None]:
    """Return the kind and the year asked for; anything else asks for all."""
    kind, year = request.GET.get("kind", ""), request.GET.get("year", "")
    is_year = len(year) == 4 and year.isascii() and year.isdigit()
    return kind if kind in NAMES else "", int(year) if is_year else None


def _address(query: Query, kind: str, year: int | None) -> str:
    return "?" + urlencode({"q": query.text} | ({"kind": kind} if kind else {}) | ({"year": year} if year else {}))


def results_of(hits: Iterable[Hit], query: Query) -> list[Result]:
    """Return the results to show, at a number of queries that depends on their kinds alone.

    What was deleted a moment ago is left out.
    """
    entries = SearchEntry.objects.in_bulk([hit.entry for hit in hits])
    keys: dict[str, list[int]] = {}
    for entry in entries.values():
        keys.setdefault(entry.kind, []).append(entry.key)
    things = {(kind, thing.pk): thing for kind in keys for thing in THINGS[kind](keys[kind])}
    shown = (entries[hit.entry] for hit in hits if hit.entry in entries)
    return [
        Result(
            kind=entry.kind,
            name=NAMES[entry.kind][0],
            thing=things[entry.kind, entry.key],
            title=marked(entry.title, entry.title_words, query),
            snippet=snippet(entry.text, entry.words, query),
        )
        for entry in shown
        if (entry.kind, entry.key) in things
    ]
