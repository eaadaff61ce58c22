"""The order of a trip's sections: prologue, days by date, epilogue. Only those of one date can change places."""

from django.db import transaction
from django.utils import timezone

from .changes import touch
from .concerns import of_days, updated
from .models import Day, Trip

# Where a new section stands until it is numbered: after all others of its date.
LAST = 1_000_000
RANK = {Day.Kind.PROLOGUE: 0, Day.Kind.DAY: 1, Day.Kind.EPILOGUE: 2}


class FixedOrder(Exception):
    """A section that cannot stand where it was to be put. The message says why, and what to do."""


def renumber(trip: Trip) -> None:
    """Number a trip's sections anew; sections of one date keep their order among themselves."""
    _number(sorted(trip.days.all(), key=lambda day: (*_place(day), day.position, day.pk)))


@transaction.atomic
def move(day: Day, to: int) -> None:
    """Put a section at an index among its trip's sections. Raises FixedOrder where its date forbids that."""
    days = sorted(day.trip.days.all(), key=lambda each: (*_place(each), each.position, each.pk))
    day = next(each for each in days if each.pk == day.pk)
    to = min(max(to, 0), len(days) - 1)
    if _place(days[to]) != _place(day):
        raise FixedOrder(_reason(day, days[to]))
    days.remove(day)
    days.insert(to, day)
    _number(days)
    Trip.objects.filter(pk=day.trip_id).update(updated_at=timezone.now())
    touch({updated(day.trip_id)})


def _place(day: Day) -> tuple[int, int]:
    return RANK[Day.Kind(day.kind)], day.date.toordinal() if day.date else 0


def _number(days: list[Day]) -> None:
    moved = {position: day for position, day in enumerate(days) if day.position != position}
    for position, day in moved.items():
        Day.objects.filter(pk=day.pk).update(position=position)
    if moved:
        touch(of_days([day.pk for day in moved.values()]))


def _reason(day: Day, other: Day) -> str:
    if day.kind == Day.Kind.PROLOGUE:
        return "A prologue comes before all days."
    if day.kind == Day.Kind.EPILOGUE:
        return "An epilogue comes after all days."
    if other.kind != Day.Kind.DAY:
        return f"Days stay between prologue and epilogue: “{day}” cannot change places with “{other}”."
    return f"Days stand in the order of their dates: to move “{day}”, change its date ({day.date})."
