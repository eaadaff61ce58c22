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
    The gates of kinds `ASKED_LATER` are asked in statements of their own, where there are such matches at all.
    """

    @property
    def ASKED_LATER(self) -> frozenset[str]: ...  # noqa: N802 (a constant of a module)

    def create(self, cursor: Any) -> None: ...

    def expression(self, query: Query) -> str: ...

    def matching(self, entries: QuerySet[SearchEntry], expression: str) -> QuerySet[Any]: ...


def engine_of(vendor: str) -> Engine:
    return postgresql if vendor == "postgresql" else sqlite


def create(using: str, **kwargs: Any) -> None:
    """Make the full-text index, where the entries' table is there and the index is not (after migrating)."""
    connected = connections[using]
    if SearchEntry._meta.db_table in connected.introspection.table_names():
        with connected.cursor() as cursor:
            engine_of(connected.vendor).create(cursor)
