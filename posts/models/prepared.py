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
from typing import Any, Generic, TypeVar, overload

from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.models import QuerySet
from django.db.models.expressions import Expression
from django.utils import timezone

from .prefetching import branches_of

Row = TypeVar("Row")
Shape = tuple[int, ...]

COLLECTIONS = (list, tuple, set, frozenset)
_UUIDS: models.UUIDField[Any, Any] = models.UUIDField()

_is_compiling: ContextVar[bool] = ContextVar("is_compiling", default=False)


class _StandIn(Expression):
    """The value of a parameter, by its number; of a collection, the one at a `place`."""

    def __init__(self, number: int, place: int = 0) -> None:
        super().__init__()
        self.number = number
        self.place = place

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        return "%s", [self]

    # Django compares expressions by all they were made with, and a statement may hold thousands of these.
    def __eq__(self, other: object) -> bool:
        return isinstance(other, _StandIn) and (self.number, self.place) == (other.number, other.place)

    def __hash__(self) -> int:
        return hash((self.number, self.place))


class Now(Expression):
    """The time at which a query is executed."""

    output_field = models.DateTimeField()

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        return "%s", [self if _is_compiling.get() else connection.ops.adapt_datetimefield_value(timezone.now())]


class _Statement:
    """One queryset, compiled; `execute` gives its rows for the values of its parameters."""

    def __init__(self, make: Callable[..., QuerySet[Any, Any]], shape: Shape) -> None:
        self.queryset = make(*(_stand_in(number, size) for number, size in enumerate(shape)))
        self.compiler = self.queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        token = _is_compiling.set(True)
        try:
            self.sql, self.parameters = self.compiler.as_sql()
        finally:
            _is_compiling.reset(token)
        self.converters: Any = None
        self.branches = branches_of(self.queryset, prepared)

    def execute(self, values: tuple[Any, ...], first: int = 0, end: int | None = None) -> list[Any]:
        """Return the rows, or those between two places if the queryset has no limits of its own."""
        connection = connections[DEFAULT_DB_ALIAS]
        sql = f"{self.sql} {connection.ops.limit_offset_sql(first, end)}"
        parameters = self._given(values)
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
        with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM ({self.sql}) counted", self._given(values))  # noqa: S608 (Django's)
            (number,) = cursor.fetchone()
        return int(number)

    def _given(self, values: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return the parameters of the statement for the values of the function's."""
        connection = connections[DEFAULT_DB_ALIAS]
        given = [list(value) if isinstance(value, COLLECTIONS) else value for value in values]
        now = connection.ops.adapt_datetimefield_value(timezone.now())
        return tuple(
            _value(each, given, connection) if isinstance(each, _StandIn) else now if isinstance(each, Now) else each
            for each in self.parameters
        )

    def _converters(self, expressions: list[Any]) -> Any:
        """Return what makes Python's values of the database's, looked up when rows first come."""
        if self.converters is None:
            self.converters = self.compiler.get_converters(expressions)
        return self.converters


class Prepared(Generic[Row]):
    """A function from parameters to the rows of a queryset, which is not built each time; see `prepared`."""

    def __init__(self, make: Callable[..., QuerySet[Any, Row]]) -> None:
        self.make = make
        self.statements: dict[Shape, _Statement] = {}
        update_wrapper(self, make)

    def __call__(self, *values: Any) -> list[Row]:
        return self._statement(values).execute(values)

    def in_parts(self, *values: Any) -> "Rows[Row]":
        """Return the same rows for a paginator: counted, and fetched when a part of them is asked for."""
        return Rows(self._statement(values), values)

    def _statement(self, values: tuple[Any, ...]) -> _Statement:
        shape = tuple(_size(value) for value in values)
        statement = self.statements.get(shape)
        if statement is None:
            statement = self.statements[shape] = _Statement(self.make, shape)
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


def _size(value: Any) -> int:
    """Return how many stand-ins a collection gets: a power of two, so that there are few statements. A value gets 0."""
    return 1 << max(len(value) - 1, 0).bit_length() if isinstance(value, COLLECTIONS) else 0


def _stand_in(number: int, size: int) -> _StandIn | list[_StandIn]:
    return [_StandIn(number, place) for place in range(size)] if size else _StandIn(number)


def _value(parameter: _StandIn, given: list[Any], connection: Any) -> Any:
    """Return what the database is given for one place in a statement; places left over repeat the last."""
    value = given[parameter.number]
    if isinstance(value, list):
        value = value[min(parameter.place, len(value) - 1)] if value else None
    if isinstance(value, uuid.UUID):
        return _UUIDS.get_db_prep_value(value, connection)
    if isinstance(value, datetime.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, datetime.date):
        return connection.ops.adapt_datefield_value(value)
    return value
