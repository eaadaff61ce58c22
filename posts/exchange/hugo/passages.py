"""A stretch of Markdown with everything found in it: the body of a post, or the caption of a figure."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from posts.roles import Role, propose

from .blocks import Block, find_blocks
from .decisions import Decisions, link_key
from .edits import Edits
from .links import Kind, as_decided, classify, clean_text, may_be_anything
from .markdown import Definition, Link, find_definitions, find_links
from .people import People, Person
from .places import Place, Places
from .raw_html import Element, find_elements, plain_text
from .references import KnownPosts, Target, read_target
from .regions import Regions, find_regions
from .shortcodes import Shortcode


@dataclass
class FoundLink:
    """A link and what it is. `url` is the address as written, `text` its words on one line."""

    position: int
    text: str
    url: str
    kind: Kind
    reason: str
    person: Person | None = None
    place: Place | None = None
    target: Target | None = None
    role: Role = "mentioned"
    role_words: str = ""
    link: Link | None = None
    element: Element | None = None


@dataclass
class Passage:
    text: str
    regions: Regions
    blocks: list[Block]
    definitions: dict[str, Definition]
    links: list[Link]
    elements: list[Element]
    found: list[FoundLink] = field(default_factory=list)
    kept_images: set[int] = field(default_factory=set)  # where images stand that stay as they are


@dataclass
class Cast:
    """Whom and what the links of a run may lead to."""

    people: People = field(default_factory=People)
    places: Places = field(default_factory=Places)
    posts: KnownPosts = field(default_factory=KnownPosts)
    decisions: Decisions = field(default_factory=Decisions)


def read_passage(text: str) -> Passage:
    regions = find_regions(text)
    definitions = find_definitions(text, regions)
    links = find_links(text, regions, definitions)
    return Passage(text, regions, find_blocks(text, regions), definitions, links, find_elements(text, regions))


def judge_links(passage: Passage, cast: Cast, folder: PurePosixPath, is_public: bool, around: str = "") -> None:
    """Fill `passage.found`. `around` stands for the words before a caption."""
    text = passage.text
    for link in passage.links:
        if link.is_image:
            continue
        words = clean_text(_without_images(link, passage.links))
        before = around + text[max(0, link.start - 300) : link.start]
        after = text[link.end : link.end + 200]
        if found := _judge(words, link.target, before, after, cast, folder, is_public):
            found.position, found.link = link.start, link
            passage.found.append(found)
    for element in passage.elements:
        if element.opening.name == "a" and (href := _href(element, passage.regions)):
            inner = text[element.opening.end : element.closing.start]
            before, after = text[max(0, element.start - 300) : element.start], text[element.end : element.end + 200]
            if not plain_text(inner):
                continue
            if found := _judge(clean_text(plain_text(inner)), href, before, after, cast, folder, is_public):
                found.position, found.element = element.start, element
                passage.found.append(found)
    passage.found.sort(key=lambda found: found.position)


def _without_images(link: Link, links: Iterable[Link]) -> str:
    if "![" not in link.text:
        return link.text
    return re.sub(r"!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])?", " ", link.text)


def _href(element: Element, regions: Regions) -> str | Shortcode:
    for shortcode in regions.shortcodes:
        if element.opening.start < shortcode.start < element.opening.end:
            return shortcode
    return element.opening.attributes.get("href", "")


def _judge(
    words: str, target: str | Shortcode, before: str, after: str, cast: Cast, folder: PurePosixPath, is_public: bool
) -> FoundLink | None:
    if reference := read_target(target, folder, cast.posts):
        if reference.is_this_page:
            return FoundLink(0, words, reference.written, "other", "a place on this page", target=reference)
        return FoundLink(0, words, reference.written, "reference", "another post", target=reference)
    if isinstance(target, Shortcode):
        return FoundLink(0, words, f"{{{{< {target.name} >}}}}", "other", "a shortcode as address")
    if not words or target.startswith("#"):
        return None
    verdict = classify(words, target, before[-120:], after[:80])
    decided = cast.decisions.links.get(link_key(words, target), verdict.kind)
    if decided != verdict.kind and (decided in ("organisation", "other") or may_be_anything(target)):
        verdict = as_decided(decided, words, target)
    found = FoundLink(0, words, target, verdict.kind, verdict.reason)
    if verdict.kind == "person":
        found.person = cast.people.add(verdict.name, verdict.aliases, target, verdict.link_kind, is_public)
    elif verdict.kind == "place":
        found.place = cast.places.add(verdict.name, target, verdict.place_kind)
    found.role, found.role_words = propose(before, after)
    return found


def recognise_again(passage: Passage, cast: Cast) -> None:
    """Take links that were unsure for the person whose address they share, where their text says that name."""
    for found in passage.found:
        if found.kind != "other" or found.target is not None or found.link is None:
            continue
        if link_key(found.text, found.url) in cast.decisions.links:
            continue
        person = cast.people.with_link(found.url)
        if person is None:
            continue
        spoken = {name.casefold() for name in (person.name, *person.other_names, person.name.split()[0])}
        if found.text.removesuffix("'s").removesuffix("’s").casefold() in spoken:
            found.kind, found.person, found.reason = "person", person, "the same address as a person's elsewhere"


def rewrite_links(passage: Passage, edits: Edits, slug_of_target: Mapping[PurePosixPath, str]) -> None:
    """Turn links to people, places and posts into references; inline the reference-style ones among the others."""
    for found in passage.found:
        address = _reference(found, slug_of_target)
        if found.link is not None:
            _rewrite(passage.text, found.link, address, edits)
        elif found.element is not None and address:
            edits.replace(found.element.opening.start, found.element.opening.end, f'<a href="{address}">')
    plain = [link for link in passage.links if isinstance(link.target, str)]
    kept = {(link.target, link.title) for link in plain if link.start in passage.kept_images}
    used = {(link.target, link.title) for link in plain if link.is_reference} - kept
    spans = {link.target.start for link in passage.links if isinstance(link.target, Shortcode)}
    for definition in passage.definitions.values():
        if isinstance(definition.target, Shortcode):
            is_used = definition.target.start in spans
        else:
            is_used = (definition.target, definition.title) in used
        if is_used:  # what it said now stands in the links; other sections could not see it
            edits.replace(definition.start, definition.end, "")


def _reference(found: FoundLink, slugs: Mapping[PurePosixPath, str]) -> str:
    if found.person is not None:
        return f"person:{found.person.final.slug}"
    if found.place is not None:
        return f"place:{found.place.slug}"
    if found.target is None:
        return ""
    if found.target.is_this_page:
        return f"#{found.target.anchor}"
    return f"trip:{slugs.get(found.target.source, found.target.slug) if found.target.source else found.target.slug}"


def _rewrite(text: str, link: Link, address: str, edits: Edits) -> None:
    if not address and not link.is_reference:
        return
    text_end = link.text_start + len(link.text)
    if link.start + 1 != link.text_start:  # an autolink
        return
    if not address:
        address = str(link.target) if isinstance(link.target, str) else ""
        address = f"<{address}>" if re.search(r"[\s()]", address) else address
    else:
        for broken in re.finditer(r"[ \t]*\n[ \t>]*", link.text):
            edits.replace(link.text_start + broken.start(), link.text_start + broken.end(), " ")
    title = f' "{link.title}"' if link.title and '"' not in link.title else ""
    edits.replace(text_end, link.end, f"]({address}{title})")
