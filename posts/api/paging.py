"""Pages of long lists: a page begins after the last thing of the one before, which its cursor names.

So a page costs the same wherever it is, and what is added or removed meanwhile shifts nothing.
"""

import base64
import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import HttpRequest
from ninja.errors import ValidationError
from pydantic import Field

from posts.exchange.schema import Document

from .problems import bad_parameter

MOST = 100
USUAL = 20
# Names may hold about anything else.
SEPARATOR = "\x1f"

Item = TypeVar("Item")

Limit = Annotated[int, Field(ge=1, le=MOST, description="How many things a page holds at most.")]
After = Annotated[
    str, Field(max_length=2000, description="Where the page begins: the cursor that `next` of the page before holds.")
]


class Page(Document, Generic[Item]):
    """A part of a list; `next` is the address of the part that follows, if one does."""

    items: list[Item]
    next: str | None = None


@dataclass(frozen=True)
class Key:
    """A column that a list is ordered by, never null, and how its values are read from a cursor."""

    name: str
    read: Callable[[str], Any] = str
    is_descending: bool = False

    @property
    def order(self) -> str:
        return f"-{self.name}" if self.is_descending else self.name

    def later(self, value: Any) -> Q:
        return Q(**{f"{self.name}__{'lt' if self.is_descending else 'gt'}": value})


# The last of the keys of a list is unique.
UNIQUE = Key("uuid", UUID)


@dataclass(frozen=True)
class Window:
    """The things of one page, and the address of the next."""

    things: list[Any]
    next: str | None


def instant(written: str) -> datetime.datetime:
    """Read an instant; one without a zone, or beyond what a calendar holds, is none."""
    read = datetime.datetime.fromisoformat(written)
    if read.tzinfo is None:
        raise ValueError("without a zone")
    return read.astimezone(datetime.UTC)


def window(
    request: HttpRequest, things: QuerySet[Any], keys: Sequence[Key], after: str, limit: int, path: str = ""
) -> Window:
    """Return the page of `things` that follows the cursor; `path` is the list's own address, if that differs."""
    ordered = things.order_by(*(key.order for key in keys))
    if after:
        ordered = ordered.filter(_following(keys, read_cursor(after, [key.read for key in keys])))
    found = list(ordered[: limit + 1])
    page = found[:limit]
    more = len(found) > limit
    return Window(page, address(request, [getattr(page[-1], key.name) for key in keys], path) if more else None)


def _following(keys: Sequence[Key], values: Sequence[Any]) -> Q:
    """Return the condition that a thing comes after these values, in the order of the keys."""
    conditions = []
    for number, key in enumerate(keys):
        same = {before.name: value for before, value in zip(keys[:number], values, strict=False)}
        conditions.append(Q(**same) & key.later(values[number]))
    return reduce(or_, conditions)


def address(request: HttpRequest, values: Sequence[Any], path: str = "") -> str:
    """Return the address of the page that begins after these values."""
    written = SEPARATOR.join(str(value.isoformat() if hasattr(value, "isoformat") else value) for value in values)
    asked = request.GET.copy()
    asked["after"] = base64.urlsafe_b64encode(written.encode()).decode().rstrip("=")
    return request.build_absolute_uri(f"{path or request.path}?{asked.urlencode()}")


def read_cursor(cursor: str, readers: Sequence[Callable[[str], Any]]) -> list[Any]:
    """Return the values that a cursor holds; whatever was made up is refused."""
    try:
        written = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
        # PostgreSQL refuses to compare with a text that holds NUL.
        if "\x00" in written:
            raise ValueError("NUL")
        values = written.rsplit(SEPARATOR, len(readers) - 1)
        return [read(value) for read, value in zip(readers, values, strict=True)]
    except (ValueError, OverflowError) as error:
        raise _made_up() from error


def _made_up() -> ValidationError:
    return bad_parameter("after", "This is not a cursor; follow the address in “next” of the page before")
