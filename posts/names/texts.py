"""The texts in which names can be linked: those whose references the index follows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from posts.index import TEXTS
from posts.models import Day, Figure, Talk, Trip

Source = Trip | Day | Figure | Talk

MODELS: dict[str, Any] = {model.__name__.lower(): model for model in TEXTS}


@dataclass(frozen=True)
class Text:
    """One Markdown field of something of a trip."""

    subject: Source
    field: str
    source: str

    @property
    def key(self) -> str:
        """What a form calls it by: `day-12`."""
        return f"{self.subject._meta.model_name}-{self.subject.pk}"

    @property
    def digest(self) -> str:
        return digest(self.source)


def digest(source: str) -> str:
    return hashlib.sha256(source.encode()).hexdigest()[:16]


def texts_of(trip: Trip, day: Day | None = None) -> list[Text]:
    """Return the texts of a trip, or of one of its days, in the order of the narrative. Three queries."""
    days = trip.days.order_by("position", "id")
    figures = trip.figures.select_related("day").order_by("day__position", "position", "id")
    talks = Talk.objects.filter(day__trip=trip).select_related("day").order_by("day__position", "starts_at", "id")
    if day is not None:
        days, figures, talks = days.filter(pk=day.pk), figures.filter(day=day), talks.filter(day=day)
    texts = list(text_of([*([] if day else [trip]), *days, *figures, *talks]))
    for text in texts:
        if isinstance(text.subject, Day | Figure):
            text.subject.trip = trip
        if isinstance(text.subject, Figure | Talk) and text.subject.day:
            text.subject.day.trip = trip
    return texts


def text_of(subjects: Iterable[Source]) -> Iterator[Text]:
    """Yield the text of each that has one."""
    for subject in subjects:
        field = TEXTS[type(subject)][1]
        if source := getattr(subject, field):
            yield Text(subject, field, source)
