"""Cuts a text at the marks that begin its days: prologue, days, epilogue, and the headings that are their titles."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from .blocks import Block
from .marks import Mark

Source = Literal["weekday", "text", "heading", "file", "front_matter", "sequence", "none"]

_CLOSING = re.compile(
    r"\b(?:conclusions?|epilogue|wrap(?:ping)?[\s-]?up|final (?:thoughts|words)|closing|summary|takeaways?|thoughts"
    r"|looking back|afterwards?|afterword|fazit|retrospective|thanks|acknowledge?ments?|in closing|overall|all in all"
    r"|in the end|in summary|to sum up|in conclusion|until next (?:time|year)|see you)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Section:
    """text[start:end] of a post; `heading` is the heading that became its title, left out of start:end."""

    start: int
    end: int
    kind: Literal["prologue", "day", "epilogue"]
    date: datetime.date | None = None
    source: Source = "none"
    confidence: int = 100
    heading: Block | None = None


@dataclass(frozen=True)
class Dated:
    mark: Mark
    date: datetime.date
    source: Source
    confidence: int


def cut(text: str, blocks: Sequence[Block], starts: list[Dated]) -> list[Section]:
    first_part = first_part_end(blocks)
    edges: list[int] = []  # block indices at which sections begin
    for number, item in enumerate(starts):
        index = item.mark.index
        if number == 0 and item.mark.strength == "sentence" and index < first_part:
            index = 0  # the first part names its day inside its text
        elif item.mark.strength == "sentence":
            while index > 0 and blocks[index - 1].kind != "break":
                index -= 1
        edges.append(index)
    end = _closing(blocks, starts, edges)
    sections = []
    if edges[0] > 0 and (prologue := _section(text, blocks, 0, edges[0], "prologue")):
        sections.append(prologue)
    for number, item in enumerate(starts):
        stop = edges[number + 1] if number + 1 < len(edges) else end
        if section := _section(text, blocks, edges[number], stop, "day", allow_empty=True):
            sections.append(replace(section, date=item.date, source=item.source, confidence=item.confidence))
    if end < len(blocks) and (epilogue := _section(text, blocks, end, len(blocks), "epilogue")):
        sections.append(epilogue)
    return sections


def _section(
    text: str, blocks: Sequence[Block], first: int, stop: int, kind: Literal["prologue", "day", "epilogue"],
    allow_empty: bool = False,
) -> Section | None:  # fmt: skip
    """Make a section of blocks, without the breaks at its edges and with its leading heading as title."""
    parts = list(blocks[first:stop])
    while parts and parts[0].kind == "break":
        parts.pop(0)
    while parts and parts[-1].kind == "break":
        parts.pop()
    if not parts:
        return Section(len(text), len(text), kind) if allow_empty else None
    heading = parts[0] if parts[0].kind == "heading" and kind != "prologue" and _is_plain(parts[0].words) else None
    return Section(heading.end if heading else parts[0].start, parts[-1].end, kind, heading=heading)


def _is_plain(words: str) -> bool:
    """Whether a heading holds no more than words, so that it can be a title."""
    return len(words) <= 200 and not re.search(r"\]\(|\]\[|\{\{|<\w|`", words)


def _closing(blocks: Sequence[Block], starts: list[Dated], edges: list[int]) -> int:
    """Return the index of the block with which the epilogue begins; len(blocks) where there is none."""
    last = edges[-1]
    if starts[-1].mark.strength == "heading":
        level = blocks[starts[-1].mark.index].level
        between = range(edges[0], last)
        others = [i for i in between if blocks[i].kind == "heading" and blocks[i].level == level and i not in edges]
        for index in range(last + 1, len(blocks)):
            block = blocks[index]
            is_above = block.kind == "heading" and block.level <= level
            if is_above and (block.level < level or not others or _CLOSING.search(block.words)):
                return index
    breaks = [i for i in range(last + 1, len(blocks)) if blocks[i].kind == "break" and i + 1 < len(blocks)]
    if not breaks:
        return len(blocks)
    # Where every day but the first begins behind a break, one more break ends the last of them.
    consistent = all(blocks[edge - 1].kind == "break" for edge in edges[1:]) and len(breaks) == 1
    closing = breaks[-1]
    following = next((block for block in blocks[closing + 1 :] if block.kind != "break"), None)
    if consistent or (following and _CLOSING.search(following.words[:200])):
        return closing
    return len(blocks)


def first_part_end(blocks: Sequence[Block]) -> int:
    """Return the index of the first break behind some text; 0 where there is none."""
    for index, block in enumerate(blocks):
        if block.kind == "break" and index > 0:
            return index
    return 0
