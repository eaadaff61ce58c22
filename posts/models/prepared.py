"""Querysets whose SQL is made once.

Django builds and compiles a queryset anew each time. For a gate of visibility that takes ten times as long as the
database takes to answer, and a page asks some twenty of them. A function decorated with `prepared` is called once with
stand-ins for its parameters; from then on its SQL is executed with their values.
"""

import datetime
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextvars import ContextVar
from functools import update_wrapper
from itertools import chain
from typing import Any, Generic, TypeVar, overload

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models import QuerySet
from django.db.models.expressions import Expression
from django.utils import timezone

from .prefetching import branches_of

Row = TypeVar("Row")

COLLECTIONS = (list, tuple, set, frozenset)
_UUIDS: models.UUIDField[Any, Any] = models.UUIDField()

_is_compiling: ContextVar[bool] = ContextVar("is_compiling", default=False)


class _StandIn(Expression):
    """The value of a parameter, by its number; of a collection, all of them."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        return "%s", [self]


class Now(Expression):
    """The time at which a query is executed."""

    output_field = models.DateTimeField()

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        return "%s", [self if _is_compiling.get() else connection.ops.adapt_datetimefield_value(timezone.now())]


class _Statement:
    """One queryset, compiled; `execute` gives its rows for the values of its parameters."""

    def __init__(self, make: Callable[..., QuerySet[Any, Any]], are_collections: Sequence[bool]) -> None:
        stand_ins = map(_StandIn, range(len(are_collections)))
        given = (
            [each] if is_collection else each for each, is_collection in zip(stand_ins, are_collections, strict=True)
        )
        self.queryset = make(*given)
        self.compiler = self.queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        token = _is_compiling.set(True)
        try:
            sql, self.parameters = self.compiler.as_sql()
        finally:
            _is_compiling.reset(token)
        # To be filled with the places of the parameters, then by the database with their values.
        self.sql = sql.replace("%%", "%%%%")
        self.converters: Any = None
        self.branches = branches_of(self.queryset, prepared)

    def execute(self, values: tuple[Any, ...], first: int = 0, end: int | None = None) -> list[Any]:
        """Return the rows, or those between two places if the queryset has no limits of its own."""
        connection = connections[DEFAULT_DB_ALIAS]
        sql, parameters = self._filled(values)
        sql = f"{sql} {connection.ops.limit_offset_sql(first, end)}"
        compiler: Any = _copy(self.compiler)
        compiler.connection = connection
        compiler.as_sql = lambda: (sql, parameters)
        compiler.get_converters = self._converters
        query: Any = _copy(self.queryset.query)
        query.get_compiler = lambda *_arguments, **_options: compiler
        asked: Any = type(self.queryset)(model=self.queryset.model, query=query, using=DEFAULT_DB_ALIAS)
        asked._iterable_class = self.queryset._iterable_class
        rows = list(asked)
        if rows:
            for branch in self.branches:
                branch.fill(rows)
        return rows

    def count(self, values: tuple[Any, ...]) -> int:
        sql, parameters = self._filled(values)
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM ({sql}) counted", parameters)  # noqa: S608 (Django's)
            (number,) = cursor.fetchone()
        return int(number)

    def _filled(self, values: tuple[Any, ...]) -> tuple[str, tuple[Any, ...]]:
        """Return the SQL with as many places as there are values, and what the database is given for each."""
        connection = connections[DEFAULT_DB_ALIAS]
        given = [_given(value, connection) for value in values]
        now = [connection.ops.adapt_datetimefield_value(timezone.now())]
        filling = [
            given[each.number] if isinstance(each, _StandIn) else now if isinstance(each, Now) else [each]
            for each in self.parameters
        ]
        places = tuple(", ".join(["%s"] * len(each)) for each in filling)
        return self.sql % places, tuple(chain.from_iterable(filling))

    def _converters(self, expressions: list[Any]) -> Any:
        """Return what makes Python's values of the database's, looked up when rows first come."""
        if self.converters is None:
            self.converters = self.compiler.get_converters(expressions)
        return self.converters


class Prepared(Generic[Row]):
    """A function from parameters to the rows of a queryset, which is not built each time; see `prepared`."""

    def __init__(self, make: Callable[..., QuerySet[Any, Row]]) -> None:
        self.make = make
        self.statements: dict[tuple[bool, ...], _Statement] = {}
        update_wrapper(self, make)

    def __call__(self, *values: Any) -> list[Row]:
        return self._statement(values).execute(values)

    def in_parts(self, *values: Any) -> "Rows[Row]":
        """Return the same rows for a paginator: counted, and fetched when a part of them is asked for."""
        return Rows(self._statement(values), values)

    def _statement(self, values: tuple[Any, ...]) -> _Statement:
        are_collections = tuple(isinstance(value, COLLECTIONS) for value in values)
        statement = self.statements.get(are_collections)
        if statement is None:
            statement = self.statements[are_collections] = _Statement(self.make, are_collections)
        return statement


class Rows(Sequence[Row]):
    """The rows of a statement for some values, of which only those are fetched that are asked for."""

    def __init__(self, statement: _Statement, values: tuple[Any, ...]) -> None:
        self.statement = statement
        self.values = values

    def __len__(self) -> int:
        return self.statement.count(self.values)

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> list[Row]: ...

    def __getitem__(self, place: int | slice) -> Row | list[Row]:
        """Return a row, or those between two places counted from the first row."""
        if isinstance(place, int):
            return self[place : place + 1][0]
        return self.statement.execute(self.values, place.start or 0, place.stop)

    def __iter__(self) -> Iterator[Row]:
        return iter(self[:])


def prepared(make: Callable[..., QuerySet[Any, Row]]) -> Prepared[Row]:
    """Have a function from parameters to a queryset return its rows, without building the queryset each time.

    Parameters are given by position: keys, words, dates, times, UUIDs, or sets and lists of these for `__in`. They may
    be used as values of lookups alone; `__in` on a relation asks for its key: `figure__pk__in`. Time has to come from
    `Now()`. What the queryset prefetches is fetched likewise.
    """
    return Prepared(make)


def columns_of(model: type[models.Model], lookup: str, *columns: str) -> Prepared[Any]:
    """Return a prepared statement with one parameter: the columns of the rows that a lookup finds, each once.

    They come as tuples, those of a single column as they are. `columns_of(Day, "trip__pk__in", "pk")(trips)`.
    """

    def asked(value: Any) -> QuerySet[Any, Any]:
        rows = model._default_manager.filter(**{lookup: value}).order_by()
        return rows.values_list(*columns, flat=len(columns) == 1).distinct()

    return prepared(asked)


def _copy(original: Any) -> Any:
    """Return a shallow copy, as `copy.copy` does in ten times the time."""
    made = object.__new__(type(original))
    vars(made).update(vars(original))
    return made


def _given(value: Any, connection: Any) -> list[Any]:
    """Return what the database is given for a parameter.

    Of a collection, as many as a power of two, so that there are few statements for it to understand: the last one is
    repeated. Of an empty one nothing, which is in no list.
    """
    if not isinstance(value, COLLECTIONS):
        return [_adapted(value, connection)]
    adapted = [_adapted(each, connection) for each in value] or [None]
    size = 1 << (len(adapted) - 1).bit_length()
    return adapted + adapted[-1:] * (size - len(adapted))


def _adapted(value: Any, connection: Any) -> Any:
    if isinstance(value, uuid.UUID):
        return _UUIDS.get_db_prep_value(value, connection)
    if isinstance(value, datetime.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, datetime.date):
        return connection.ops.adapt_datefield_value(value)
    return value
