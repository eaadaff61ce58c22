"""What a query finds, through the gates of visibility: the hits in order, and their number by kind and year."""

import datetime
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from posts.appearances import published_people
from posts.models import Day, Event, Place, SearchEntry, SearchKind, Talk, Trip

from .engines import engine_of
from .query import Query

EXPRESSION = "<the query>"
NOW = "<now>"


class Hit(NamedTuple):
    """An entry that was found."""

    entry: int
    kind: str
    year: int | None


@dataclass(frozen=True)
class Found:
    """All that was found, and what is left of it under the filters: the best first.

    The counts say what a filter would leave: of each kind in the year chosen, of each year among the kind chosen.
    """

    total: int
    hits: list[Hit]
    kinds: Mapping[str, int]
    years: Mapping[int, int]


def published_by_kind() -> dict[str, QuerySet[Any]]:
    """Return the gate of each kind."""
    return {
        SearchKind.DAY: Day.objects.published(),
        SearchKind.TRIP: Trip.objects.published(),
        SearchKind.TALK: Talk.objects.published(),
        SearchKind.EVENT: Event.objects.published(),
        SearchKind.PERSON: published_people(),
        SearchKind.PLACE: Place.objects.published(),
    }


def published_entries() -> QuerySet[SearchEntry]:
    # The kind is compared first: asking a gate costs a hundred times as much.
    gates = (
        Q(("kind", kind), Exists(published.filter(pk=OuterRef("key")).order_by()))
        for kind, published in published_by_kind().items()
    )
    return SearchEntry.objects.filter(reduce(or_, gates))


def find(query: Query, kind: str = "", year: int | None = None) -> Found:
    """Find what the public may see, in one query; `kind` and `year` filter it."""
    everything = _search(query) if query.terms else []
    return Found(
        total=len(everything),
        hits=[hit for hit in everything if kind in ("", hit.kind) and year in (None, hit.year)],
        kinds=Counter(hit.kind for hit in everything if year in (None, hit.year)),
        years=Counter(hit.year for hit in everything if hit.year and kind in ("", hit.kind)),
    )


def _search(query: Query) -> list[Hit]:
    engine = engine_of(connection.vendor)
    statement, parameters = _prepared(connection.vendor)
    values: dict[Any, Any] = {
        EXPRESSION: engine.expression(query),
        NOW: connection.ops.adapt_datetimefield_value(timezone.now()),
    }
    with connection.cursor() as cursor:
        cursor.execute(statement, [values.get(parameter, parameter) for parameter in parameters])
        return [Hit._make(row[:3]) for row in cursor.fetchall()]


@cache
def _prepared(vendor: str) -> tuple[str, tuple[Any, ...]]:
    """Return the one statement of the search, with a mark for each parameter that differs from search to search.

    The gates of six kinds make a statement that takes longer to put together than to run. It is always the same
    but for what is searched and the time, so it is put together once.
    """
    entries: QuerySet[Any] = engine_of(vendor).matching(published_entries(), EXPRESSION)
    ordered = entries.order_by("rank", "-year", "pk").values_list("pk", "kind", "year", "rank")
    statement, parameters = ordered.query.sql_with_params()
    return statement, tuple(NOW if _is_time(parameter) else parameter for parameter in parameters)


def _is_time(parameter: object) -> bool:
    """Whether it is the time the gates compare with: an object or, as SQLite takes it, a text."""
    if isinstance(parameter, str):
        return parse_datetime(parameter) is not None
    return isinstance(parameter, datetime.datetime)
