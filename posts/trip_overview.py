"""A trip at a glance: each of its sections with its first words, counts and state."""

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils import timezone

from .models import Day, Status, Trip
from .ordering import RANK

# A link or picture of Markdown, of which a glance shows the words.
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_MARKS = re.compile(r"^\s*(?:#+|>|[-*+]|\d+\.)\s+|[*_`~]", re.MULTILINE)
FIRST_WORDS = 140


@dataclass(frozen=True)
class Line:
    """One section. `place` is equal for sections that may change places with each other."""

    day: Any
    first_words: str
    words: int
    state: str
    place: str
    can_move_up: bool = False
    can_move_down: bool = False

    @property
    def counts(self) -> list[str]:
        counted = [
            (self.words, "word"),
            (self.day.figure_count, "picture"),
            (self.day.talk_count, "talk"),
            (self.day.person_count, "person"),
        ]
        return [_counted(number, noun) for number, noun in counted if number]

    @property
    def can_move(self) -> bool:
        return self.can_move_up or self.can_move_down


def overview(trip: Trip) -> list[Line]:
    """Return a trip's sections in order, in one query."""
    counts = {
        "figure_count": Count("figures", distinct=True),
        "talk_count": Count("talks", distinct=True),
        "person_count": Count("encounters", distinct=True),
    }
    days = list(trip.days.annotate(**counts).order_by("position", "id"))
    places = ["", *(place_of(day) for day in days), ""]
    lines = []
    for number, day in enumerate(days, start=1):
        text = _plain(day.body)
        up, down = places[number - 1] == places[number], places[number + 1] == places[number]
        lines.append(Line(day, _first(text), len(text.split()), state_of(day, trip), places[number], up, down))
    return lines


def place_of(day: Day) -> str:
    """Return what orders a section: those with the same may change places."""
    return f"{RANK[Day.Kind(day.kind)]}:{day.date or ''}"


def state_of(day: Day, trip: Trip) -> str:
    """Say what the public sees of a section now, or when it will."""
    if day.status != Status.PUBLISHED:
        return str(day.get_status_display())
    if day.published_at and day.published_at > timezone.now():
        return f"from {day.published_at.astimezone(trip.zone):%-d %b %H:%M}"
    return "public" if trip.is_live else "ready"


def _plain(source: str) -> str:
    return " ".join(_MARKS.sub("", _LINK.sub(r"\1", source)).split())


def _first(text: str) -> str:
    return text if len(text) <= FIRST_WORDS else text[:FIRST_WORDS].rsplit(" ", 1)[0] + "…"


def _counted(number: int, noun: str) -> str:
    plural = "people" if noun == "person" else f"{noun}s"
    return f"1 {noun}" if number == 1 else f"{number} {plural}"
