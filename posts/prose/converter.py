"""Python-Markdown, which tries an inline pattern only where the text holds what that pattern looks for."""

import re
from typing import Any

from markdown import Markdown
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

# What a text holds if the pattern of a name finds anything in it. Some thirty patterns are tried on every piece of
# text between two elements, and most pieces need two or three: leaving out the others halves the time.
SIGNS = {
    "backtick": "`",
    "escape": "\\",
    "footnote": "[^",
    "reference": "[",
    "link": "[",
    "image_link": "![",
    "image_reference": "![",
    "short_reference": "[",
    "short_image_ref": "![",
    "autolink": "<",
    "automail": "<",
    "linebreak": "  \n",
    "html": "<",
    "entity": "&",
    "smarty-ellipses": "...",
    "smarty-em-dashes": "---",
    "smarty-en-dashes": "--",
    **{f"smarty-quotes-{number}": "'" for number in (0, 2, 3, 4, 5, 6, 7, 8, 9, 10)},
    **{f"smarty-quotes-{number}": '"' for number in (1, 11, 12, 13, 14)},
}
EMPHASIS = ("delimiter",)
# More of one mark in a row than anybody emphasises with: each would be tried with all that follows.
_TOO_MANY_MARKS = re.compile(r"([*_~])\1{100}")
# More than anybody writes without a `>` after them.
MOST_OPEN_TAGS = 200


class Converter(Markdown):
    """A converter to be used again and again, for one text at a time."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        for name, priority in (("inline", 20), ("smarty", 6)):
            known: Any = self.treeprocessors[name]
            self.treeprocessors.register(_Inline(self, known.inlinePatterns), name, priority)

    def convert(self, source: str) -> str:
        self.reset()
        return super().convert(_without_open_tags(source))


class _Inline(InlineProcessor):
    """Python-Markdown's own but for one method, which it calls for each piece of text.

    That method and the one it calls are private there. tests/posts/prose/test_converter.py holds what comes out to be
    what an untouched converter makes.
    """

    def __init__(self, md: Markdown, patterns: Any) -> None:
        super().__init__(md)
        self.inlinePatterns = patterns
        signs = {id(patterns[name]): sign for name, sign in SIGNS.items() if name in patterns}
        self._with_signs = [(pattern, signs.get(id(pattern), "")) for pattern in patterns]
        emphasis = {id(patterns[name]) for name in EMPHASIS if name in patterns}
        self._bounded = {number for number, pattern in enumerate(patterns) if id(pattern) in emphasis}

    def _InlineProcessor__handleInline(self, data: str, first: int = 0) -> str:  # noqa: N802 (its name there)
        if isinstance(data, AtomicString):
            return data
        apply: Any = getattr(self, "_InlineProcessor__applyPattern")  # noqa: B009 (a name that no stub knows)
        for number in range(first, len(self._with_signs)):
            pattern, sign = self._with_signs[number]
            start, found = 0, sign in data
            if number in self._bounded and _TOO_MANY_MARKS.search(data):
                continue
            while found:
                data, found, start = apply(pattern, data, number, start)
        return data


def _without_open_tags(source: str) -> str:
    """Escape each `<` that nothing closes, if there are more of them than anybody writes.

    The parser of HTML reads on from each up to the end of the text.
    """
    end = source.rfind(">") + 1
    return source if source.count("<", end) <= MOST_OPEN_TAGS else source[:end] + source[end:].replace("<", "&lt;")
