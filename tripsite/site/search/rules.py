"""How `posts.search.words` tells and folds words, written down for the script, so that both do the same."""

import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

from posts.search.words import MARKS, MAX_LENGTH, PLAIN, SPACELESS


@cache
def rules() -> Mapping[str, object]:
    """Return the rules as the script reads them: parts of character classes, and what single letters become.

    They follow from the program and Python's Unicode alone, all letters of which are looked at: half a second.
    """
    return {
        "spaceless": SPACELESS,
        "marks": MARKS,
        "accents": _ranges(_is_dropped),
        "cases": dict(_cases()),
        "plain": {chr(letter): plain for letter, plain in PLAIN.items()},
        "longest": MAX_LENGTH,
    }


def _is_dropped(letter: str) -> bool:
    """Whether folding leaves a mark out; other letters than marks never stand after one another alone."""
    return unicodedata.category(letter) in ("Mn", "Mc", "Me") and bool(unicodedata.combining(letter))


def _cases() -> Iterator[tuple[str, str]]:
    """Yield the letters whose case is folded to something else than their small letter."""
    for letter in map(chr, range(sys.maxunicode + 1)):
        if letter.casefold() != letter.lower():
            yield letter, letter.casefold()


def _ranges(belongs: Callable[[str], bool]) -> str:
    """Return the inside of a character class with all letters that belong to it."""
    runs = _runs(filter(belongs, map(chr, range(sys.maxunicode + 1))))
    return "".join(chr(first) if first == last else f"{chr(first)}-{chr(last)}" for first, last in runs)


def _runs(letters: Iterable[str]) -> Iterator[tuple[int, int]]:
    first = last = -2
    for number in map(ord, letters):
        if number != last + 1:
            if first >= 0:
                yield first, last
            first = number
        last = number
    if first >= 0:
        yield first, last
