"""The text of one section: sentences whose gaps are filled with references."""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from . import sentences
from .society import Named
from .words import DISHES, Words

_GAP = re.compile(r"\{(\w+)\}")
SENTENCES_OF_A_PARAGRAPH = 5
# Times the sorts of sentences of a day are gone through: a day is as long as one of a real post.
ROUNDS = 2


@dataclass(frozen=True)
class Setting:
    """What the texts of one trip may speak of: people, places, the conference, trips before this one."""

    city: str
    cast: Sequence[Named]
    places: Sequence[Named]
    event: Named
    before: Sequence[Named]


@dataclass
class Section:
    """One section while it is told; `people` gathers who is named in it."""

    setting: Setting
    words: Words
    numbers: random.Random
    talks: list[tuple[Named, Named]] = field(default_factory=list)  # each with its speaker
    people: list[Named] = field(default_factory=list)

    def day(self, is_first: bool, figures: Sequence[str]) -> str:
        """Return a day's text of several paragraphs, with the figures between them."""
        sorts = list(sentences.DAY) * ROUNDS
        told = [self._sentence(sort) for sort in ([sentences.ARRIVING, *sorts] if is_first else sorts)]
        size = SENTENCES_OF_A_PARAGRAPH
        blocks = [" ".join(told[start : start + size]) for start in range(0, len(told), size)]
        for number, name in enumerate(figures):
            blocks.insert(min(len(blocks), 2 * (number + 1)), f"![](figure:{name})")
        return "\n\n".join(blocks)

    def short(self, sort: Sequence[str], count: int) -> str:
        """Return one paragraph of that many sentences of a sort."""
        return " ".join(self._filled(each) for each in self.numbers.sample(sort, count))

    def _sentence(self, sort: Sequence[str]) -> str:
        if sort is sentences.HEARING:
            return self._heard() if self.talks else self._sentence(sentences.MUSING)
        return self._filled(self.numbers.choice(sort))

    def _heard(self) -> str:
        talk, speaker = self.talks.pop(0)
        sentence = self.numbers.choice(sentences.HEARING).replace("{talk}", f"[{talk.name}](talk:{talk.slug})")
        return self._filled(sentence.replace("{who}", self._person(speaker)))

    def _filled(self, sentence: str) -> str:
        return _GAP.sub(lambda gap: self._fill(gap[1]), sentence)

    def _fill(self, gap: str) -> str:
        choose = self.numbers.choice
        match gap:
            case "who":
                return self._person(choose(self.setting.cast))
            case "where":
                place = choose(self.setting.places)
                return f"[{place.name}](place:{place.slug})"
            case "event":
                return f"[{self.setting.event.name}](event:{self.setting.event.slug})"
            case "before":
                if not self.setting.before:
                    return "last year"
                trip = choose(self.setting.before)
                return f"[in {trip.name}](trip:{trip.slug})"
            case "thing":
                return self.words.thing(self.numbers)
            case "project":
                return self.words.project(self.numbers)
            case "dish":
                return choose(DISHES)
        return self.setting.city

    def _person(self, person: Named) -> str:
        """Link somebody, by the full name first and by the given name from then on."""
        name = person.name.split()[0] if person in self.people else person.name
        if person not in self.people:
            self.people.append(person)
        return f"[{name}](person:{person.slug})"
