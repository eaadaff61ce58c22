"""What a public page depends on, as one short word: while it stays, no page has changed."""

import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet, Subquery

from .models import Day, Log, Trip
from .models.prepared import Now, prepared
from .models.publication import Status


class Version(NamedTuple):
    """A state of the log: its revision, when a trip and a day last became public, and when the next one will (`due`).

    The revision is raised in the transaction of any change; what becomes public with time alone (a scheduled trip or
    day) shows in the times.
    """

    revision: int = 0
    trip: datetime.datetime | None = None
    day: datetime.datetime | None = None
    due: datetime.datetime | None = None

    def __str__(self) -> str:
        times = [format(moment.timestamp(), ".0f") if moment else "" for moment in (self.trip, self.day)]
        return "-".join([str(self.revision), *times])


def current_version() -> Version:
    """Return the state that the log is in, in one query."""
    row = next(iter(_state()), None)
    if row is None:
        return Version()
    revision, trip, day, *to_come_at = row
    return Version(revision, trip, day, min((moment for moment in to_come_at if moment is not None), default=None))


def version_of_content() -> str:
    return str(current_version())


@prepared
def _state() -> QuerySet[Log, tuple[Any, ...]]:
    passed = [_first(rows.filter(published_at__lte=Now()), "-published_at") for rows in _published()]
    to_come = [_first(rows.filter(published_at__gt=Now()), "published_at") for rows in _published()]
    return Log.objects.filter(pk=1).values_list("revision", *passed, *to_come)


def _published() -> tuple[QuerySet[Any], ...]:
    return tuple(model._default_manager.filter(status=Status.PUBLISHED) for model in (Trip, Day))


def _first(publications: QuerySet[Any], order: str) -> Subquery:
    """Return the first time in an order: where the index begins, unlike a maximum, for which all is read."""
    return Subquery(publications.order_by(order).values("published_at")[:1])
