"""References in a text: `[Ada](person:ada)`, `[King Taco](place:king-taco)`, `![](figure:skating)`.

They are found in the sanitised HTML, so that code, comments and escapes never count and what the
index holds is exactly what a reader is shown.
"""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote

from .markdown import to_html
from .sanitize import ATTRIBUTES_WRITTEN, REFERENCE_SCHEMES

_LINK_OR_IMAGE = re.compile(rf"<a({ATTRIBUTES_WRITTEN})>(.*?)</a>|<img({ATTRIBUTES_WRITTEN})>", re.DOTALL)
_ATTRIBUTE = re.compile(r'\s+([\w:-]+)="([^"]*)"')
_ANCHOR_OR_LINK = re.compile(rf'\sid="(p-[^"]+)"|{_LINK_OR_IMAGE.pattern}', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_TARGET = re.compile(rf"({'|'.join(sorted(REFERENCE_SCHEMES))}):(.+)", re.DOTALL)
# Whatever the converter might take for a reference, or for a part of one: escapes and entities, too. These begin with
# the characters that are rare in a text, and look back for the kind: `re` finds them five times as fast so.
_KINDS = sorted(REFERENCE_SCHEMES)
_BEHIND_A_KIND = "|".join(rf"(?<=\b{kind}:)|(?<=\b{kind}\s:)" for kind in _KINDS)
ANY_SPELLING = re.compile(rf"[:&\\](?:(?<=[&\\])|(?<=\s\s:)|{_BEHIND_A_KIND})")
_THE_KIND = "|".join(rf"(?<=\b({kind}):)" for kind in _KINDS)
_PLAIN = re.compile(rf":(?:{_THE_KIND})([-\w%]+)")

# How many characters before an element `replace` shows: enough to see whether a sentence begins.
CONTEXT = 80


@dataclass(frozen=True)
class Found:
    """A reference as written: its target, its label, and the anchor of the paragraph it stands in."""

    kind: str
    slug: str
    label: str
    anchor: str


@dataclass(frozen=True)
class Element:
    """A link (`inner` is its HTML) or an image (`inner` is None) of sanitised HTML."""

    attributes: dict[str, str]
    inner: str | None

    @property
    def address(self) -> str:
        return self.attributes.get("src" if self.inner is None else "href", "")

    @property
    def target(self) -> tuple[str, str] | None:
        """The kind and slug it refers to, or None where it is an ordinary address."""
        match = _TARGET.fullmatch(self.address)
        return (match[1], unquote(match[2]).strip()) if match else None


def _element(attributes: str | None, inner: str | None, image_attributes: str | None) -> Element:
    values = _ATTRIBUTE.findall((image_attributes if inner is None else attributes) or "")
    return Element({name: html.unescape(value) for name, value in values}, inner)


def replace(safe_html: str, replacement: Callable[[Element, str], str]) -> str:
    """Replace every link and image of sanitised HTML by what `replacement` makes of it.

    `replacement` is given the element and the end of the HTML before it.
    """

    def make(match: re.Match[str]) -> str:
        element = _element(match[1], match[2], match[3])
        return replacement(element, safe_html[max(0, match.start() - CONTEXT) : match.start()])

    return _LINK_OR_IMAGE.sub(make, safe_html)


def text_of(safe_html: str) -> str:
    """Return the words of sanitised HTML, without its tags."""
    return " ".join(html.unescape(_TAG.sub("", safe_html)).split())


def targets_of(source: str) -> set[tuple[str, str]]:
    """Return the kinds and slugs that a text refers to, and perhaps some that only its code speaks of.

    Where all is spelled plainly, the text does not have to be converted for that.
    """
    plain = _PLAIN.findall(source)
    if len(plain) == len(ANY_SPELLING.findall(source)):
        return {("".join(kind), unquote(slug)) for *kind, slug in plain}
    return {(found.kind, found.slug) for found in find(source)}


def find(source: str) -> list[Found]:
    """Return the references of a Markdown text in order."""
    return list(find_in(to_html(source)))


@lru_cache(maxsize=256)
def find_in(safe_html: str) -> tuple[Found, ...]:
    """Return the references of sanitised HTML in order."""
    return tuple(_find(safe_html))


def _find(safe_html: str) -> Iterator[Found]:
    anchor = ""
    for match in _ANCHOR_OR_LINK.finditer(safe_html):
        if match[1]:
            anchor = match[1]
            continue
        element = _element(match[2], match[3], match[4])
        if element.target:
            kind, slug = element.target
            yield Found(kind, slug, text_of(element.inner or ""), anchor)
        if element.inner:
            yield from (Found(f.kind, f.slug, f.label, anchor) for f in _find(element.inner))
