"""The offers of a trip as a writer decides on them: the same words are one question, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from posts.models import Day, Trip

from .knowing import Names
from .knowledge import KnownPerson
from .offers import Kind, Offer
from .sweep import sweep
from .texts import Text

# How many characters of the sentence are shown on either side.
AROUND = 90
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*\)")
_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_LEFT_OVER = re.compile(r"^[^\[\]()]*\]\([^()\s]*\)|\[[^\[\]]*$")


@dataclass(frozen=True)
class Place:
    """Where the words stand, with what is around them."""

    text: Text
    start: int
    end: int
    before: str
    words: str
    after: str

    @property
    def where(self) -> str:
        """Which text it is, in a word or two."""
        subject = self.text.subject
        if isinstance(subject, Day):
            return f"{subject.date:%A}" if subject.date and not subject.title else str(subject)
        return "Summary" if isinstance(subject, Trip) else f"{subject._meta.verbose_name} “{subject}”".capitalize()

    @property
    def value(self) -> str:
        return f"{self.text.key}:{self.start}:{self.end}"


@dataclass(frozen=True)
class Group:
    kind: Kind
    words: str
    why: str
    candidates: tuple[KnownPerson, ...] = ()
    correction: str = ""
    places: list[Place] = field(default_factory=list)


def groups_of(trip: Trip, texts: Iterable[Text], names: Names) -> list[Group]:
    """Return what the texts of a trip offer: slips first, then names nobody has, then people without a link."""
    texts = list(texts)
    knowledge = names.knowledge(trip, [text.source for text in texts])
    groups: dict[tuple[Kind, str], Group] = {}
    for text in texts:
        for offer in sweep(text.source, knowledge):
            group = groups.setdefault((offer.kind, offer.words), _group(offer))
            group.places.append(_place(text, offer))
    order = [Kind.SLIP, Kind.UNKNOWN, Kind.MATCH]
    return sorted(groups.values(), key=lambda group: order.index(group.kind))


def _group(offer: Offer) -> Group:
    return Group(offer.kind, offer.words, offer.why, offer.candidates, offer.correction)


def _place(text: Text, offer: Offer) -> Place:
    before = _plain(_BLANK_LINE.split(text.source[max(0, offer.start - 3 * AROUND) : offer.start])[-1])
    after = _plain(_BLANK_LINE.split(text.source[offer.end : offer.end + 3 * AROUND])[0])
    if len(before) > AROUND:
        before = "… " + before[-AROUND:].split(" ", 1)[-1]
    if len(after) > AROUND:
        after = after[:AROUND].rsplit(" ", 1)[0] + " …"
    return Place(text, offer.start, offer.end, before, offer.words, after)


def _plain(source: str) -> str:
    return re.sub(r"\s+", " ", _LEFT_OVER.sub("", _LINK.sub(r"\1", source)).replace("](", " "))
