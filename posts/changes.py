"""The journal of changes: what was touched since a revision, so that what was not can be kept.

A page made at one revision is still exactly right at a later one if none of its subjects was touched in between.
"""

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.dispatch import Signal
from django.utils import timezone

from media.recording import EVERYTHING, touched_by

from .concerns import of_days, of_trips
from .models import Change, Day, Log, Trip
from .models.prepared import prepared
from .models.publication import Status

# How many revisions the journal reaches back, and how often it is looked at for older ones.
KEPT_REVISIONS = 5000
SWEPT_EVERY = 100
# A change that concerns more than this concerns everything: reading so many rows back would take longer than it saves.
MOST_SUBJECTS = 2000

# Sent once a transaction that changed something has been committed, before its writer is told so.
committed = Signal()
# Sent once what was there before is to be remembered nowhere.
forgotten = Signal()


@dataclass(frozen=True)
class Touched:
    """The subjects that were touched between two moments."""

    subjects: frozenset[str]

    def concerns(self, page: Collection[str]) -> bool:
        """Whether a page that depends on these subjects may have changed."""
        return EVERYTHING in self.subjects or EVERYTHING in page or not self.subjects.isdisjoint(page)


ALL_TOUCHED = Touched(frozenset([EVERYTHING]))


def touch(subjects: Iterable[str]) -> None:
    """Raise the log's revision and note what changed with it, in the caller's transaction."""
    touched = set(subjects)
    if len(touched) > MOST_SUBJECTS or EVERYTHING in touched:
        touched = {EVERYTHING}
    with transaction.atomic(savepoint=False):
        revision = Log.raise_revision()
        Change.objects.bulk_create(Change(revision=revision, subject=each) for each in sorted(touched) or [""])
        if revision % SWEPT_EVERY == 0:
            Change.objects.filter(revision__lte=revision - KEPT_REVISIONS).delete()
        if not any(entry[1] is _tell for entry in transaction.get_connection().run_on_commit):
            transaction.on_commit(_tell)


def _tell() -> None:
    committed.send(sender=Log)


def forget_what_was() -> None:
    """Have nothing derived from earlier states of the log outlive the caller's transaction, which touches everything.

    The journal goes, too: its subjects hold slugs.
    """
    Change.objects.all().delete()
    transaction.on_commit(lambda: forgotten.send(sender=Log))


def touched_since(revision: int, moment: datetime.datetime) -> Touched:
    """Return what was touched after `revision`, or became public by its time alone after `moment`, until now.

    Everything was, where the journal does not reach back that far.
    """
    now = timezone.now()
    current = Log.current().revision
    if current != revision and not _reaches_back_to(revision):
        return ALL_TOUCHED
    return Touched(frozenset(touched_by({*_journalled(revision), *published_between(moment, now)})))


def published_between(start: datetime.datetime, end: datetime.datetime) -> set[str]:
    """Return what a trip or a day concerns whose time to be public came after `start`, and by `end`."""
    trips, days = _trips_due(start, end), _days_due(start, end)
    return (of_trips(trips) if trips else set()) | (of_days(days) if days else set())


def _reaches_back_to(revision: int) -> bool:
    """Whether all revisions after this one are in the journal: the oldest kept is swept together with all before it."""
    oldest = next(iter(_oldest_revision()), None)
    return oldest is not None and oldest <= revision + 1


@prepared
def _journalled(revision: int) -> QuerySet[Change, str]:
    return Change.objects.filter(revision__gt=revision).values_list("subject", flat=True)


@prepared
def _oldest_revision() -> QuerySet[Change, int]:
    return Change.objects.order_by("revision").values_list("revision", flat=True)[:1]


@prepared
def _trips_due(start: datetime.datetime, end: datetime.datetime) -> QuerySet[Trip, int]:
    return _due(Trip.objects.order_by(), start, end)


@prepared
def _days_due(start: datetime.datetime, end: datetime.datetime) -> QuerySet[Day, int]:
    return _due(Day.objects.order_by(), start, end)


def _due(rows: QuerySet[Any, Any], start: datetime.datetime, end: datetime.datetime) -> QuerySet[Any, int]:
    due = rows.filter(status=Status.PUBLISHED, published_at__gt=start, published_at__lte=end)
    return due.values_list("pk", flat=True)
