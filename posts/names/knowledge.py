"""What is known about names while a text is read: plain data, so that reading a text needs no database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from posts.search.words import words_of

from .common_words import ALL_FUNCTION_WORDS, FUNCTION_WORDS, NOUNS_ARE_CAPITALISED, PARTICLES
from .tokens import tokens_of

Words = tuple[str, ...]
Shelf = dict[Words, list["KnownPerson"]]


@dataclass(frozen=True)
class KnownPerson:
    """Somebody in the log: `names` are the name, then aliases and former names."""

    pk: int
    slug: str
    names: tuple[str, ...]
    visibility: str = "public"

    @property
    def name(self) -> str:
        return self.names[0]

    @property
    def is_named(self) -> bool:
        """Whether the public sees the name."""
        return self.visibility in ("public", "name")


@dataclass
class Knowledge:
    """`people` by each of their names, folded; `here` by what those on this trip are called, also for short.

    `things` are words that name something else: places, events, talks. `ignored` are nobody's. `uncapitalised` are
    words that the trip's texts hold without a capital, too.
    """

    language: str = "en"
    people: Mapping[Words, list[KnownPerson]] = field(default_factory=dict)
    here: Shelf = field(default_factory=dict)
    things: frozenset[Words] = frozenset()
    ignored: frozenset[Words] = frozenset()
    uncapitalised: set[str] = field(default_factory=set)

    @property
    def _language(self) -> str:
        return self.language.split("-")[0].lower()

    @property
    def nouns_are_capitalised(self) -> bool:
        return self._language in NOUNS_ARE_CAPITALISED

    @property
    def function_words(self) -> frozenset[str]:
        return FUNCTION_WORDS.get(self._language, ALL_FUNCTION_WORDS)

    @cached_property
    def first_words(self) -> set[str]:
        """The words that something known begins with: no other needs to be looked up."""
        return {words[0] for known in (self.people, self.here, self.things, self.ignored) for words in known}

    @cached_property
    def cast(self) -> list[KnownPerson]:
        """Those on this trip."""
        return list({person.pk: person for people in self.here.values() for person in people}.values())

    @cached_property
    def name_words(self) -> dict[str, str]:
        """The words of the names of those on this trip as they are written, by what they are folded to."""
        names = [name for person in self.cast for name in person.names]
        return {token.folded: token.text for name in names for token in tokens_of(name)}

    def candidates(self, words: Words) -> list[KnownPerson]:
        """Return whom these words may name: those on this trip, or else others of that name."""
        return self.here.get(words) or self.people.get(words, [])


def by_name(people: Iterable[KnownPerson]) -> Shelf:
    """Return people by each of their names, folded."""
    shelf: Shelf = {}
    for person in people:
        for name in person.names:
            _file(shelf, folded(name), person)
    return shelf


def by_spoken_name(people: Iterable[KnownPerson]) -> Shelf:
    """Return people by each of their names and by their given names."""
    shelf: Shelf = {}
    for person in people:
        for name in person.names:
            for words in (folded(name), given_name(name)):
                _file(shelf, words, person)
    return shelf


def folded(name: str) -> Words:
    return tuple(words_of(name))


def things(names: Iterable[str]) -> frozenset[Words]:
    return frozenset(words for name in names if (words := folded(name)))


def given_name(name: str) -> Words:
    """Return the first word of a name of several, or nothing where that says nobody's name: `J`, `van`, `The`."""
    words = folded(name)
    first = words[0] if len(words) > 1 else ""
    if len(first) < 2 or first in FUNCTION_WORDS["en"] or first in PARTICLES:
        return ()
    return (first,)


def _file(shelf: Shelf, words: Words, person: KnownPerson) -> None:
    if words and person not in (there := shelf.setdefault(words, [])):
        there.append(person)
