"""Which parts of a text are code or comment, where nothing may be read, and which shortcodes stand outside them.

One pass from left to right: whatever opens first wins, as in Markdown itself.
"""

import io
import re
from bisect import bisect_right
from dataclasses import dataclass, field

from .shortcodes import CALL, Shortcode, read_at, read_call_at

_FENCE = r"^(?P<lead>[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*)(?P<fence>`{3,}(?=[^`\n]*$)|~{3,})"
_SPECIAL = re.compile(
    rf"{_FENCE}|\\[\\`<{{\[]|(?P<ticks>`+)|(?P<shortcode>\{{\{{[<%])|(?P<call>{CALL})|(?P<comment><!--)"
    r"|<(?P<raw>script|style|pre|textarea)\b|\{%-?\s*(?P<liquid>highlight|raw|comment)\b",
    re.MULTILINE | re.IGNORECASE,
)
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_LIST_ITEM = re.compile(r"[ \t]{0,3}(?:[-*+]|\d{1,9}[.)]|\[\^[^\]\n]{1,100}\]:|:)[ \t]")
# Between the tags of these nothing is Markdown.
LITERAL_SHORTCODES = {"highlight", "mermaid", "raw", "rawhtml", "katex", "math"}


@dataclass
class Regions:
    """`closed` are (start, end) ranges in order, without overlap, in which nothing is read; `shortcodes` in order."""

    closed: list[tuple[int, int]] = field(default_factory=list)
    shortcodes: list[Shortcode] = field(default_factory=list)

    def closed_end(self, position: int) -> int | None:
        """Return where the closed range around a position ends, or None outside of any."""
        index = bisect_right(self.closed, (position, 1 << 62)) - 1
        if index >= 0 and self.closed[index][0] <= position < self.closed[index][1]:
            return self.closed[index][1]
        return None


def find_regions(text: str) -> Regions:
    regions = Regions()
    indented = _indented_code(text)
    missing: set[str] = set()  # closers known not to occur any more: keeps the pass linear
    ticks: dict[int, list[int]] | None = None
    literal: Shortcode | None = None
    position = 0
    while found := _SPECIAL.search(text, position):
        start, position = found.span()
        if indent_end := indented.closed_end(start):
            position = indent_end
        elif found["fence"] and literal is None:
            position = _fence_end(text, found)
            regions.closed.append((start, position))
        elif found["ticks"] and literal is None:
            ticks = ticks if ticks is not None else _tick_runs(text)
            if end := _code_span_end(text, ticks, start, position):
                regions.closed.append((start, end))
                position = end
        elif found["comment"] or found["raw"] or found["liquid"]:
            closer = _closer(found)
            end = _closer_end(text, closer, position, missing)
            if end and literal is None:
                regions.closed.append((start, end))
                position = end
        elif found["shortcode"] or found["call"]:
            shortcode = _shortcode(text, found, missing)
            if shortcode is None:
                continue
            position = shortcode.end
            if literal is None:
                regions.shortcodes.append(shortcode)
                literal = shortcode if _opens_literal(text, shortcode, missing) else None
            elif shortcode.is_closing and shortcode.name == literal.name:
                regions.closed.append((literal.end, start))
                regions.shortcodes.append(shortcode)
                literal = None
    regions.closed = _merged(regions.closed + indented.closed)
    return regions


def _shortcode(text: str, found: re.Match[str], missing: set[str]) -> Shortcode | None:
    if found["call"]:
        return read_call_at(text, found.start())
    closer = ">}}" if text[found.start() + 2] == "<" else "%}}"
    shortcode = None if closer in missing else read_at(text, found.start())
    if shortcode is None:
        missing.add(closer)
    return shortcode


def _merged(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _opens_literal(text: str, opening: Shortcode, missing: set[str]) -> bool:
    """Whether a shortcode begins a stretch in which nothing is Markdown, and that ends somewhere."""
    if opening.name not in LITERAL_SHORTCODES or opening.is_closing or f"/{opening.name}" in missing:
        return False
    closing = re.compile(rf"\{{\{{[<%]\s*/\s*{re.escape(opening.name)}\s*[>%]\}}\}}", re.IGNORECASE)
    if closing.search(text, opening.end):
        return True
    missing.add(f"/{opening.name}")
    return False


def _fence_end(text: str, opening: re.Match[str]) -> int:
    fence = opening["fence"]
    close = re.compile(rf"^[ \t>]*{re.escape(fence[0])}{{{len(fence)},}}[ \t]*$", re.MULTILINE)
    line_end = text.find("\n", opening.end())
    found = close.search(text, line_end + 1) if line_end >= 0 else None
    return found.end() if found else len(text)


def _tick_runs(text: str) -> dict[int, list[int]]:
    """Return the positions of every run of backticks, by its length."""
    runs: dict[int, list[int]] = {}
    for run in re.finditer("`+", text):
        runs.setdefault(len(run[0]), []).append(run.start())
    return runs


def _code_span_end(text: str, runs: dict[int, list[int]], start: int, end: int) -> int | None:
    same = runs.get(end - start, [])
    index = bisect_right(same, start)
    if index == len(same):
        return None
    close = same[index]
    return None if _BLANK_LINE.search(text, end, min(close, end + 20_000)) else close + end - start


def _closer(opening: re.Match[str]) -> str:
    """Return the pattern of what ends a comment, a raw HTML element or a Liquid block."""
    if opening["comment"]:
        return "--(?=>)"
    return rf"</{opening['raw']}" if opening["raw"] else rf"\{{%-?\s*end{opening['liquid']}"


def _closer_end(text: str, closer: str, position: int, missing: set[str]) -> int | None:
    if closer in missing:
        return None
    found = re.compile(closer, re.IGNORECASE).search(text, position)
    if found is None:
        missing.add(closer)
        return None
    tag_end = text.find("}" if closer.startswith("\\") else ">", found.start())
    return tag_end + 1 if tag_end >= 0 else len(text)


def _indented_code(text: str) -> Regions:
    """Return lines indented by four or more after a blank line, outside lists."""
    regions = Regions()
    in_list, blank_before, start = False, True, None
    offset = 0
    for line in io.StringIO(text):
        is_blank = not line.strip()
        indented = line.startswith(("    ", "\t"))
        if start is not None and not is_blank and not indented:
            regions.closed.append((start, offset))
            start = None
        if indented and not is_blank and start is None and blank_before and not in_list:
            start = offset
        if not is_blank and not indented:
            in_list = bool(_LIST_ITEM.match(line)) or (in_list and (line[0] in " \t" or not blank_before))
        blank_before = is_blank
        offset += len(line)
    if start is not None:
        regions.closed.append((start, len(text)))
    return regions
