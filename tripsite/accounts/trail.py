"""Who did what: what was written, as its versions tell, and what happened to accounts, newest first."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils import timezone
from reversion import is_registered
from reversion.models import Revision

from .models import AccountEvent

ON_A_PAGE = 100
# How many things one line names.
MOST_NAMED = 5


@dataclass(frozen=True)
class Line:
    """`what` is a sentence without its subject, `things` are what it was done to."""

    at: datetime.datetime
    who: str
    what: str
    things: tuple[str, ...] = ()
    address: str = ""


def lines(before: datetime.datetime | None = None) -> list[Line]:
    """Return a page of lines, those before a moment if one is given."""
    until = before or timezone.now() + datetime.timedelta(days=1)
    found = [
        *_told(AccountEvent.objects.filter(at__lt=until).select_related("user"), _of_account),
        *_told(_revisions(until), _of_revision),
        *_told(_log_entries(until), _of_log_entry),
    ]
    return sorted(found, key=lambda line: line.at, reverse=True)[:ON_A_PAGE]


def _told(rows: QuerySet[Any], tell: Any) -> Iterator[Line]:
    return (tell(row) for row in islice(rows, ON_A_PAGE))


def _revisions(until: datetime.datetime) -> QuerySet[Any]:
    revisions: QuerySet[Any] = Revision.objects.filter(date_created__lt=until, user__isnull=False)
    return revisions.select_related("user").prefetch_related("version_set").order_by("-date_created", "-id")[:ON_A_PAGE]


def _log_entries(until: datetime.datetime) -> QuerySet[LogEntry]:
    """Return what the admin wrote down of things that have no versions; of the others their versions tell."""
    models = {kind.pk: kind.model_class() for kind in ContentType.objects.all()}
    versioned = [key for key, model in models.items() if model is not None and is_registered(model)]
    entries = LogEntry.objects.filter(action_time__lt=until).exclude(content_type__in=versioned)
    return entries.select_related("user").order_by("-action_time", "-id")


def _of_account(event: AccountEvent) -> Line:
    by_another = event.user is not None and event.user.get_username() != event.account
    by = f", by {event.user}" if by_another else ""
    detail = f" ({event.detail})" if event.detail else ""
    return Line(
        event.at, event.account or "somebody", f"{event.get_kind_display()}{by}{detail}", (), event.address or ""
    )


def _of_revision(revision: Any) -> Line:
    named = [version.object_repr for version in revision.version_set.all()]
    more = [f"and {len(named) - MOST_NAMED} more"] if len(named) > MOST_NAMED else []
    what = revision.get_comment() or "Saved."
    return Line(revision.date_created, str(revision.user), what, (*named[:MOST_NAMED], *more))


def _of_log_entry(entry: LogEntry) -> Line:
    what = entry.get_change_message() or entry.get_action_flag_display()
    return Line(entry.action_time, str(entry.user), what, (entry.object_repr,))
