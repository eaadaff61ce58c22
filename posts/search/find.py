"""What a query finds, through the gates of visibility: the hits in order, and their number by kind and year."""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, reduce
from operator import or_
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from posts.appearances import published_people, published_people_by_reason
from posts.models import Day, Event, Place, SearchEntry, SearchKind, Talk, Trip

from .engines import engine_of
from .query import Query

EXPRESSION = "<the query>"
NOW = "<now>"
KEYS = "<the keys>"


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


def find(query: Query, kind: str = "", year: int | None = None) -> Found:
    """Find what the public may see; `kind` and `year` filter it."""
    everything = _search(query) if query.terms else []
    return Found(
        total=len(everything),
        hits=[hit for hit in everything if kind in ("", hit.kind) and year in (None, hit.year)],
        kinds=Counter(hit.kind for hit in everything if year in (None, hit.year)),
        years=Counter(hit.year for hit in everything if hit.year and kind in ("", hit.kind)),
    )


def _search(query: Query) -> list[Hit]:
    """Return all that the public may see, the best first."""
    engine = engine_of(connection.vendor)
    values: dict[Any, Any] = {
        EXPRESSION: engine.expression(query),
        NOW: connection.ops.adapt_datetimefield_value(timezone.now()),
    }
    with connection.cursor() as cursor:
        rows = _run(cursor, _matches(connection.vendor), values)
        if not engine.ASKS_GATES_APART:
            return [Hit._make(row[:3]) for row in rows]
        matched: dict[str, set[int]] = {}
        for _entry, kind, _year, key, _rank in rows:
            matched.setdefault(kind, set()).add(key)
        published = {kind: _published_among(cursor, kind, keys, values) for kind, keys in matched.items()}
    return [Hit(entry, kind, year) for entry, kind, year, key, _rank in rows if key in published[kind]]


def _published_among(cursor: Any, kind: str, keys: set[int], values: Mapping[Any, Any]) -> set[int]:
    """Return those of some keys that the gate of their kind lets through, asked for one reason after another."""
    published: set[int] = set()
    for reason in _reasons(connection.vendor, kind):
        if left := keys - published:
            published.update(key for (key,) in _run(cursor, reason, {**values, KEYS: sorted(left)}))
    return published


class _Prepared(NamedTuple):
    """A statement that finds entries, with a mark for each parameter that differs from search to search.

    The gates make statements that take longer to put together than to run. They are always the same but for what
    is searched and the time, so they are put together once.
    """

    statement: str
    parameters: tuple[Any, ...]


def _run(cursor: Any, prepared: _Prepared, values: Mapping[Any, Any]) -> list[tuple[Any, ...]]:
    cursor.execute(prepared.statement, [values.get(parameter, parameter) for parameter in prepared.parameters])
    rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


@cache
def _matches(vendor: str) -> _Prepared:
    """Return what finds the entries, the best first: what is published alone, unless gates are asked apart."""
    engine = engine_of(vendor)
    # The kind is compared first: asking a gate costs a hundred times as much.
    gates = Q() if engine.ASKS_GATES_APART else reduce(or_, map(_is_published, published_by_kind()))
    entries = engine.matching(SearchEntry.objects.filter(gates), EXPRESSION)
    return _prepared(entries.order_by("rank", "-year", "pk").values_list("pk", "kind", "year", "key", "rank"))


@cache
def _reasons(vendor: str, kind: str) -> list[_Prepared]:
    """Return what finds the published among the things of a kind whose keys are given, for each reason to be so."""
    gates: Sequence[QuerySet[Any]] = [published_by_kind()[kind]]
    if kind == SearchKind.PERSON:
        gates = published_people_by_reason()
    elif kind == SearchKind.PLACE:
        gates = Place.objects.published_by_reason()
    among = engine_of(vendor).among
    return [_prepared(among(gate.order_by(), KEYS).values_list("pk")) for gate in gates]


def _is_published(kind: str) -> Q:
    return Q(("kind", kind), Exists(published_by_kind()[kind].filter(pk=OuterRef("key")).order_by()))


def _prepared(entries: QuerySet[Any]) -> _Prepared:
    statement, parameters = entries.query.sql_with_params()
    return _Prepared(statement, tuple(NOW if _is_time(parameter) else parameter for parameter in parameters))


def _is_time(parameter: object) -> bool:
    """Whether it is the time the gates compare with: an object or, as SQLite takes it, a text."""
    if isinstance(parameter, str):
        return parse_datetime(parameter) is not None
    return isinstance(parameter, datetime.datetime)
