"""What a text that is being written belongs to: the day and the trip, as the page it stands on says."""

from collections.abc import Mapping
from dataclasses import dataclass

from posts.models import Day, Figure, Talk, Trip


@dataclass(frozen=True)
class Subject:
    trip: Trip | None = None
    day: Day | None = None


def subject_of(values: Mapping[str, str]) -> Subject:
    """Return the day and trip named by `day`, `talk`, `figure` or `trip`, the first of them that is there."""
    if day := Day.objects.select_related("trip").filter(pk=_key(values, "day")).first():
        return Subject(day.trip, day)
    if talk := Talk.objects.select_related("day__trip").filter(pk=_key(values, "talk")).first():
        return Subject(talk.day.trip, talk.day) if talk.day else Subject()
    if figure := Figure.objects.select_related("trip", "day").filter(pk=_key(values, "figure")).first():
        return Subject(figure.trip, figure.day)
    return Subject(Trip.objects.filter(pk=_key(values, "trip")).first())


def _key(values: Mapping[str, str], name: str) -> int:
    """Return the key given under a name, or 0, which nothing has."""
    value = values.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else 0
