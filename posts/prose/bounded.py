"""Markdown read in time that grows with a text's length, whatever it holds.

Python-Markdown looks for the end of each bracket up to the end of the paragraph: twenty thousand `[` would take it
many seconds. Lists within lists it reads by recursion, which a few hundred of them bring down. Here both end where
no text that anybody writes goes on.
"""

import itertools
import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteExtension
from markdown.inlinepatterns import (
    ImageInlineProcessor,
    ImageReferenceInlineProcessor,
    LinkInlineProcessor,
    ReferenceInlineProcessor,
    ShortImageReferenceInlineProcessor,
    ShortReferenceInlineProcessor,
)

# Brackets within brackets: as many as CommonMark's own parser follows within a destination. Lists within lists.
DEEPEST = 32
# Characters of a destination and a title together; browsers' own limits for addresses lie about here.
LONGEST = 2048

_BRACKET = re.compile(r"[\[\]]")
_PARENTHESIS = re.compile(r"[()]")
# Python-Markdown's own, with the name and the priority each has there.
_PROCESSORS: tuple[tuple[type[LinkInlineProcessor], str, int], ...] = (
    (ReferenceInlineProcessor, "reference", 170),
    (LinkInlineProcessor, "link", 160),
    (ImageInlineProcessor, "image_link", 150),
    (ImageReferenceInlineProcessor, "image_reference", 140),
    (ShortReferenceInlineProcessor, "short_reference", 130),
    (ShortImageReferenceInlineProcessor, "short_image_ref", 125),
)
_NESTED = (("olist", 40), ("ulist", 30), ("quote", 20))


class _Bounded(LinkInlineProcessor):
    def getText(self, data: str, index: int) -> tuple[str, int, bool]:  # noqa: N802 (Python-Markdown's name)
        """Return what stands in the bracket opened before `index`, the index after it, and whether it is closed."""
        depth = 1
        for bracket in _BRACKET.finditer(data, index):
            depth += 1 if bracket[0] == "[" else -1
            if depth == 0:
                return data[index : bracket.start()], bracket.end(), True
            if depth > DEEPEST:
                break
        return "", index, False

    def getLink(self, data: str, index: int) -> tuple[str, str | None, int, bool]:  # noqa: N802 (likewise)
        """Return destination, title, the index after them, and whether there is a destination at all."""
        if not data.startswith("(", index) or not _may_close(data, index):
            return "", None, index, False
        return super().getLink(data[: index + LONGEST], index)


def _may_close(data: str, index: int) -> bool:
    """Whether a parenthesis is followed by another that may close it before too many more are opened."""
    parentheses = itertools.islice(_PARENTHESIS.finditer(data, index, index + LONGEST), DEEPEST + 1)
    return any(parenthesis[0] == ")" for parenthesis in parentheses)


class _Shallow(BlockProcessor):
    def test(self, parent: Element, block: str) -> bool:
        """Whether a list or quotation begins; its marks are words where it would lie too deep."""
        return len(self.parser.state) < DEEPEST and super().test(parent, block)


class Footnotes(FootnoteExtension):
    """Footnotes whose marks are numbered by counting them, not by trying each number that another mark may have."""

    def unique_ref(self, reference: str, found: bool = False) -> str:
        """Return the id of a mark: `fnref:a` of the first to footnote a, `fnref2:a` of the second."""
        if not found:
            return reference
        number = self.found_refs[reference] = self.found_refs.get(reference, 0) + 1
        return reference if number == 1 else reference.replace(":", f"{number}:", 1)


class BoundedExtension(Extension):
    """Put bounded processors in the place of Python-Markdown's own."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 (the name Python-Markdown calls)
        blocks = md.parser.blockprocessors
        for name, priority in _NESTED:
            known = type(blocks[name])
            blocks.register(type(f"Shallow{known.__name__}", (_Shallow, known), {})(md.parser), name, priority)
        for processor, name, priority in _PROCESSORS:
            bounded = type(f"Bounded{processor.__name__}", (_Bounded, processor), {})
            md.inlinePatterns.register(bounded(md.inlinePatterns[name].pattern, md), name, priority)
