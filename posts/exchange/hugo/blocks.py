"""The blocks of a Markdown text: headings, thematic breaks, paragraphs and whatever else stands between blank lines."""

import io
import re
from dataclasses import dataclass
from typing import Literal

from .regions import Regions

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(.*)$")
_ANCHOR = re.compile(r"\{:?[ \t]*#([\w.:-]+)[^{}]*\}[ \t]*$")
_BREAK = re.compile(r" {0,3}(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,})$")
_UNDERLINE = re.compile(r" {0,3}(?:-+|=+)[ \t]*$")
_NO_PARAGRAPH = re.compile(r"[ \t]{0,3}(?:[-*+>|:]|\d{1,9}[.)])[ \t]|[ \t]*[<|]| {0,3}\[[^\]]*\]:|\{[{%]")


@dataclass(frozen=True)
class Block:
    """text[start:end]. A heading has its `level`, its words and its anchor; `level` is 0 for all others."""

    start: int
    end: int
    kind: Literal["heading", "break", "text"]
    words: str = ""
    level: int = 0
    anchor: str = ""


def find_blocks(text: str, regions: Regions) -> list[Block]:
    """Return the blocks in order; code, comments and shortcodes over several lines stay within one block."""
    solid = sorted([*regions.closed, *((code.start, code.end) for code in regions.shortcodes)])
    blocks: list[Block] = []
    start: int | None = None
    offset = next_solid = 0
    for line in io.StringIO(text):
        line_start, offset = offset, offset + len(line)
        while next_solid < len(solid) and solid[next_solid][1] <= line_start:
            next_solid += 1
        inside = next_solid < len(solid) and solid[next_solid][0] < line_start
        bare = line.rstrip("\n").lstrip("\ufeff\u200b")
        if inside:
            start = line_start if start is None else start
        elif not bare.strip():
            _close(blocks, text, start, line_start)
            start = None
        elif (heading := _HEADING.match(bare)) and not bare.startswith("    "):
            _close(blocks, text, start, line_start)
            start = None
            words = heading[2].rstrip(" \t").rstrip("#").rstrip(" \t")
            blocks.append(_heading(line_start, offset, words, len(heading[1])))
        elif start is not None and _UNDERLINE.match(bare) and _is_paragraph(text[start:line_start]):
            words = " ".join(text[start:line_start].split())
            blocks.append(_heading(start, offset, words, 1 if "=" in bare else 2))
            start = None
        elif _BREAK.match(bare):
            _close(blocks, text, start, line_start)
            start = None
            blocks.append(Block(line_start, offset, "break"))
        elif start is None:
            start = line_start
    _close(blocks, text, start, len(text))
    return blocks


def _close(blocks: list[Block], text: str, start: int | None, end: int) -> None:
    if start is not None:
        blocks.append(Block(start, end, "text", text[start:end]))


def _is_paragraph(source: str) -> bool:
    return len(source) < 300 and not _NO_PARAGRAPH.match(source)


def _heading(start: int, end: int, words: str, level: int) -> Block:
    anchor = _ANCHOR.search(words)
    words = words[: anchor.start()].rstrip(" \t") if anchor else words
    return Block(start, end, "heading", words, level, anchor[1] if anchor else "")
