"""Passages quoted elsewhere: the paragraph of a rendered text that names something, shortened around the name.

What is quoted is read off the text as readers see it, so that whatever stands for somebody's name there
stands for it in the quote, too.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

from .sanitize import ATTRIBUTES_WRITTEN, REFERENCE_SCHEMES

# How many characters a quote shows before and after the name.
BEFORE = 140
AFTER = 180

KEPT = frozenset({"b", "bdi", "cite", "code", "del", "em", "i", "ins", "q", "s", "strong", "sub", "u"})
VOID = frozenset({"br", "hr", "img", "source", "wbr"})
BLOCKS = frozenset({"dd", "dt", "div", "figure", "h3", "h4", "h5", "h6", "li", "p"})
_ANCHORED = re.compile(rf'<(\w+){ATTRIBUTES_WRITTEN}\sid="([^"]+)"{ATTRIBUTES_WRITTEN}>')
_SPACES = re.compile(r"\s+")
_Tags = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Piece:
    """Some words of a passage, the tags around them, and the address they lead to within the log."""

    text: str
    tags: _Tags = ()
    url: str = ""


@dataclass
class _Open:
    """An element that is being read; `passage` is the anchor of the passage its words belong to."""

    tag: str
    passage: str
    tags: _Tags
    url: str
    is_left_out: bool = False


@dataclass
class _Reader(HTMLParser):
    """Reads rendered HTML into passages by their anchor."""

    passages: dict[str, list[Piece]] = field(default_factory=dict)
    stack: list[_Open] = field(default_factory=lambda: [_Open("", "", (), "")])

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            self.handle_data(" ")
            return
        values = {name: value or "" for name, value in attrs}
        around = self.stack[-1]
        tags = (*around.tags, (f"<{tag}>", f"</{tag}>")) if tag in KEPT else around.tags
        is_of_the_log = tag == "a" and not REFERENCE_SCHEMES.isdisjoint(values.get("class", "").split())
        # A footnote's mark says nothing away from its footnote.
        is_mark = tag == "sup" or "footnote-backref" in values.get("class", "")
        passage = values.get("id", around.passage) if tag in BLOCKS else around.passage
        url = values.get("href", "") if is_of_the_log else around.url
        self.stack.append(_Open(tag, passage, tags, url, is_mark or around.is_left_out))

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID and len(self.stack) > 1:
            self.stack.pop()

    def handle_data(self, data: str) -> None:
        around = self.stack[-1]
        if around.passage and not around.is_left_out:
            piece = Piece(_SPACES.sub(" ", data), around.tags, around.url)
            self.passages.setdefault(around.passage, []).append(piece)


def passage_in(safe_html: str, anchor: str) -> str:
    """Return the element of sanitised HTML that has an anchor, all of it; "" where none has."""
    opening = next((found for found in _ANCHORED.finditer(safe_html) if found[2] == anchor), None)
    if opening is None:
        return ""
    depth = 0
    for tag in re.compile(rf"<(/?){opening[1]}{ATTRIBUTES_WRITTEN}>").finditer(safe_html, opening.start()):
        depth += -1 if tag[1] else 1
        if depth == 0:
            return safe_html[opening.start() : tag.end()]
    return ""


def passages_of(rendered: str) -> dict[str, list[Piece]]:
    """Return the passages of HTML from the renderer by their anchor: paragraphs, list items, headings."""
    reader = _Reader()
    reader.feed(rendered)
    reader.close()
    return reader.passages


def quote(pieces: Sequence[Piece], url: str) -> SafeString:
    """Return a passage as inline HTML, shortened around the first link to `url`, which is marked instead of linked.

    A passage without that link gives nothing.
    """
    text = "".join(piece.text for piece in pieces)
    start = 0
    for piece in pieces:
        if piece.url == url:
            break
        start += len(piece.text)
    else:
        return SafeString()
    first, last = _window(text, start, start + len(piece.text))
    words = SafeString("").join(_shown(piece, url) for piece in _cut(pieces, first, last))
    return SafeString(f"{'… ' if first else ''}{words}{' …' if last < len(text.rstrip()) else ''}")


def _window(text: str, start: int, end: int) -> tuple[int, int]:
    """Return what to show of a text around a name, cut between words."""
    first, last = max(0, start - BEFORE), min(len(text), end + AFTER)
    if first:
        space = text.find(" ", first, start)
        first = space + 1 if space >= 0 else first
    if last < len(text):
        space = text.rfind(" ", end, last)
        last = space if space >= 0 else last
    return first, last


def _cut(pieces: Sequence[Piece], first: int, last: int) -> list[Piece]:
    cut = []
    position = 0
    for piece in pieces:
        text = piece.text[max(0, first - position) : max(0, last - position)]
        position += len(piece.text)
        if text:
            cut.append(Piece(text, piece.tags, piece.url))
    return cut


def _shown(piece: Piece, marked: str) -> SafeString:
    words = escape(piece.text)
    if piece.url == marked:
        words = format_html("<mark>{}</mark>", words)
    elif piece.url:
        words = format_html('<a href="{}">{}</a>', piece.url, words)
    opening, closing = "".join(tag[0] for tag in piece.tags), "".join(tag[1] for tag in reversed(piece.tags))
    return SafeString(f"{opening}{words}{closing}")
