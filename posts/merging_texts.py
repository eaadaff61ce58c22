"""Bringing together what two people, or one person in two windows, made of the same text.

By paragraphs: where only one side changed something, its change is taken. Where both changed a paragraph, a merge
word by word is proposed, for a person to look at.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from .differences import WORDS, matches, unified

Region = tuple[Sequence[str], Sequence[str], Sequence[str]]

LINES = re.compile(r"\n+|[^\n]+")


@dataclass(frozen=True)
class Conflict:
    """A place that both sides changed, each in its own way."""

    base: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Merge:
    """The text that holds what both sides wrote. With conflicts it is a proposal, and to be read before it is used."""

    text: str
    conflicts: list[Conflict]


def three_way(base: str, mine: str, theirs: str) -> Merge:
    """Merge two descendants of a text.

    Where both changed the same words, the proposal holds both wordings as paragraphs one after the other, mine first.
    """
    parts = [LINES.findall(unified(text)) for text in (base, mine, theirs)]
    merged: list[str] = []
    conflicts: list[Conflict] = []
    regions = list(_regions(*parts))
    nothing: Region = ([], [], [])
    for (was, here, there), then in zip_longest(regions, regions[1:], fillvalue=nothing):
        if (settled := _settled(was, here, there)) is not None:
            merged += settled
        else:
            conflict = Conflict("".join(was), "".join(here), "".join(there))
            conflicts.append(conflict)
            # A line in the middle of a paragraph stays there.
            merged.append(_proposed(conflict, "\n" if list(then[0][:1]) == ["\n"] else "\n\n"))
    return Merge("".join(merged), conflicts)


def _settled(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> Sequence[str] | None:
    if mine in (theirs, base):
        return theirs
    return mine if theirs == base else None


def _proposed(conflict: Conflict, break_: str) -> str:
    """Merge word by word; where that cannot be, keep both wordings."""
    words = [WORDS.findall(text) for text in (conflict.base, conflict.mine, conflict.theirs)]
    regions = [_settled(*region) for region in _regions(*words)]
    settled = [region for region in regions if region is not None]
    if len(settled) == len(regions):
        return "".join(word for region in settled for word in region)
    if not conflict.mine.strip() or not conflict.theirs.strip():
        return conflict.mine + conflict.theirs
    between = "" if conflict.mine.endswith("\n") or conflict.theirs.startswith("\n") else break_
    return f"{conflict.mine}{between}{conflict.theirs}"


def _regions(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> Iterator[Region]:
    """Part three sequences at what all three have: what each holds there, and what each holds in between."""
    i = j = k = 0
    for start, in_mine, in_theirs, size in _common(base, mine, theirs):
        if i < start or j < in_mine or k < in_theirs:
            yield base[i:start], mine[j:in_mine], theirs[k:in_theirs]
        i, j, k = start + size, in_mine + size, in_theirs + size
        if size:
            yield base[start:i], mine[in_mine:j], theirs[in_theirs:k]


def _common(base: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> list[tuple[int, int, int, int]]:
    """Return what all three share, as places in each and a length; at last their ends, with length 0."""
    ours, others = matches(base, mine), matches(base, theirs)
    found: list[tuple[int, int, int, int]] = []
    m = t = 0
    while m < len(ours) and t < len(others):
        (start_m, place_m, size_m), (start_t, place_t, size_t) = ours[m], others[t]
        start, end = max(start_m, start_t), min(start_m + size_m, start_t + size_t)
        if start < end:
            found.append((start, place_m + start - start_m, place_t + start - start_t, end - start))
        if start_m + size_m < start_t + size_t:
            m += 1
        else:
            t += 1
    return [*found, (len(base), len(mine), len(theirs), 0)]
