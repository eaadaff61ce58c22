"""The direction of each block of a text: said where letters run from right to left, so that it is seen anywhere.

People's names within references are left out of it, as they are out of anchors: a block must not tell the script
of a name that is not shown.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

from posts.directions import direction_of_text

from .anchors import HEADINGS, PERSON

# List items follow their list, since their marks stand on its side.
BLOCKS = frozenset({*HEADINGS, "blockquote", "dd", "dl", "dt", "ol", "p", "table", "td", "th", "ul"})


class _Directions(Treeprocessor):
    def run(self, root: Element) -> None:
        for element in root.iter():
            if element.tag in BLOCKS and (direction := direction_of_text("".join(_words(element)))):
                element.set("dir", direction)


def _words(element: Element) -> Iterator[str]:
    if element.tag != "code" and not element.get("href", "").startswith(PERSON):
        yield element.text or ""
        for child in element:
            yield from _words(child)
            yield child.tail or ""


class DirectionExtension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name Python-Markdown calls)
        # After inline processing (20), when links have become elements.
        md.treeprocessors.register(_Directions(md), "directions", 4)
