"""Links and images of a Markdown text, where they stand: inline, reference-style, autolinks, or to a shortcode."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from .regions import Regions
from .shortcodes import Shortcode

_BRACKET = re.compile(
    r"\\.|(?P<open>!?\[)|(?P<close>\])|(?P<blank>\n[ \t>]*(?=\n))|<(?P<auto>https?://[^\s<>]{1,2000})>", re.DOTALL
)
_TEMPLATE = r"\{\{[^{}\n]*+\}\}|\{%(?:[^{}\n%]|%(?!\}))*+%\}"
_TARGET = re.compile(
    r"[ \t]*\n?[ \t]*(?:<(?P<angle>[^<>\n]*+)>"
    rf"|(?P<plain>(?:{_TEMPLATE}|\\[^\s]|[^\s()\\<]|\((?:{_TEMPLATE}|\\[^\s]|[^\s()\\])*+\))*+))"
)
_TITLE = re.compile(
    r"(?:[ \t]*\n?[ \t]*(?:\"(?P<double>(?:\\.|[^\"\\])*+)\"|'(?P<single>(?:\\.|[^'\\])*+)'|\((?P<round>[^()]*+)\)))?"
    r"[ \t]*\n?[ \t]*\)",
    re.DOTALL,
)
_LABEL = re.compile(r"\[([^\[\]]{0,1000})\]")
_DEFINITION = re.compile(
    r"^ {0,3}\[(?!\^)(?P<label>[^\[\]\n]{1,500})\]:[ \t]*\n?[ \t]*(?:<(?P<angle>[^<>\n]*)>|(?P<plain>\S+))"
    r"(?:[ \t]*\n?[ \t]+(?:\"(?P<double>[^\"\n]*)\"|'(?P<single>[^'\n]*)'|\((?P<round>[^()\n]*)\)))?[ \t]*$\n?",
    re.MULTILINE,
)
_ATTRIBUTES = re.compile(r"\{:?[ \t]*[.#\w][^{}\n]{0,300}\}")


@dataclass(frozen=True)
class Link:
    """A link or an image at text[start:end]. `target` is the address as written, or the shortcode in its place."""

    start: int
    end: int
    is_image: bool
    text: str
    text_start: int
    target: str | Shortcode
    title: str = ""
    is_reference: bool = False
    attributes: str = ""


@dataclass(frozen=True)
class Definition:
    """`[label]: target "title"`, at text[start:end]."""

    start: int
    end: int
    target: str | Shortcode
    title: str


def find_definitions(text: str, regions: Regions) -> dict[str, Definition]:
    """Return the definitions of reference-style links by their folded labels; the first of a name counts."""
    shortcodes = {shortcode.start: shortcode for shortcode in regions.shortcodes}
    found: dict[str, Definition] = {}
    for match in _DEFINITION.finditer(text):
        if regions.closed_end(match.start()) is not None:
            continue
        target: str | Shortcode = match["angle"] if match["angle"] is not None else match["plain"]
        end = match.end()
        if shortcode := shortcodes.get(match.start("plain")):
            target, end = shortcode, shortcode.end + text.startswith("\n", shortcode.end)
        title = match["double"] or match["single"] or match["round"] or ""
        found.setdefault(_fold(match["label"]), Definition(match.start(), end, target, title))
    for shortcode in regions.shortcodes:  # a target with spaces in it escapes the pattern above
        line_start = text.rfind("\n", 0, shortcode.start) + 1
        if before := re.fullmatch(r" {0,3}\[(?!\^)([^\[\]\n]{1,500})\]:[ \t]*", text[line_start : shortcode.start]):
            end = shortcode.end + text.startswith("\n", shortcode.end)
            found.setdefault(_fold(before[1]), Definition(line_start, end, shortcode, ""))
    return found


def _fold(label: str) -> str:
    return " ".join(label.split()).casefold()


def find_links(text: str, regions: Regions, definitions: Mapping[str, Definition]) -> list[Link]:
    """Return links and images in order of their ends; an image inside a link comes before that link."""
    shortcodes = {shortcode.start: shortcode for shortcode in regions.shortcodes}
    skips = dict(regions.closed) | {start: code.end for start, code in shortcodes.items()}
    skips |= {definition.start: definition.end for definition in definitions.values()}
    ordered = sorted(skips.items())
    links: list[Link] = []
    stack: list[re.Match[str]] = []
    position, next_skip = 0, 0
    while found := _BRACKET.search(text, position):
        while next_skip < len(ordered) and ordered[next_skip][1] <= found.start():
            next_skip += 1
        if next_skip < len(ordered) and ordered[next_skip][0] <= found.start():
            position = ordered[next_skip][1]
            continue
        position = found.end()
        if found["open"]:
            stack.append(found)
        elif found["blank"]:
            stack.clear()
        elif found["auto"]:
            links.append(Link(found.start(), found.end(), False, found["auto"], found.start() + 1, found["auto"]))
        elif found["close"] and stack:
            opening = stack.pop()
            link = _link_after(text, opening, found.start(), shortcodes, definitions)
            if link is not None:
                links.append(link)
                position = link.end
                if not link.is_image:  # links do not hold links
                    stack = [other for other in stack if other["open"] == "!["]
    return links


def _link_after(
    text: str,
    opening: re.Match[str],
    close: int,
    shortcodes: Mapping[int, Shortcode],
    definitions: Mapping[str, Definition],
) -> Link | None:
    is_image = opening["open"] == "!["
    label = text[opening.end() : close]
    base = (opening.start(), is_image, label, opening.end())
    if text.startswith("(", close + 1) and (inline := _inline(text, close + 2, shortcodes)):
        target, title, end = inline
        return _with_attributes(text, Link(base[0], end, *base[1:], target, title))
    if not definitions:
        return None
    reference = _LABEL.match(text, close + 1)
    name = reference[1] if reference and reference[1].strip() else label
    definition = definitions.get(_fold(name)) if len(name) <= 500 else None
    if definition is None:
        return None
    end = reference.end() if reference else close + 1
    return _with_attributes(text, Link(base[0], end, *base[1:], definition.target, definition.title, True))


def _inline(text: str, position: int, shortcodes: Mapping[int, Shortcode]) -> tuple[str | Shortcode, str, int] | None:
    """Read `target "title")` from after the opening bracket."""
    start = position
    while start < len(text) and text[start] in " \t\n\"'<":
        start += 1
    target: str | Shortcode
    if shortcode := shortcodes.get(start):
        target = shortcode
        after = shortcode.end
        # Hugo writers quote the shortcode, or put an anchor right behind it.
        tail = re.compile(r"(#[^\s()\"'>]*)?[\"'>]?").match(text, after)
        if tail and tail[1]:
            target = Shortcode(
                shortcode.start, shortcode.end, shortcode.name, shortcode.named, (*shortcode.positional[:1], tail[1])
            )
        after = tail.end() if tail else after
    else:
        found = _TARGET.match(text, position)
        if found is None:
            return None
        angle = found["angle"]
        target = angle if angle is not None else re.sub(r"\\([^\w\s])", r"\1", found["plain"])
        after = found.end()
    title = _TITLE.match(text, after)
    if title is None:
        return None
    words = title["double"] or title["single"] or title["round"] or ""
    return target, re.sub(r"\\([\"'\\])", r"\1", words), title.end()


def _with_attributes(text: str, link: Link) -> Link:
    """Take in `{.class}` or `{: width=300 }` right behind an image."""
    found = _ATTRIBUTES.match(text, link.end) if link.is_image else None
    if found is None:
        return link
    return Link(
        link.start, found.end(), True, link.text, link.text_start, link.target, link.title, link.is_reference, found[0]
    )
