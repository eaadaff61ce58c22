"""A paragraph of words and links alone, as most captions, summaries and abstracts are: HTML without a converter.

Converter and sanitizers take half a millisecond for such a text, to change its apostrophes and leave out nothing.
"""

import re

from posts.directions import direction_of_text

from .anchors import PERSON, paragraph_anchor
from .sanitize import REFERENCE_SCHEMES

_BEGIN = r"(?=[^\W_]|[\[“(])(?!\d+\.)"
# None of these means anything to Markdown, where it stands in a line, or to HTML.
_HARMLESS = rf"[^\W_]|[ ,;:?()/+#@%=–—…“”‘’]|(?<!\.)\.(?!\.)|(?<!-)-(?!-)|!(?!\[)|(?<! )\n{_BEGIN}"
# It becomes a right quotation mark there, whatever else the text holds.
_APOSTROPHE = r"(?<=[^\W\d_])'(?=[^\W\d_])|(?<=\))'(?=s\b)"
_WORDS = rf"(?:{_HARMLESS}|{_APOSTROPHE})"
_ADDRESS = rf"(?:{'|'.join(sorted(REFERENCE_SCHEMES))}):[a-z0-9-]+|https?://[a-z0-9-.]+(?:/[A-Za-z0-9./-]*)?"
_LINK = re.compile(rf"\[({_WORDS}++)\]\(({_ADDRESS})\)")
_PLAIN = re.compile(rf"{_BEGIN}(?:{_WORDS}|{_LINK.pattern})*+(?<! )")
_PERSON = re.compile(rf'<a href="{PERSON}[^>]*>[^<]*</a>')
_TAG = re.compile(r"<[^>]*>")
_STRAIGHT, _CURLY = "'’"


def to_html(source: str) -> str | None:
    """Return what `markdown.to_html` does for a text, or None where it holds anything that takes a converter."""
    if not source:
        return ""
    if not _PLAIN.fullmatch(source):
        return None
    linked = _LINK.sub(r'<a href="\2">\1</a>', source)
    words = _TAG.sub("", _PERSON.sub("", linked))
    if direction_of_text(words):
        return None
    text = " ".join(words.replace(_STRAIGHT, " ").split())
    anchor = f' id="{paragraph_anchor(text)}"' if text else ""
    return f"<p{anchor}>{linked.replace(_STRAIGHT, _CURLY)}</p>"
