"""Raw HTML in a post: its tags in one linear pass, its pictures, figures and links."""

import html
import re
from bisect import bisect_left
from dataclasses import dataclass, field

from .regions import Regions

_TAG_START = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)(?=[\s/>])")
_ATTRIBUTE = re.compile(
    r"([^\s\"'<>/=]+)(?:\s*=\s*(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'=<>`]+)))?",
)
_VOID = {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
BLOCKS = {
    "a", "article", "aside", "center", "div", "dl", "figure", "gallery", "img", "ol", "p", "picture", "section", "span",
    "table", "ul",
}  # fmt: skip


@dataclass(frozen=True)
class Tag:
    start: int
    end: int
    name: str
    is_closing: bool
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Element:
    """An opening tag with its closing one (for void elements: itself twice)."""

    opening: Tag
    closing: Tag

    @property
    def start(self) -> int:
        return self.opening.start

    @property
    def end(self) -> int:
        return self.closing.end


def find_elements(text: str, regions: Regions) -> list[Element]:
    """Return the elements of a text in the order in which they open; what never closes is left out."""
    tags = _find_tags(text, regions)
    open_tags: dict[str, list[Tag]] = {}
    elements: list[Element] = []
    for tag in tags:
        if tag.name in _VOID:
            if not tag.is_closing:
                elements.append(Element(tag, tag))
        elif not tag.is_closing:
            open_tags.setdefault(tag.name, []).append(tag)
        elif stack := open_tags.get(tag.name):
            elements.append(Element(stack.pop(), tag))
    return sorted(elements, key=lambda element: element.start)


def _find_tags(text: str, regions: Regions) -> list[Tag]:
    skip = sorted([*regions.closed, *((code.start, code.end) for code in regions.shortcodes)])
    starts = [start for start, _ in skip]
    tags: list[Tag] = []
    position, next_close = 0, 0
    while found := _TAG_START.search(text, position):
        position = found.end()
        index = bisect_left(starts, found.start() + 1) - 1
        if index >= 0 and found.start() < skip[index][1]:
            position = skip[index][1]
            continue
        next_close = text.find(">", position) if next_close < position else next_close
        if next_close < 0:
            break
        end = _tag_end(text, position, next_close)
        attributes = {} if found[1] else _attributes(text[position : end - 1])
        tags.append(Tag(found.start(), end, found[2].lower(), bool(found[1]), attributes))
        position = end
    return tags


def _tag_end(text: str, start: int, close: int) -> int:
    """Return the end of a tag whose nearest `>` is at `close`, passing by one inside a quoted value."""
    for quote in "\"'":
        if text.count(quote, start, min(close, start + 4000)) % 2:
            end_quote = text.find(quote, close, close + 4000)
            further = text.find(">", end_quote, end_quote + 4000) if end_quote >= 0 else -1
            if further >= 0 and "\n\n" not in text[close:further] and "<" not in text[close:further]:
                return further + 1
    return close + 1


def _attributes(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(text[:8000]):
        value = next((part for part in match.groups()[1:] if part is not None), "")
        found.setdefault(match[1].lower(), html.unescape(value))
    return found


def plain_text(source: str) -> str:
    """Return the words of an HTML fragment."""
    return " ".join(html.unescape(re.sub(r"<[^<>]*>", " ", source)).split())


def as_markdown(source: str) -> str:
    """Return a short HTML fragment, such as a caption, as Markdown; tags without a counterpart stay."""
    source = re.sub(
        r"<a\b[^<>]*?\bhref\s*=\s*[\"']?([^\"'<>\s]+)[\"']?[^<>]*>([^<>]*)</a>",
        lambda link: f"[{' '.join(link[2].split())}]({html.unescape(link[1])})",
        source,
        flags=re.IGNORECASE,
    )
    source = re.sub(r"</?(?:em|i)>", "_", source, flags=re.IGNORECASE)
    source = re.sub(r"</?(?:strong|b)>", "**", source, flags=re.IGNORECASE)
    source = re.sub(r"</?(?:p|h[1-6]|div|figcaption|span|small|center|attr)\b[^<>]*>", " ", source, flags=re.IGNORECASE)
    source = re.sub(r"<br\s*/?>", " ", source, flags=re.IGNORECASE)
    return " ".join(source.split())
