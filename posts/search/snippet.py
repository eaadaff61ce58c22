"""A passage of a text with the words that were searched, as pieces that a template escapes and marks.

The words of an entry are those of its text, one for one: what is found among them is found in the text by number.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from .query import Query, Term
from .words import spans_of

# In words: how much is quoted, and how much of it stands before the first word found.
LENGTH = 36
BEFORE = 8
MOST_MATCHES = 200


@dataclass(frozen=True)
class Piece:
    text: str
    is_match: bool = False


@dataclass(frozen=True)
class Match:
    """A term (its number in the query) among the words of a text, from the word `first` to before the word `end`."""

    first: int
    end: int
    term: int


def marked(text: str, words: str, query: Query) -> list[Piece]:
    """Return the whole text with what was found in it marked; `words` are its words, folded, parted by spaces."""
    spans = list(spans_of(text))
    return _pieces(text, 0, len(text), [(spans[m.first][0], spans[m.end - 1][1]) for m in _matches(words, query)])


def snippet(text: str, words: str, query: Query) -> list[Piece]:
    """Return the stretch of one passage (one line of the text) that holds most of what was searched; else its start."""
    matches = _matches(words, query)
    found = _fullest(matches)
    first = max(0, found - BEFORE)
    spans = list(islice(spans_of(text), first, first + LENGTH))
    if not spans:
        return []
    anchor = spans[found - first][0]
    passage_start = text.rfind("\n", 0, anchor) + 1
    passage_end = text.find("\n", anchor) if "\n" in text[anchor:] else len(text)
    start = max(spans[0][0] if first else 0, passage_start)
    end = min(spans[-1][1] if len(spans) == LENGTH else len(text), passage_end)
    inside = (m for m in matches if first <= m.first and m.end <= first + len(spans))
    pieces = _pieces(text, start, end, [(spans[m.first - first][0], spans[m.end - 1 - first][1]) for m in inside])
    before = [Piece("… ")] if start > passage_start else []
    return [*before, *pieces, *([Piece(" …")] if end < passage_end else [])]


def _matches(words: str, query: Query) -> list[Match]:
    pattern = re.compile("|".join(f"({_pattern(term)})" for term in query.terms))
    matches: list[Match] = []
    position = number = 0
    for match in islice(pattern.finditer(words), MOST_MATCHES):
        number += words.count(" ", position, match.start())
        position = match.start()
        matches.append(Match(number, number + match[0].count(" ") + 1, match.lastindex or 0))
    return matches


def _pattern(term: Term) -> str:
    phrase = re.escape(" ".join(term.words)).replace(r"\ ", " ")
    return rf"(?<!\S){phrase}" + (r"\S*" if term.is_prefix else r"(?!\S)")


def _fullest(matches: list[Match]) -> int:
    """Return the word at which the stretch with the most different terms begins; 0 where nothing was found."""
    best = most = 0
    for number, match in enumerate(matches):
        near = {m.term for m in islice(matches, number, number + LENGTH) if m.end <= match.first + LENGTH - BEFORE}
        if len(near) > most:
            best, most = match.first, len(near)
    return best


def _pieces(text: str, start: int, end: int, spans: Iterable[tuple[int, int]]) -> list[Piece]:
    pieces: list[Piece] = []
    for first, last in spans:
        if start <= first and last <= end:
            pieces += [Piece(text[start:first]), Piece(text[first:last], is_match=True)]
            start = last
    return [piece for piece in (*pieces, Piece(text[start:end])) if piece.text]
