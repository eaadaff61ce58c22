"""Lists as Hugo reads them (CommonMark), indented as this log's Markdown wants them: four spaces for each level.

There a nested item or a second paragraph stands as far in as its item's text, which may be two columns or three,
and a list may follow a paragraph without a blank line.
"""

import io
import re
from dataclasses import dataclass

from .regions import Regions, find_regions

_MARKER = re.compile(r"(?P<lead> {0,3})(?P<marker>[-*+]|\d{1,9}[.)])(?P<gap> {1,4}(?=\S)| +|$)")
_BREAK = re.compile(r" {0,3}(?:(?:-[ ]*){3,}|(?:\*[ ]*){3,}|(?:_[ ]*){3,})$")
_OWN_BLOCK = re.compile(r" {0,3}(?:#{1,6} |>|\||`{3}|~{3}|<|\[\^|:[ \t])")
_STEP = 4


@dataclass
class _Writer:
    """`columns` are where the text of each open item begins in the source; `in_paragraph` and `indent` (how far in
    it stood) speak of the last line that was no code."""

    regions: Regions
    columns: list[int]
    lines: list[str]
    in_paragraph: bool = False
    indent: int = 0

    def write(self, words: str) -> None:
        self.lines.append((" " * (_STEP * len(self.columns)) + words) if words else "")


def indent_lists(body: str) -> str:
    """Return the text with its lists indented by four spaces a level; a text without lists comes back as it is."""
    if not re.search(r"^[ \t]*(?:[-*+]|\d{1,9}[.)])[ \t]", body, re.MULTILINE):
        return body
    writer = _Writer(find_regions(body), [], [])
    offset = 0
    for line in io.StringIO(body):
        _take(writer, line.rstrip("\n"), offset)
        offset += len(line)
    return "\n".join(writer.lines) + ("\n" if body.endswith("\n") else "")


def _take(writer: _Writer, line: str, offset: int) -> None:
    columns = writer.columns
    within = writer.regions.closed_end(offset - 1) is not None and writer.regions.closed_end(offset) is not None
    if not line.strip():
        writer.lines.append(line if within and not columns else "")
        writer.in_paragraph = False
    elif within:  # a line of code goes along with the item it stands in
        expanded = line.expandtabs(_STEP)
        indent = len(expanded) - len(expanded.lstrip())
        writer.lines.append(" " * _STEP * len(columns) + expanded[min(indent, writer.indent) :] if columns else line)
    else:
        _take_markdown(writer, line)


def _take_markdown(writer: _Writer, line: str) -> None:
    columns = writer.columns
    expanded = line.expandtabs(_STEP) if columns else line
    indent = len(expanded) - len(expanded.lstrip(" "))
    writer.indent = indent
    was_in_list = bool(columns)
    starts_block = _MARKER.match(expanded.lstrip(" ")) or _OWN_BLOCK.match(expanded.lstrip(" "))
    if writer.in_paragraph and columns and indent < columns[-1] and not starts_block:
        writer.write(expanded.lstrip(" "))  # CommonMark's lazy continuation
        return
    while columns and indent < columns[-1]:
        columns.pop()
    column = columns[-1] if columns else 0
    rest = expanded[column:]
    marker = _MARKER.match(rest) if not _BREAK.match(rest) else None
    if marker is None or (writer.in_paragraph and not was_in_list and not _may_interrupt(marker)):
        beyond = len(rest) - len(rest.lstrip(" "))
        writer.lines.append(" " * _STEP * len(columns) + rest[beyond if beyond < _STEP else 0 :] if columns else line)
        writer.in_paragraph = not _OWN_BLOCK.match(rest)
        return
    if writer.in_paragraph and not was_in_list:
        writer.lines.append("")
    writer.write(rest[len(marker["lead"]) :])
    gap = len(marker["gap"]) if 1 <= len(marker["gap"]) <= _STEP else 1
    columns.append(column + len(marker["lead"]) + len(marker["marker"]) + gap)
    writer.in_paragraph = True


def _may_interrupt(marker: re.Match[str]) -> bool:
    """Whether a list may begin right below a paragraph: with a bullet or a 1, and not empty."""
    return bool(marker["gap"]) and (marker["marker"] in "-*+" or marker["marker"][:-1] == "1")
