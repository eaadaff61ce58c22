"""The colour of a trip, as a line has on a metro map."""

from collections.abc import Iterable

from posts.models import Trip

COLOURS = 5


def line_of(trip: Trip) -> str:
    """Return the class of a trip's colour. It follows from the trip's month, so that an export keeps it."""
    return f"line-{_preferred(trip)}"


def lines_of(trips: Iterable[Trip]) -> list[str]:
    """Return the classes for trips in a list: each has its own colour, unless the trip before it shows the same."""
    colours: list[int] = []
    for trip in trips:
        colour = _preferred(trip)
        colours.append((colour + 1) % COLOURS if colours and colours[-1] == colour else colour)
    return [f"line-{colour}" for colour in colours]


def _preferred(trip: Trip) -> int:
    months = trip.starts_on.year * 12 + trip.starts_on.month if trip.starts_on else 0
    return months % COLOURS
