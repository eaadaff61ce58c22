"""A text's Markdown source as the public may have it: references kept only where they lead somewhere public.

The JSON export gives out sources, not HTML, so visibility is applied to the source itself.
"""

import html
import re

from django.utils.html import strip_tags

from .references import ANY_SPELLING, Found, find
from .render import stand_in
from .sanitize import REFERENCE_SCHEMES
from .targets import Targets

_KINDS = "|".join(sorted(REFERENCE_SCHEMES))
_TITLE = r"""(?:\s+(?:"[^"]*"|'[^']*'))?"""
# Nothing is read twice: what a label may hold ends where it can hold no more.
_LABEL = r"((?:[^\[\]\\]++|\\.|\[[^\[\]]*+\])*+)\]"
_OPENING = r"(?:!\[|\[)"
_FENCE = re.compile(r"^ {0,3}(```+|~~~+).*?(?:^ {0,3}\1[`~]*\s*$|\Z)", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(rf"{_OPENING}{_LABEL}\(\s*<?({_KINDS}):([^)\s>]+)>?{_TITLE}\s*\)")
_DEFINITION = re.compile(rf"^ {{0,3}}\[([^\]^]+)\]:[ \t]*<?({_KINDS}):([^\s>]+)>?{_TITLE}[ \t]*$\n?", re.MULTILINE)
_BY_NAME = re.compile(rf"{_OPENING}{_LABEL}[ ]?\n?(?:\[([^\]]*)\])?")
_ELEMENT = re.compile(
    rf"""<a\b[^>]*?\bhref\s*=\s*["']?({_KINDS}):([^"'\s>]+)["']?[^>]*>(.*?)</a\s*>""", re.IGNORECASE | re.DOTALL
)


def public_source(source: str, targets: Targets) -> str:
    """Return the source with every reference that the public cannot follow replaced by what it may read.

    References by a slug from before are given the slug of today. Fenced code stays as it is.
    """
    if not ANY_SPELLING.search(source):
        return source
    parts: list[str] = []
    position = 0
    for fence in _FENCE.finditer(source):
        parts += [_prose(source[position : fence.start()], targets), fence[0]]
        position = fence.end()
    public = "".join([*parts, _prose(source[position:], targets)])
    return public if _is_settled(public) else _without_the_rest(public, targets)


def _is_settled(public: str) -> bool:
    """Whether all that may be a reference is spelled the one way in which `_prose` has seen to each."""
    possible = len(ANY_SPELLING.findall(public))
    return possible == len(_INLINE.findall(public)) and not _FENCE.search(public)


def _prose(source: str, targets: Targets) -> str:
    definitions = {match[1].casefold(): (match[2], match[3]) for match in _DEFINITION.finditer(source)}
    source = _DEFINITION.sub("", source)

    def inline(match: re.Match[str]) -> str:
        return _reference(targets, match[1], match[2], match[3], source[: match.start()])

    def by_name(match: re.Match[str]) -> str:
        target = definitions.get((match[2] or match[1]).casefold())
        if target is None:
            return match[0]
        return _reference(targets, match[1], *target, source[: match.start()])

    def element(match: re.Match[str]) -> str:
        return _reference(targets, match[3], match[1], match[2], source[: match.start()])

    source = _INLINE.sub(inline, source)
    if definitions:
        source = _BY_NAME.sub(by_name, source)
    return _ELEMENT.sub(element, source)


def _reference(targets: Targets, label: str, kind: str, slug: str, before: str) -> str:
    if kind == "figure":
        return f"![{label}](figure:{slug})" if slug in targets.figures else ""
    if kind == "person":
        person = targets.people.get(slug)
        if person is None or (person.is_named and not person.has_page):
            return label
        return f"[{label}](person:{person.slug})" if person.has_page else stand_in(person, before[-80:])
    page = targets.pages.get((kind, slug))
    return label if page is None else f"[{label}]({kind}:{page.slug})"


def _without_the_rest(public: str, targets: Targets) -> str:
    """Take out references in spellings the patterns above do not know, but the renderer does."""
    allowed = {("person", person.slug) for person in targets.people.values() if person.has_page}
    allowed |= {(kind, page.slug) for (kind, _), page in targets.pages.items()}
    allowed |= {("figure", name) for name in targets.figures}
    for reference in _not_allowed(public, allowed):
        person = targets.people.get(reference.slug) if reference.kind == "person" else None
        words = strip_tags(reference.label) if person is None or person.is_named else person.public_name
        spelling = re.compile(rf"\[{_LABEL}\s*\(\s*<?{reference.kind}:{re.escape(reference.slug)}[^)]*\)")
        public = spelling.sub(words.replace("\\", r"\\"), public)
        public = public.replace(f"{reference.kind}:{reference.slug}", "")
    plain = html.unescape(public)
    if plain != public and _not_allowed(public, allowed):  # one is spelled with entities
        return public_source(plain, targets)
    return public


def _not_allowed(public: str, allowed: set[tuple[str, str]]) -> list[Found]:
    return [reference for reference in find(public) if (reference.kind, reference.slug) not in allowed]
