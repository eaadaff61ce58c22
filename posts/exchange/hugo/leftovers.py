"""What a page of this log would not show: embedded pages and players become links, wrappers around Markdown go."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from .edits import Edits
from .passages import Passage
from .raw_html import Element

Remark = Callable[[int, str], None]
_EMBEDDED = {"iframe", "video", "audio", "embed", "object"}
_WRAPPERS = {"div", "center", "section", "article", "aside", "main", "span", "figure"}
_UNSEEN = {"script", "style", "form", "object", "canvas", "svg"}
_YOUTUBE = re.compile(r"(?:https?:)?//(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]+)")
_LIQUID = re.compile(r"(?<!\{)\{%-?\s*([\w-]+)[^%]{0,300}%\}")


def convert_leftovers(passage: Passage, edits: Edits, remark: Remark) -> None:
    taken = -1
    for element in passage.elements:
        if element.start < taken:
            continue
        if element.opening.name in _EMBEDDED and (address := _address(element, passage)):
            words = f"Embedded: {urlsplit(address).hostname or address}"
            edits.replace(element.start, element.end, f"[{words}]({address})")
            remark(element.start, f"an embedded <{element.opening.name}> became a link to {address}")
            taken = element.end
        elif element.opening.name in _WRAPPERS and _wraps_markdown(element, passage.text):
            for tag in (element.opening, element.closing):
                edits.replace(tag.start, tag.end, "")
            remark(element.start, f"a <{element.opening.name}> around Markdown was left out; what it holds stays")
    _remark_unseen(passage, remark)


def _address(element: Element, passage: Passage) -> str:
    attributes = element.opening.attributes
    source = attributes.get("src") or attributes.get("data-src") or attributes.get("data") or ""
    if not source:
        inside = passage.text[element.opening.end : element.closing.start]
        found = re.search(r"<source\b[^<>]*\bsrc\s*=\s*[\"']?([^\"'\s>]+)", inside)
        source = found[1] if found else ""
    if video := _YOUTUBE.match(source):
        return f"https://www.youtube.com/watch?v={video[1]}"
    source = f"https:{source}" if source.startswith("//") else source
    return source if re.match(r"https?://[^\s()<>]+$", source) else ""


def _wraps_markdown(element: Element, text: str) -> bool:
    """Whether both tags stand alone on their lines, a blank line within: then Hugo reads Markdown between them."""
    opening, closing = element.opening, element.closing
    return (
        _is_alone(text, opening.start, opening.end)
        and _is_alone(text, closing.start, closing.end)
        and bool(re.match(r"[ \t]*\n[ \t]*\n", text[opening.end : opening.end + 200]))
    )


def _is_alone(text: str, start: int, end: int) -> bool:
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    return not text[line_start:start].strip() and not text[end : line_end if line_end >= 0 else len(text)].strip()


def _remark_unseen(passage: Passage, remark: Remark) -> None:
    """Name the kinds of things that stay in the text and that no page will show."""
    seen: dict[str, int] = {}
    for start, _ in passage.regions.closed:
        if found := re.match(r"<(script|style|textarea)\b", passage.text[start : start + 12], re.IGNORECASE):
            seen.setdefault(f"<{found[1].lower()}>", start)
    for element in passage.elements:
        if element.opening.name in _UNSEEN:
            seen.setdefault(f"<{element.opening.name}>", element.start)
    for found in _LIQUID.finditer(passage.text):
        if passage.regions.closed_end(found.start()) is None and found[1] not in ("post_url", "link"):
            seen.setdefault(f"{{% {found[1]} %}}", found.start())
    for what, position in seen.items():
        shown = "shown as written" if what.startswith("{") else "in the text, but no page shows it"
        remark(position, f"{what} is kept {shown}")
