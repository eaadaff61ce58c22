"""Reads a WordPress export: RSS 2.0 with WordPress's own elements, "WordPress eXtended RSS" (WXR 1.0 to 1.2).

Source: `wp-admin/includes/export.php` of WordPress. Hostile XML (a document type, entities) is refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

_CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
_CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
# What XML 1.0 forbids and WordPress writes all the same.
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class ExportError(Exception):
    """A file is no export that can be read; the message says why and what to do."""


@dataclass
class Item:
    """A post, a page, an attachment, or anything else with a type of its own. Times are as written."""

    kind: str
    number: str
    title: str = ""
    slug: str = ""
    status: str = ""
    link: str = ""
    guid: str = ""
    author: str = ""
    written: str = ""
    written_gmt: str = ""
    changed_gmt: str = ""
    content: str = ""
    excerpt: str = ""
    password: str = ""
    parent: str = ""
    attachment_url: str = ""
    categories: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    other_terms: list[str] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    comments: int = 0


@dataclass
class Export:
    """`address` is that of the blog; `authors` are display names by login."""

    address: str
    language: str
    authors: dict[str, str]
    items: list[Item]


def read_export(data: bytes) -> Export:
    """Read an export. Raises ExportError."""
    try:
        root: Element = fromstring(_CONTROLS.sub(b"", data.strip()), forbid_dtd=True)
    except DefusedXmlException as error:
        raise ExportError(
            "refused: it has a document type (<!DOCTYPE …>), which can make a small file endless or have others read. "
            "WordPress writes none."
        ) from error
    except ParseError as error:
        line, column = error.position
        reason = str(error).split(":", maxsplit=1)[0]
        raise ExportError(f"line {line}, column {column + 1}: not valid XML ({reason})") from error
    except (LookupError, ValueError, RecursionError) as error:
        raise ExportError(f"no XML that can be read ({error})") from error
    channel = root.find("channel")
    if root.tag != "rss" or channel is None or _child(channel, "wxr_version") is None:
        raise ExportError("no WordPress export: choose “All content” under Tools, Export, and give the file it makes")
    authors = {_text(each, "author_login"): _text(each, "author_display_name") for each in _children(channel, "author")}
    address = _text(channel, "base_blog_url") or _text(channel, "base_site_url") or _plain(channel, "link")
    items = [_item(each) for each in channel.findall("item")]
    return Export(_web_address(address).rstrip("/"), _plain(channel, "language"), authors, items)


def _web_address(text: str) -> str:
    """Return an address; none for a text that is no address."""
    try:
        urlsplit(text)
    except ValueError:
        return ""
    return text


def _item(item: Element) -> Item:
    terms: dict[str, list[str]] = {}
    for category in item.findall("category"):
        terms.setdefault(category.get("domain", "category"), []).append(" ".join((category.text or "").split()))
    encoded = {each.tag: each.text or "" for each in item if each.tag.endswith("}encoded")}
    excerpt = next((text for tag, text in encoded.items() if "excerpt" in tag), "")
    meta = {_text(each, "meta_key"): _text(each, "meta_value") for each in _children(item, "postmeta")}
    return Item(
        kind=_text(item, "post_type"),
        number=_text(item, "post_id"),
        title=_plain(item, "title"),
        slug=_text(item, "post_name"),
        status=_text(item, "status"),
        link=_plain(item, "link"),
        guid=_plain(item, "guid"),
        author=(item.findtext(_CREATOR) or "").strip(),
        written=_text(item, "post_date"),
        written_gmt=_text(item, "post_date_gmt"),
        changed_gmt=_text(item, "post_modified_gmt"),
        content=encoded.get(_CONTENT, ""),
        excerpt=excerpt.strip(),
        password=_text(item, "post_password"),
        parent=_text(item, "post_parent"),
        attachment_url=_text(item, "attachment_url"),
        categories=[term for term in terms.pop("category", []) if term.casefold() != "uncategorized"],
        tags=terms.pop("post_tag", []) + terms.pop("tag", []),
        other_terms=[f"{domain}: {', '.join(names)}" for domain, names in terms.items()],
        meta=meta,
        comments=sum(_text(each, "comment_type") in ("", "comment") for each in _children(item, "comment")),
    )


def _is_ours(element: Element, name: str) -> bool:
    """Whether it is an element of WordPress's namespace, whose address names the version of the format."""
    return element.tag.startswith("{http://wordpress.org/export/") and element.tag.endswith(f"}}{name}")


def _children(parent: Element, name: str) -> Iterator[Element]:
    return (each for each in parent if _is_ours(each, name))


def _child(parent: Element, name: str) -> Element | None:
    return next(_children(parent, name), None)


def _text(parent: Element, name: str) -> str:
    child = _child(parent, name)
    return (child.text or "").strip() if child is not None else ""


def _plain(parent: Element, name: str) -> str:
    return (parent.findtext(name) or "").strip()
