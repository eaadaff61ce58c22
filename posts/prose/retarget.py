"""Point references in a Markdown source at something else, and touch nothing but their addresses."""

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass
from urllib.parse import quote

from .references import find


@dataclass(frozen=True)
class Occurrence:
    """Where the source names a target: `start` to `end`, in characters, hold `person:ada`.

    `positions` are the numbers, in the order of `references.find`, of the references it makes: several
    where a link's definition is used more than once.
    """

    start: int
    end: int
    positions: tuple[int, ...]


def occurrences(source: str, kind: str, slugs: Collection[str]) -> list[Occurrence]:
    """Return where references to any of some slugs stand, in order.

    Which of the places that look like one are references, and not code or escaped, is asked of the renderer
    itself: each is given a target of its own, and those that are found again are.
    """
    spellings = {spelling for slug in slugs for spelling in (slug, quote(slug))}
    if not spellings:
        return []
    longest_first = "|".join(re.escape(spelling) for spelling in sorted(spellings, key=len, reverse=True))
    candidates = list(re.finditer(rf"\b{kind}:(?:{longest_first})(?![-\w%])", source))
    if not candidates:
        return []
    mark = "x" + hashlib.sha256(source.encode()).hexdigest()[:12]
    probes = [f"{kind}:{mark}-{number}" for number in range(len(candidates))]
    spans = [candidate.span() for candidate in candidates]
    positions: dict[str, list[int]] = {}
    for position, reference in enumerate(find(_with(source, spans, probes))):
        positions.setdefault(reference.slug, []).append(position)
    return [
        Occurrence(candidate.start(), candidate.end(), tuple(positions[f"{mark}-{number}"]))
        for number, candidate in enumerate(candidates)
        if f"{mark}-{number}" in positions
    ]


def retarget(source: str, kind: str, slugs: Collection[str], slug: str, only: Collection[int] | None = None) -> str:
    """Return the source with references to any of `slugs` made to `slug`.

    `only` limits that to the references of these numbers, in the order of `references.find`.
    """
    found = [each for each in occurrences(source, kind, slugs) if only is None or set(each.positions) & set(only)]
    return _with(source, [(each.start, each.end) for each in found], [f"{kind}:{slug}"] * len(found))


def _with(source: str, spans: list[tuple[int, int]], replacements: list[str]) -> str:
    parts: list[str] = []
    done = 0
    for (start, end), replacement in zip(spans, replacements, strict=True):
        parts += [source[done:start], replacement]
        done = end
    return "".join([*parts, source[done:]])
