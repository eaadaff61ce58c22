"""What differs between two texts, word by word, as a person wants to read it."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, pairwise
from typing import Literal

Kind = Literal["same", "added", "removed"]

# A word, a stretch of blanks, line breaks, or a single sign.
WORDS = re.compile(r"\n+|\w+|[^\S\n]+|[^\w\s]")
PARAGRAPHS = re.compile(r"[^\n]*\n+|[^\n]+")
# Comparing everything with everything stops being quick above this number of pairs.
FEW_PAIRS = 250_000
# Of a longer unchanged stretch, its beginning and its end are shown.
FOLDED_FROM = 400
SHOWN_AROUND = 120


@dataclass(frozen=True)
class Piece:
    """A stretch of text that both have, or that only the newer (added) or only the older (removed) one has."""

    kind: Kind
    text: str

    @property
    def is_long(self) -> bool:
        return self.kind == "same" and len(self.text) > FOLDED_FROM

    @property
    def head(self) -> str:
        """The beginning of a long stretch, up to the end of a word."""
        return self.text[:SHOWN_AROUND].rsplit(" ", 1)[0]

    @property
    def tail(self) -> str:
        return self.text[-SHOWN_AROUND:].split(" ", 1)[-1]

    @property
    def middle(self) -> str:
        return self.text[len(self.head) : len(self.text) - len(self.tail)]


def difference(old: str, new: str) -> list[Piece]:
    """Return the pieces of which the two texts are made, in order; what went stands before what came.

    The pieces that are the same or removed make up the old text, those that are the same or added the new one.
    Line endings count as one kind.
    """
    before, after = PARAGRAPHS.findall(unified(old)), PARAGRAPHS.findall(unified(new))
    pieces: list[Piece] = []
    for is_same, removed, added in stretches(before, after):
        if is_same:
            pieces.append(Piece("same", "".join(removed)))
        else:
            pieces += _by_words("".join(removed), "".join(added))
    return _joined(pieces)


def unified(text: str) -> str:
    """Return a text with the line endings that texts have here, whatever the browser sent."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _by_words(old: str, new: str) -> list[Piece]:
    pieces: list[Piece] = []
    for is_same, removed, added in stretches(WORDS.findall(old), WORDS.findall(new)):
        if is_same:
            pieces.append(Piece("same", "".join(removed)))
        else:
            pieces += [Piece("removed", "".join(removed)), Piece("added", "".join(added))]
    return pieces


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Take neighbours of a kind together; between changes, a lone sign is part of the change."""
    result: list[Piece] = []
    for number, piece in enumerate(pieces):
        is_inside = 0 < number < len(pieces) - 1 and pieces[number - 1].kind != "same" != pieces[number + 1].kind
        if piece.kind == "same" and is_inside and "\n" not in piece.text and not re.search(r"\w", piece.text):
            result += [Piece("removed", piece.text), Piece("added", piece.text)]
        elif piece.text:
            result.append(piece)
    joined: list[Piece] = []
    for is_same, run in groupby(result, key=lambda piece: piece.kind == "same"):
        together = list(run)
        kinds: tuple[Kind, ...] = ("same",) if is_same else ("removed", "added")
        texts = [(kind, "".join(piece.text for piece in together if piece.kind == kind)) for kind in kinds]
        joined += [Piece(kind, text) for kind, text in texts if text]
    return joined


def stretches(old: Sequence[str], new: Sequence[str]) -> list[tuple[bool, Sequence[str], Sequence[str]]]:
    """Part two sequences into stretches: whether both have it, what the old one has there, and the new one."""
    result: list[tuple[bool, Sequence[str], Sequence[str]]] = []
    i = j = 0
    for start_old, start_new, size in [*matches(old, new), (len(old), len(new), 0)]:
        if i < start_old or j < start_new:
            result.append((False, old[i:start_old], new[j:start_new]))
        if size:
            result.append((True, old[start_old : start_old + size], new[start_new : start_new + size]))
        i, j = start_old + size, start_new + size
    return result


def matches(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int, int]]:
    """Return where the sequences agree, as (place in old, place in new, length), in order.

    What stands once in both anchors the rest (a patience diff): that takes time in proportion to the texts,
    and finds the same words where a reader would. Only short stretches without anchors are compared in full.
    """
    found: list[tuple[int, int, int]] = []
    waiting = [(0, len(old), 0, len(new))]
    while waiting:
        i, i_end, j, j_end = waiting.pop()
        start = i
        while i < i_end and j < j_end and old[i] == new[j]:
            i, j = i + 1, j + 1
        found.append((start, j - (i - start), i - start))
        end = i_end
        while i < i_end and j < j_end and old[i_end - 1] == new[j_end - 1]:
            i_end, j_end = i_end - 1, j_end - 1
        found.append((i_end, j_end, end - i_end))
        if i == i_end or j == j_end:
            continue
        if anchors := _anchors(old, new, (i, i_end, j, j_end)):
            edges = [(i, j), *anchors, (i_end, j_end)]
            waiting += [(a, c, b, d) for (a, b), (c, d) in pairwise(edges)]
        elif (i_end - i) * (j_end - j) <= FEW_PAIRS:
            blocks = SequenceMatcher(None, old[i:i_end], new[j:j_end], autojunk=False).get_matching_blocks()
            found += [(i + block.a, j + block.b, block.size) for block in blocks]
    return _coalesced(sorted(block for block in found if block[2]))


def _coalesced(blocks: list[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Take blocks together that follow each other in both sequences."""
    result: list[tuple[int, int, int]] = []
    for i, j, size in blocks:
        if result and (result[-1][0] + result[-1][2], result[-1][1] + result[-1][2]) == (i, j):
            before = result.pop()
            result.append((before[0], before[1], before[2] + size))
        else:
            result.append((i, j, size))
    return result


def _anchors(old: Sequence[str], new: Sequence[str], within: tuple[int, int, int, int]) -> list[tuple[int, int]]:
    """Return places of what stands exactly once in both, as many as keep their order: the longest rising chain."""
    i, i_end, j, j_end = within
    here, there = Counter(old[i:i_end]), Counter(new[j:j_end])
    place = {new[n]: n for n in range(j, j_end) if there[new[n]] == 1}
    pairs = [(n, place[old[n]]) for n in range(i, i_end) if here[old[n]] == 1 and old[n] in place]
    ends: list[int] = []  # the smallest place in new at which a chain of each length ends
    chains: list[tuple[tuple[int, int], int]] = []  # a pair, and the chain it continues
    last: list[int] = []
    for pair in pairs:
        length = bisect_left(ends, pair[1])
        chains.append((pair, last[length - 1] if length else -1))
        if length == len(ends):
            ends.append(pair[1])
            last.append(len(chains) - 1)
        else:
            ends[length], last[length] = pair[1], len(chains) - 1
    chain: list[tuple[int, int]] = []
    number = last[-1] if last else -1
    while number >= 0:
        pair, number = chains[number]
        chain.append(pair)
    return chain[::-1]
