"""Finds the files of pictures, names figures, and sets them into the text: `![](figure:name)` alone in a paragraph."""

import math
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import unquote

from .blocks import Block
from .edits import Edits
from .tree import Tree

PICTURES = {".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".heic", ".heif", ".tif", ".tiff", ".bmp", ".svg"}
_PREFIX = re.compile(
    r"^\{\{-?\s*(?:site\.(?:url|baseurl)|page\.\w+)\s*-?\}\}|^\{(?:static|filename|attach|photo)\}|^@/", re.IGNORECASE
)
_FILTERED = re.compile(r"^\{\{-?\s*[\"']([^\"']+)[\"']\s*\|[^{}]*\}\}$")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|\{", re.IGNORECASE)
_MARKERS = re.compile(r"[ \t]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+|>[ \t]?)+")
_LIST_LINE = re.compile(r"[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]")


@dataclass(frozen=True)
class Picture:
    """Where a picture's address leads. `strange` ones (`image:7`) are left in the text as they are."""

    state: Literal["found", "missing", "remote", "strange"]
    path: Path | None = None
    remark: str = ""


def find_picture(src: str, tree: Tree, folder: Path, stem: str = "") -> Picture:
    """Look a picture up. `folder` holds the post; `stem` is the file name of a post that is no bundle."""
    address = src.strip()
    if filtered := _FILTERED.match(address):
        address = filtered[1]
    stripped = _PREFIX.sub("", address)
    rooted = stripped != address and not address.startswith(("{attach}", "{filename}"))
    address = stripped if not rooted else "/" + stripped.lstrip("/")
    if re.match(r"(?:https?:)?//", address, re.IGNORECASE):
        return Picture("remote") if len(address) <= 500 else Picture("strange", remark="its address is too long")
    if not address or _SCHEME.match(address):
        return Picture("strange", remark="an address this importer does not know")
    plain = re.split(r"[?#]", address, maxsplit=1)[0]
    places = [
        (name, where) for name in dict.fromkeys([address, plain, unquote(plain)]) for where in (folder, folder / stem)
    ]
    for name, where in places:
        try:
            if path := tree.locate(name, where):
                return Picture("found", path)
        except PermissionError:
            return Picture("missing", remark="leads outside the imported folder, so it was not read")
    if stripped != src.strip():
        return Picture("strange", remark="names no file here")  # a template's address says more than its file's name
    return Picture("missing", remark="names no file")


@dataclass(frozen=True)
class Spot:
    """A place in the text, text[start:end], where the figure `name` stands."""

    start: int
    end: int
    name: str


def set_figures(text: str, spots: Sequence[Spot], blocks: Sequence[Block], edits: Edits) -> None:
    """Replace spots by references; one within a sentence, a heading or a table is set after that block."""
    for group in _groups(text, sorted(spots, key=lambda spot: spot.start)):
        line_start = text.rfind("\n", 0, group[0].start) + 1
        line_end = text.find("\n", group[-1].end)
        line_end = len(text) if line_end < 0 else line_end
        before, after = text[line_start : group[0].start], text[group[-1].end : line_end]
        markers = _MARKERS.fullmatch(before)
        if after.strip().strip("\\") or (before.strip() and not markers):
            _set_behind(text, group, blocks, edits)
        elif markers:
            quote = ">" in before
            between = "\n>\n> " if quote else "\n\n" + " " * 4 * math.ceil(max(len(before), 4) / 4)
            edits.replace(group[0].start, line_end, between.join(_reference(spot) for spot in group))
        else:
            indent = " " * 4 * math.ceil(len(before.expandtabs(4)) / 4) if before and _in_list(text, line_start) else ""
            lines = "\n\n".join(indent + _reference(spot) for spot in group)
            above = "" if _is_blank_before(text, line_start) else "\n"
            below = "" if _is_blank_after(text, line_end) else "\n"
            edits.replace(line_start, line_end, above + lines + below)


def _reference(spot: Spot) -> str:
    return f"![](figure:{spot.name})"


def _groups(text: str, spots: Sequence[Spot]) -> list[list[Spot]]:
    """Join spots with nothing but white space (and line-break marks) between them."""
    groups: list[list[Spot]] = []
    for spot in spots:
        gap = text[groups[-1][-1].end : spot.start] if groups else "x"
        if groups and re.fullmatch(r"(?:\s|\\|<br\s*/?>|&nbsp;)*", gap):
            groups[-1].append(spot)
        else:
            groups.append([spot])
    return groups


def _set_behind(text: str, group: list[Spot], blocks: Sequence[Block], edits: Edits) -> None:
    for spot in group:
        # Of the two spaces around a picture within a sentence one remains.
        eats_space = text[spot.start - 1 : spot.start] in (" ", "") and text[spot.end : spot.end + 1] == " "
        edits.replace(spot.start, spot.end + eats_space, "")
    index = bisect_right(blocks, group[0].start, key=lambda block: block.start) - 1
    end = blocks[index].end if index >= 0 and group[0].start < blocks[index].end else len(text)
    indent = ""
    line_start = text.rfind("\n", 0, group[0].start) + 1
    if _LIST_LINE.match(text, line_start):
        indent = "    "
        if following := re.compile(r"^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]", re.MULTILINE).search(text, group[-1].end, end):
            end = following.start()
    references = "\n\n".join(indent + _reference(spot) for spot in group)
    above = "\n" if text[end - 1 : end] == "\n" else "\n\n"
    edits.insert(end, above + references + "\n" + ("" if _is_blank_after(text, end - 1) else "\n"))


def _in_list(text: str, line_start: int) -> bool:
    """Whether the nearest line above that is not indented more than three spaces is a list's."""
    end = line_start
    for _ in range(200):
        if end <= 0:
            return False
        start = text.rfind("\n", 0, end - 1) + 1
        line = text[start : end - 1]
        if _LIST_LINE.match(line):
            return True
        if line.strip() and line[0] not in " \t":
            return False
        end = start
    return False


def _is_blank_before(text: str, line_start: int) -> bool:
    if line_start == 0:
        return True
    previous = text.rfind("\n", 0, line_start - 1) + 1
    return not text[previous : line_start - 1].strip()


def _is_blank_after(text: str, line_end: int) -> bool:
    if line_end + 1 >= len(text):
        return True
    following = text.find("\n", line_end + 1)
    return not text[line_end + 1 : following if following >= 0 else len(text)].strip()
