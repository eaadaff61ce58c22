"""Publishing what was written: a trip, or a day and with it its trip; at once or at a time to come."""

import datetime

from django.db import transaction
from django.utils import timezone

from .checks import Finding, findings
from .models import Day, Figure, Status, Talk, Trip


class NotPublished(Exception):
    """Something that cannot become public now. The message says why, and what to do."""


def state_of(part: Trip | Day) -> str:
    """Return the state of a trip or a day in a word: draft, published, scheduled or withdrawn."""
    return "scheduled" if is_to_come(part) else part.status


def is_to_come(part: Trip | Day) -> bool:
    return part.status == Status.PUBLISHED and part.published_at is not None and part.published_at > timezone.now()


def trip_of(part: Trip | Day) -> Trip:
    return part if isinstance(part, Trip) else part.trip


def before_publishing(part: Trip | Day) -> list[Finding]:
    """Return what a writer should look at before this becomes public.

    For a day of a trip that readers have already, that is what concerns the day.
    """
    trip = trip_of(part)
    found = findings(trip)
    if isinstance(part, Day) and trip.status == Status.PUBLISHED:
        return [finding for finding in found if _concerns(part, finding)]
    return found


def publish(part: Trip | Day, at: datetime.datetime | None = None) -> None:
    """Make a saved trip or day public now, or `at` a time to come; a day brings its trip along.

    Raises NotPublished where the trip has no dates or a finding blocks; nothing is changed then.
    """
    trip = trip_of(part)
    if trip.starts_on is None:
        raise NotPublished(f"Not published: give the first and last day of “{trip}” before.")
    if blocking := [finding for finding in before_publishing(part) if finding.blocks]:
        raise NotPublished("Not published. " + " ".join(finding.message for finding in blocking))
    with transaction.atomic():
        _make_public(part, at)
        if trip != part and trip.status != Status.PUBLISHED:
            _make_public(trip, at)


def withdraw(part: Trip | Day) -> None:
    part.status = Status.WITHDRAWN
    part.save()


def _make_public(part: Trip | Day, at: datetime.datetime | None) -> None:
    """A time that has passed stays: it is when readers got to read it first."""
    part.status = Status.PUBLISHED
    if at is not None:
        part.published_at = at
    elif is_to_come(part) or part.published_at is None:
        part.published_at = timezone.now()
    part.save()


def _concerns(day: Day, finding: Finding) -> bool:
    subject = finding.subject
    if isinstance(subject, Day):
        return subject.pk == day.pk
    if isinstance(subject, Figure | Talk):
        return subject.day_id == day.pk
    return not isinstance(subject, Trip)
