"""A text of the log as Hugo reads it: references as links, figures as shortcodes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from posts.prose.references import find
from posts.prose.source import public_source
from posts.prose.targets import Targets

from ..hugo.edits import Edits
from ..hugo.figures import Spot, set_figures
from ..hugo.links import clean_text
from ..hugo.markdown import Link
from ..hugo.passages import read_passage
from ..hugo.regions import find_regions
from . import shortcodes

_REFERENCE = re.compile(r"(event|person|place|talk|trip):([-\w%]+)")
_FIGURE = re.compile(r"figure:([-\w]+)")
_FOOTNOTE = re.compile(r"\[\^([^\]\n]{1,100})\]")


@dataclass(frozen=True)
class Site:
    """What references lead to: `addresses` on the web by kind and slug, and the slugs of the `trips` exported."""

    addresses: Mapping[tuple[str, str], str] = field(default_factory=dict)
    trips: frozenset[str] = frozenset()


@dataclass
class Texts:
    """Writes the texts of one trip. `links` gathers, for each link, its words, its address and what it stood for."""

    site: Site
    figures: Mapping[str, str] = field(default_factory=dict)
    links: list[tuple[str, str, str]] = field(default_factory=list)

    def body(self, source: str) -> str:
        """Return a text with its figures; each stands alone in a paragraph."""
        return self._linked(_figures_alone(shortcodes.escaped(source)), is_shortcode=False)

    def caption(self, source: str) -> str:
        """Return words that stand within a shortcode, where no other shortcode may be."""
        return self._linked(source, is_shortcode=True)

    def _linked(self, source: str, is_shortcode: bool) -> str:
        passage = read_passage(source)
        edits = Edits()
        for link in passage.links:
            if not isinstance(link.target, str):
                continue
            if link.is_image:
                self._picture(link, edits)
            elif reference := _REFERENCE.fullmatch(link.target):
                self._reference(link, reference[1], reference[2], is_shortcode, edits)
            else:
                self._plain(link, edits)
        for definition in passage.definitions.values():
            edits.replace(definition.start, definition.end, "")
        written = edits.apply(source, 0, len(source))
        # Spellings that only the renderer knows, such as elements, are left as their words.
        return public_source(written, Targets()) if ":" in written and find(written) else written

    def _picture(self, link: Link, edits: Edits) -> None:
        if name := _FIGURE.fullmatch(str(link.target)):
            edits.replace(link.start, link.end, self.figures.get(name[1], ""))
        elif link.is_reference:
            edits.replace(link.start, link.end, f"![{link.text}]({_address(str(link.target))}{_title(link)})")

    def _reference(self, link: Link, kind: str, slug: str, is_shortcode: bool, edits: Edits) -> None:
        if kind == "trip" and slug in self.site.trips:
            address = f"../{slug}/" if is_shortcode else shortcodes.reference(slug)
        elif address := self.site.addresses.get((kind, slug), ""):
            self.links.append((clean_text(link.text), address, f"{kind}:{slug}"))
        if address:
            edits.replace(link.text_start + len(link.text), link.end, f"]({_address(address)}{_title(link)})")
        else:
            edits.replace(link.start, link.text_start, "")
            edits.replace(link.text_start + len(link.text), link.end, "")

    def _plain(self, link: Link, edits: Edits) -> None:
        self.links.append((clean_text(link.text), str(link.target), ""))
        if link.is_reference:  # days become one text, in which a label could mean two addresses
            address = f"]({_address(str(link.target))}{_title(link)})"
            edits.replace(link.text_start + len(link.text), link.end, address)


def _address(address: str) -> str:
    if address.startswith("{{<"):
        return address
    return f"<{address}>" if re.search(r"[\s()]", address) else address


def _title(link: Link) -> str:
    return f' "{link.title}"' if link.title and '"' not in link.title else ""


def _figures_alone(source: str) -> str:
    """Return the text with each figure alone in its paragraph, as the page shows it."""
    if "figure:" not in source:
        return source
    passage = read_passage(source)
    targets = [(link, _FIGURE.fullmatch(str(link.target))) for link in passage.links if link.is_image]
    edits = Edits()
    set_figures(source, [Spot(link.start, link.end, name[1]) for link, name in targets if name], passage.blocks, edits)
    return edits.apply(source, 0, len(source)).rstrip("\n")


def told_apart(bodies: list[str]) -> tuple[list[str], list[dict[str, str]]]:
    """Return the bodies of days that become one text, footnotes of the same label under labels of their own.

    With them, for each body, the labels that were changed: the former by the new ones.
    """
    used = [set(_labels(body)) for body in bodies]
    everywhere = set().union(*used)
    shared = {label for label in everywhere if sum(label in labels for labels in used) > 1}
    written, changed = [], []
    for number, (body, labels) in enumerate(zip(bodies, used, strict=True), 1):
        names = {label: _free(f"{label}-{number}", everywhere) for label in labels & shared}
        written.append(_renamed(body, names) if names else body)
        changed.append({new: old for old, new in sorted(names.items())})
    return written, changed


def _renamed(body: str, names: Mapping[str, str]) -> str:
    closed = find_regions(body)

    def new(found: re.Match[str]) -> str:
        stays = found[1] not in names or closed.closed_end(found.start()) is not None
        return found[0] if stays else f"[^{names[found[1]]}]"

    return _FOOTNOTE.sub(new, body)


def _labels(body: str) -> list[str]:
    if "[^" not in body:
        return []
    closed = find_regions(body)
    return [found[1] for found in _FOOTNOTE.finditer(body) if closed.closed_end(found.start()) is None]


def _free(label: str, taken: set[str]) -> str:
    while label in taken:
        label += "x"
    taken.add(label)
    return label
