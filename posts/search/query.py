"""What somebody typed, as terms that all have to be found; nothing in it is ever an operator."""

import re
from dataclasses import dataclass

from .words import words_of

MAX_LENGTH = 400
MAX_TERMS = 12
MAX_WORDS_OF_A_TERM = 20
# Of one letter, every other page holds a word that begins with it.
MIN_PREFIX = 2

_QUOTES = str.maketrans("“”„‟«»″「」『』", '"' * 11)
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]+")


@dataclass(frozen=True)
class Term:
    """Folded words that stand next to each other; with `is_prefix` the last is the beginning of a word."""

    words: tuple[str, ...]
    is_prefix: bool = False


@dataclass(frozen=True)
class Query:
    """`text` is what was typed, made fit to be shown; without terms it asks for nothing."""

    text: str
    terms: tuple[Term, ...] = ()


def parse(typed: str) -> Query:
    """Return the terms of what was typed.

    Words are terms, and what stands between quotation marks is one: a phrase. What the search does not regard as
    one word (`foo-bar`, `a:b`) is a phrase, too. The last word, outside quotes, may go on. What is longer than
    anybody types is cut.
    """
    text = " ".join(_UNPRINTABLE.sub(" ", typed)[:MAX_LENGTH].split())
    terms: list[Term] = []
    for number, part in enumerate(text.translate(_QUOTES).split('"')):
        phrases = [part] if number % 2 else part.split()
        terms += [Term(words) for phrase in phrases if (words := tuple(words_of(phrase)[:MAX_WORDS_OF_A_TERM]))]
    terms = list(dict.fromkeys(terms))[:MAX_TERMS]
    if terms and _goes_on(text):
        last = terms[-1]
        terms[-1] = Term(last.words, is_prefix=len(last.words[-1]) >= MIN_PREFIX)
    return Query(text, tuple(terms))


def _goes_on(text: str) -> bool:
    """Whether the last word is outside quotes."""
    plain = text.translate(_QUOTES)
    return not plain.endswith('"') and plain.count('"') % 2 == 0
