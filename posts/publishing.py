"""Publishing what was written: a day, and with it the trip it belongs to."""

from django.utils import timezone

from .checks import Finding, findings
from .models import Day, Status


class NotPublished(Exception):
    """A day that cannot become public now. The message says why, and what to do."""


def publish(day: Day) -> list[Finding]:
    """Publish a saved day and, if it is not public yet, its trip; return what the writer may still look at.

    Raises NotPublished where the trip has no dates or a finding blocks; nothing is changed then.
    """
    trip = day.trip
    if trip.starts_on is None:
        raise NotPublished(f"Not published: give the first and last day of “{trip}” before.")
    found = findings(trip)
    if blocking := [finding for finding in found if finding.blocks]:
        raise NotPublished("Not published: " + " ".join(finding.message for finding in blocking))
    for part in (day, trip):
        is_to_come = part.published_at is not None and part.published_at > timezone.now()
        if part.status != Status.PUBLISHED or is_to_come:
            part.status = Status.PUBLISHED
            part.published_at = None if is_to_come else part.published_at
            part.save()
    return found
