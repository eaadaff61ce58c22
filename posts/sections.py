"""Adding a section to a trip: the next day, a prologue or an epilogue."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from .models import Day, Status, Trip
from .ordering import LAST, renumber

ONE_DAY = datetime.timedelta(days=1)


def next_date(trip: Trip) -> datetime.date:
    """Return the date to write about next: the first free one after the last that is written, else the first free.

    Where each date of the trip is written, that is the day after its last; where it has none, today in its zone.
    """
    written = {date for date in trip.days.values_list("date", flat=True) if date is not None}
    free = [date for date in trip.dates if date not in written]
    later = [date for date in free if not written or date > max(written)]
    if later or free:
        return (later or free)[0]
    return trip.ends_on + ONE_DAY if trip.ends_on else timezone.now().astimezone(trip.zone).date()


@transaction.atomic
def add_section(trip: Trip, kind: str = Day.Kind.DAY, made_by: Any = None) -> Day:
    """Add an empty section of somebody's, dated if it is a day; a trip that is over already goes on for it.

    It follows the trip's own state, but in a trip that is public it starts as a draft.
    """
    date = next_date(trip) if kind == Day.Kind.DAY else None
    if date is not None and date not in trip.dates:
        trip.starts_on, trip.ends_on = trip.starts_on or date, date
        trip.save()
    return _add(trip, kind, date, made_by)


@transaction.atomic
def day_on(trip: Trip, date: datetime.date) -> tuple[Day, bool]:
    """Return the first section of a date, and whether it had to be made; the trip is made to last so long."""
    day = trip.days.filter(date=date).order_by("position", "id").first()
    if day is not None:
        return day, False
    if trip.starts_on is None or date < trip.starts_on:
        trip.starts_on, trip.ends_on = date, trip.ends_on or date
        trip.save()
    elif trip.ends_on is None or date > trip.ends_on:
        trip.ends_on = date
        trip.save()
    return _add(trip, Day.Kind.DAY, date), True


def _add(trip: Trip, kind: str, date: datetime.date | None, made_by: Any = None) -> Day:
    status = Status.DRAFT if trip.status == Status.PUBLISHED else Status.PUBLISHED
    day = Day.objects.create(trip=trip, kind=kind, date=date, status=status, position=LAST, made_by=made_by)
    renumber(trip)
    return day
