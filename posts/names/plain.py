"""People who are not public, named in plain words, which readers would see."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial

from django.utils.html import escape

from people.links import normalise
from posts.prose.markdown import to_html
from posts.prose.references import Element, replace

from .common_words import AMBIGUOUS
from .given_names import GIVEN_NAMES
from .knowledge import KnownPerson, Words, by_name, folded
from .matching import LONGEST
from .signs import Signs
from .tokens import Token, tokens_of

_MARKUP = re.compile(r"[\[<&*_`\\~^#|:]")
_BLOCK = re.compile(r"</?(?:p|h\d|li|ul|ol|dl|dt|dd|div|blockquote|pre|table|tr|t[dh]|figure|figcaption|hr|br)\b[^>]*>")
_TITLE = re.compile(r'\s(?:title|alt)="([^"]*)"')
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Secrets:
    """Whose names shall not be read.

    `anywhere` are they by names that say who is meant, `here` by what they are called for short on this trip.
    `slugs` are those whose references readers see as a stand-in; `addresses` where they are found.
    """

    anywhere: Mapping[Words, list[KnownPerson]] = field(default_factory=dict)
    here: Mapping[Words, list[KnownPerson]] = field(default_factory=dict)
    slugs: frozenset[str] = frozenset()
    addresses: Mapping[str, KnownPerson] = field(default_factory=dict)
    ignored: frozenset[Words] = frozenset()

    @cached_property
    def first_words(self) -> set[str]:
        return {words[0] for known in (self.anywhere, self.here) for words in known}

    def people(self, words: Words) -> list[KnownPerson]:
        called_so = (*self.anywhere.get(words, ()), *self.here.get(words, ()))
        return list({person.pk: person for person in called_so}.values())

    def __bool__(self) -> bool:
        return bool(self.anywhere or self.here or self.addresses)


@dataclass(frozen=True)
class Plain:
    person: KnownPerson
    words: str


def telling_names(people: Iterable[KnownPerson]) -> dict[Words, list[KnownPerson]]:
    """Return people by the names that say who is meant wherever they stand: full ones, and rare single ones."""
    return {
        words: owners
        for words, owners in by_name(people).items()
        if len(words) > 1 or (len(words[0]) > 2 and words[0] not in GIVEN_NAMES)
    }


def short_names(people: Iterable[KnownPerson]) -> dict[Words, list[KnownPerson]]:
    """Return people by each single word of their names that may be said among those who know them."""
    shelf: dict[Words, list[KnownPerson]] = {}
    for person in people:
        for word in {word for name in person.names for word in folded(name) if len(word) > 2}:
            shelf.setdefault((word,), []).append(person)
    return shelf


def find(source: str, secrets: Secrets) -> list[Plain]:
    """Return each place where readers of a Markdown text would read a name, or an address, that is not public."""
    if not secrets:
        return []
    text = public_words(source, secrets.slugs)
    return [*_names(text, secrets), *_addresses(source, secrets)]


def public_words(source: str, stood_in: frozenset[str]) -> str:
    """Return the words that readers see, also alternative texts and tooltips, without people who are stood in for."""
    if not _MARKUP.search(source):
        return source
    safe = replace(to_html(source), partial(_shown, stood_in))
    words = _TAG.sub("", _BLOCK.sub("\n\n", safe))
    return html.unescape("\n\n".join([words, *_TITLE.findall(safe)]))


def _shown(stood_in: frozenset[str], element: Element, before: str) -> str:
    title = element.attributes.get("title", "")
    if element.inner is None:
        return f"\n\n{escape(element.attributes.get('alt', ''))} {escape(title)}\n\n"
    if element.target and element.target[0] == "person" and element.target[1] in stood_in:
        return " \ufffc "
    return replace(element.inner, partial(_shown, stood_in)) + (f"\n\n{escape(title)}\n\n" if title else "")


def _names(text: str, secrets: Secrets) -> Iterator[Plain]:
    tokens = tokens_of(text)
    index = 0
    while index < len(tokens):
        length, people = _longest(text, tokens, index, secrets)
        for person in people:
            yield Plain(person, text[tokens[index].start : tokens[index + length - 1].end])
        index += length


def _longest(text: str, tokens: list[Token], index: int, secrets: Secrets) -> tuple[int, list[KnownPerson]]:
    if tokens[index].folded not in secrets.first_words:
        return 1, []
    end = index + 1
    while end < min(len(tokens), index + LONGEST) and tokens[end].follows:
        end += 1
    for length in range(end - index, 0, -1):
        words = tuple(token.folded for token in tokens[index : index + length])
        people = secrets.people(words)
        if people and (length > 1 or (words not in secrets.ignored and _is_said(text, tokens[index], people))):
            return length, people
    return 1, []


def _is_said(text: str, token: Token, people: list[KnownPerson]) -> bool:
    """Whether a single word is meant as a name: “Will” that opens a sentence may be none."""
    if token.text == token.text.lower() != token.text.upper():
        return any(token.text in person.names for person in people)
    if token.opens and token.folded in AMBIGUOUS:
        signs = Signs(text, token.start, token.end)
        return bool(signs.strong or signs.weak)
    return True


def _addresses(source: str, secrets: Secrets) -> Iterator[Plain]:
    if "/" not in source and "@" not in source:
        return
    lowered = source.casefold()
    for address, person in secrets.addresses.items():
        if re.search(rf"(?<![\w.-]){re.escape(address)}(?![\w-]|\.\w)", lowered):
            yield Plain(person, address)


def addresses_of(urls: Iterable[tuple[str, KnownPerson]]) -> dict[str, KnownPerson]:
    """Return people by the part of their addresses that two spellings share."""
    found = {}
    for url, person in urls:
        address = normalise(url).casefold().removeprefix("mailto:").rstrip("/")
        if "." in address:
            found[address] = person
    return found
