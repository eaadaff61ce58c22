"""What a text that is being written belongs to: the day and the trip, as the page it stands on says."""

from collections.abc import Mapping
from dataclasses import dataclass

from posts.keys import key_in
from posts.models import Day, Figure, Talk, Trip


@dataclass(frozen=True)
class Subject:
    trip: Trip | None = None
    day: Day | None = None


def subject_of(values: Mapping[str, str]) -> Subject:
    """Return the day and trip named by `day`, `talk`, `figure` or `trip`, the first of them that is there."""
    if day := Day.objects.select_related("trip").filter(pk=key_in(values.get("day", ""))).first():
        return Subject(day.trip, day)
    if talk := Talk.objects.select_related("day__trip").filter(pk=key_in(values.get("talk", ""))).first():
        return Subject(talk.day.trip, talk.day) if talk.day else Subject()
    if figure := Figure.objects.select_related("trip", "day").filter(pk=key_in(values.get("figure", ""))).first():
        return Subject(figure.trip, figure.day)
    return Subject(Trip.objects.filter(pk=key_in(values.get("trip", ""))).first())
