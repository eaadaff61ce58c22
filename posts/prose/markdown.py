"""Markdown to safe HTML in which references still wait to be resolved.

What comes out depends on the text alone: not on the log, its people or their visibility.
"""

import re
import threading
from functools import lru_cache
from typing import Any

from django.utils.html import escape

from . import plain
from .anchors import AnchorExtension
from .bounded import BoundedExtension, Footnotes
from .converter import Converter
from .directions import DirectionExtension
from .kept import kept
from .sanitize import sanitize

EXTENSIONS = [
    "abbr",
    "def_list",
    "md_in_html",
    "sane_lists",
    "smarty",
    "tables",
    "pymdownx.betterem",
    "pymdownx.highlight",
    "pymdownx.superfences",
    "pymdownx.tasklist",
    "pymdownx.tilde",
]
SETTINGS: dict[str, dict[str, Any]] = {
    "pymdownx.highlight": {"guess_lang": False, "css_class": "highlight"},
}

FOOTNOTES = {"BACKLINK_TITLE": "Back to the text"}
OURS = [AnchorExtension(), BoundedExtension(), DirectionExtension(), Footnotes(**FOOTNOTES)]

_CHECKBOX = re.compile(r'<input type="checkbox" disabled( checked)?\s*/>')
# A converter takes longer to make than a paragraph to convert; it serves one text at a time.
_own = threading.local()


@lru_cache(maxsize=256)
def to_html(source: str) -> str:
    """Return sanitised HTML for Markdown; references are links and images of a scheme such as `person:`.

    Kept in memory for a while, because a text is asked for several times in a row: for its references, then its words
    or HTML; and beyond that by `kept`.
    """
    html = plain.to_html(source)
    return kept(source, _made) if html is None else html


def _made(source: str) -> str:
    return sanitize(_CHECKBOX.sub(_task_mark, _convert(source)))


def _convert(source: str) -> str:
    converter: Converter | None = getattr(_own, "converter", None)
    if converter is None:
        converter = Converter(extensions=[*EXTENSIONS, *OURS], extension_configs=SETTINGS)
    # One that fails half-way is not used again.
    _own.converter = None
    try:
        html = converter.convert(source)
    except RecursionError:
        # Emphasis within emphasis, thousands deep: what nobody can have meant is shown as it is written.
        return f"<pre>{escape(source)}</pre>"
    _own.converter = converter
    return html


def _task_mark(box: re.Match[str]) -> str:
    """A read-only mark in place of a form control that nobody can use."""
    state = "done" if box[1] else "open"
    return f'<span class="task-mark task-{state}" role="img" aria-label="{state}"></span>'
