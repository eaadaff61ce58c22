"""Talks of a programme that a day's text tells of already, each with the words that make one think so."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from posts.models import Day, Talk
from posts.names.knowledge import KnownPerson, Words, folded
from posts.names.plain import public_words, telling_names
from posts.names.tokens import Token, tokens_of
from posts.prose.references import Found, find

# What parts a title from what explains it: “Ropes: a history of knots”, “Ropes - a history”.
_PARTS = re.compile(r"\s*(?::\s|\s[-–—|]\s|\?\s)\s*")
_FEWEST_LETTERS = 10
_CONTEXT = 45
OPEN = (Talk.Attendance.NONE, Talk.Attendance.PLANNED)


@dataclass(frozen=True)
class TalkProposal:
    """A talk not ticked yet. `why` is the sign, `words` the passage: what stands before it, the sign, what follows."""

    talk: Talk
    why: str
    words: tuple[str, str, str]


def propose(talks: Iterable[Talk], sections: Iterable[Day]) -> list[TalkProposal]:
    """Return the open talks that the texts link, whose title they say, or whose speaker they name; surest first."""
    texts = [_Text(section.body) for section in sections]
    found = []
    for talk in talks:
        if talk.attendance in OPEN and not talk.is_cancelled:
            signs = filter(None, (text.sign_of(talk) for text in texts))
            if (best := min(signs, key=lambda sign: sign[0], default=None)) is not None:
                found.append((best[0], TalkProposal(talk, *best[1:])))
    return [proposal for _, proposal in sorted(found, key=lambda each: each[0])]


_Sign = tuple[int, str, tuple[str, str, str]]


class _Text:
    """The words of one text as its readers see them, and what it refers to."""

    def __init__(self, body: str) -> None:
        self.words = public_words(body, frozenset()).strip()
        self.tokens = tokens_of(self.words)
        self.folded = tuple(token.folded for token in self.tokens)
        self.references: list[Found] = find(body) if "](" in body else []

    def sign_of(self, talk: Talk) -> _Sign | None:
        """Return how sure it is (less is surer), what speaks for it, and the passage."""
        for reference in self.references:
            if (reference.kind, reference.slug) == ("talk", talk.slug):
                return 0, "the text links it", self._around(folded(reference.label))
        for title in _spoken_titles(talk.title):
            if (passage := self._passage(title)) is not None:
                return 1, "the text says its title", passage
        return self._speaker_sign(talk)

    def _speaker_sign(self, talk: Talk) -> _Sign | None:
        for speaker in talk.talk_speakers.all():
            person = speaker.person
            known = KnownPerson(person.pk, person.slug, (person.name, *(each.name for each in person.aliases.all())))
            for reference in self.references:
                if (reference.kind, reference.slug) == ("person", person.slug):
                    return 2, f"the text links {person.name}", self._around(folded(reference.label))
            for name in telling_names([known]):
                if (passage := self._passage(name)) is not None:
                    return 3, f"the text names {person.name}", passage
        return None

    def _passage(self, words: Words) -> tuple[str, str, str] | None:
        """Return the first place where these words follow each other, one of them at least with a capital letter."""
        length = len(words)
        if not length:
            return None
        for index in range(len(self.folded) - length + 1):
            if self.folded[index : index + length] == words:
                said = self.tokens[index : index + length]
                if any(token.is_capitalised or not token.text.isascii() for token in said):
                    return self._cut(said)
        return None

    def _around(self, words: Words) -> tuple[str, str, str]:
        return self._passage(words) or ("", " ".join(words), "")

    def _cut(self, said: Sequence[Token]) -> tuple[str, str, str]:
        start, end = said[0].start, said[-1].end
        before, after = self.words[max(0, start - _CONTEXT) : start], self.words[end : end + _CONTEXT]
        if start > _CONTEXT:
            before = "…" + before.partition(" ")[2]
        if end + _CONTEXT < len(self.words):
            after = after.rpartition(" ")[0] + "…"
        return _one_line(before), self.words[start:end], _one_line(after)


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _spoken_titles(title: str) -> list[Words]:
    """Return a title and its parts as they may be said, the longest first; what is too short to tell is left out."""
    parts = sorted({title, *_PARTS.split(title)}, key=len, reverse=True)
    return [words for words in map(folded, parts) if len(words) > 1 and sum(map(len, words)) >= _FEWEST_LETTERS]
