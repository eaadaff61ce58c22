"""The texts in which names can be linked: those whose references the index follows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from posts.index import TEXTS
from posts.models import Day, Figure, Talk, Trip

Source = Trip | Day | Figure | Talk


@dataclass(frozen=True)
class Text:
    """One Markdown field of something of a trip."""

    subject: Source
    field: str
    source: str


def text_of(subjects: Iterable[Source]) -> Iterator[Text]:
    """Yield the text of each that has one."""
    for subject in subjects:
        field = TEXTS[type(subject)][1]
        if source := getattr(subject, field):
            yield Text(subject, field, source)
