"""Full-text search as each database does it; what they have in common is `Engine`."""

from typing import Any, Protocol

from django.db import connections
from django.db.models import QuerySet

from posts.models import SearchEntry
from posts.search.query import Query

from . import postgresql, sqlite


class Engine(Protocol):
    """What the search asks of a database.

    `create` makes what indexes the entries' words, where it is missing; `expression` spells a query the database's
    way; `matching` keeps the entries that hold all its terms, with their `rank`: the lower, the better.
    Where `ASKS_GATES_APART`, what matched is sent through the gate of its kind by statements of their own, in which
    `among` keeps the things whose keys are given for `keys`.
    """

    @property
    def ASKS_GATES_APART(self) -> bool: ...  # noqa: N802 (a constant of a module)

    def create(self, cursor: Any) -> None: ...

    def expression(self, query: Query) -> str: ...

    def matching(self, entries: QuerySet[SearchEntry], expression: str) -> QuerySet[Any]: ...

    def among(self, things: QuerySet[Any], keys: Any) -> QuerySet[Any]: ...


def engine_of(vendor: str) -> Engine:
    return postgresql if vendor == "postgresql" else sqlite


def create(using: str, **kwargs: Any) -> None:
    """Make the full-text index, where the entries' table is there and the index is not (after migrating)."""
    connected = connections[using]
    if SearchEntry._meta.db_table in connected.introspection.table_names():
        with connected.cursor() as cursor:
            engine_of(connected.vendor).create(cursor)
