"""Anchors for headings and paragraphs, so that a passage can be linked.

An anchor is made of the words it stands at alone, so it survives edits elsewhere in the text.
The labels of person references are left out of it: they change with a person's visibility,
and an anchor must not give away a name.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from django.utils.text import slugify
from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
TOP_LEVEL = 3
PERSON = "person:"
# Python-Markdown keeps raw HTML and code aside, leaving a mark between these two characters.
_STASHED = re.compile("\x02[^\x03]*\x03")
_ALIGNMENT = re.compile(r"text-align:\s*(left|center|right)")


def _words(element: Element) -> Iterator[str]:
    """Yield the words within, without recursion: texts are nested as deep as somebody likes."""
    coming: list[Element | str] = [element]
    while coming:
        part = coming.pop()
        if isinstance(part, str):
            yield part
        elif not part.get("href", "").startswith(PERSON):
            inside = [piece for child in part for piece in (child, child.tail or "")]
            coming += reversed([part.text or "", *inside])


def _anchor_text(element: Element) -> str:
    return " ".join(_STASHED.sub(" ", "".join(_words(element))).split())


def paragraph_anchor(text: str) -> str:
    """Return the anchor of a paragraph or a list item of these words, with one space between two."""
    return f"p-{hashlib.sha256(text.encode()).hexdigest()[:8]}"


def _is_passage(element: Element) -> bool:
    """Whether it is a heading, a paragraph, or a list item that holds its words itself."""
    return element.tag in HEADINGS or element.tag == "p" or (element.tag == "li" and element.find("p") is None)


class _Anchors(Treeprocessor):
    def run(self, root: Element) -> None:
        used: Counter[str] = Counter()
        headings = [element for element in root.iter() if element.tag in HEADINGS]
        shift = TOP_LEVEL - min((HEADINGS.index(heading.tag) + 1 for heading in headings), default=TOP_LEVEL)
        for element in root.iter():
            text = _anchor_text(element) if _is_passage(element) else ""
            if element.tag in HEADINGS:
                level = HEADINGS.index(element.tag) + 1 + shift
                element.tag = f"h{min(level, 6)}"
                self._name(element, slugify(text, allow_unicode=True) or "section", used)
            elif text:
                self._name(element, paragraph_anchor(text), used)
            elif alignment := _ALIGNMENT.search(element.attrib.pop("style", "")):
                element.set("class", f"align-{alignment[1]}")

    @staticmethod
    def _name(element: Element, anchor: str, used: Counter[str]) -> None:
        used[anchor] += 1
        element.set("id", anchor if used[anchor] == 1 else f"{anchor}-{used[anchor]}")


class AnchorExtension(Extension):
    """Give headings and paragraphs anchors, headings their level below a day's own, and table cells
    a class instead of an inline style."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name Python-Markdown calls)
        # After inline processing (20), when links have become elements.
        md.treeprocessors.register(_Anchors(md), "anchors", 5)
