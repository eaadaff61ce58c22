"""The order of a trip's sections: prologue, days by date, epilogue."""

from .models import Day, Trip

# Where a new section stands until it is numbered: after all others of its date.
LAST = 1_000_000
RANK = {Day.Kind.PROLOGUE: 0, Day.Kind.DAY: 1, Day.Kind.EPILOGUE: 2}


def renumber(trip: Trip) -> None:
    """Number a trip's sections anew; sections of one date keep their order among themselves."""
    days = list(trip.days.all())
    days.sort(key=lambda day: (RANK[Day.Kind(day.kind)], day.date.toordinal() if day.date else 0, day.position, day.pk))
    for position, day in enumerate(days):
        if day.position != position:
            Day.objects.filter(pk=day.pk).update(position=position)
