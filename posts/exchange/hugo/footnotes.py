"""Footnotes and abbreviations are defined once in a post; each of its sections needs those it uses."""

import re
from collections.abc import Sequence

from .regions import Regions, find_regions

_FOOTNOTE = re.compile(
    r"^ {0,3}\[\^(?P<label>[^\]\n]{1,100})\]:[^\n]*\n?"
    r"(?:(?![ ]{0,3}\[\^|[ \t]*\n)[^\n]+\n?|(?:[ \t]*\n)+(?=(?: {4}|\t)[ \t]*\S)[^\n]+\n?)*",
    re.MULTILINE,
)
_ABBREVIATION = re.compile(r"^ {0,3}\*\[(?P<label>[^\]\n]{1,100})\]:[^\n]*\n?", re.MULTILINE)
_USE = re.compile(r"\[\^([^\]\n]{1,100})\](?!:)")


def settle(bodies: Sequence[str]) -> list[str]:
    """Return the bodies of one post's sections, each with the definitions it uses at its end."""
    if len(bodies) < 2 or not any("]:" in body for body in bodies):
        return list(bodies)
    footnotes: dict[str, str] = {}
    abbreviations: dict[str, str] = {}
    regions = [find_regions(body) for body in bodies]
    for body, closed in zip(bodies, regions, strict=True):
        footnotes |= _definitions(_FOOTNOTE, body, closed)
        abbreviations |= _definitions(_ABBREVIATION, body, closed)
    if not footnotes and not abbreviations:
        return list(bodies)
    uses = [{use[1] for use in _USE.finditer(body) if closed.closed_end(use.start()) is None}
            for body, closed in zip(bodies, regions, strict=True)]  # fmt: skip
    used_somewhere = set().union(*uses)
    settled = []
    for body, closed, used in zip(bodies, regions, uses, strict=True):
        own = _definitions(_FOOTNOTE, body, closed)
        # A definition leaves the section that does not use it, where another one does.
        text = _without(body, _FOOTNOTE, closed, {label for label in own if label not in used} & used_somewhere)
        added = [footnotes[label] for label in footnotes if label in used and label not in own]
        spoken = _definitions(_ABBREVIATION, body, closed)
        added += [
            definition
            for label, definition in abbreviations.items()
            if label not in spoken and re.search(rf"\b{re.escape(label)}\b", text)
        ]
        settled.append("\n\n".join([text.rstrip("\n"), *(definition.strip("\n") for definition in added)]))
    return settled


def _definitions(pattern: re.Pattern[str], body: str, regions: Regions) -> dict[str, str]:
    return {found["label"]: found[0] for found in pattern.finditer(body) if regions.closed_end(found.start()) is None}


def _without(body: str, pattern: re.Pattern[str], regions: Regions, labels: set[str]) -> str:
    def kept(found: re.Match[str]) -> str:
        leaves = found["label"] in labels and regions.closed_end(found.start()) is None
        return "" if leaves else found[0]

    return pattern.sub(kept, body) if labels else body
