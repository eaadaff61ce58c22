"""Following every link from the home page and the sitemap: each answers, and each passage that is linked is there."""

import re
from collections.abc import Iterator
from urllib.error import HTTPError
from urllib.parse import unquote, urldefrag, urljoin, urlsplit
from urllib.request import urlopen

from tests.posts.public.pages import Page

from .result import Result

# Which attribute of which element leads to another address; a `content` does where it is one.
ADDRESSES = {
    "a": ("href",),
    "form": ("action",),
    "img": ("src", "srcset"),
    "link": ("href",),
    "meta": ("content",),
    "script": ("src",),
    "source": ("srcset",),
}


def audit_links(origin: str) -> Result:
    return Result("links", *crawl(origin))


def crawl(origin: str) -> tuple[str, list[str]]:
    """Follow all that stays within the origin. Returns what was measured, and what leads nowhere."""
    unread = {f"{origin}/": "the start", f"{origin}/sitemap.xml": "the start"}
    read: set[str] = set()
    passages: dict[tuple[str, str], str] = {}
    anchors: dict[str, set[str]] = {}
    findings: list[str] = []
    while unread:
        address, linked_from = unread.popitem()
        read.add(address)
        status, media_type, text = _fetch(address)
        if status != 200:
            findings.append(f"{address} answers {status} (linked from {linked_from})")
            continue
        if media_type == "text/html":
            page = Page(text)
            anchors[address] = set(page.ids)
            found = _addresses(page)
        else:
            found = iter(re.findall("<loc>([^<]*)</loc>", text) if media_type == "application/xml" else ())
        for link in found:
            url, fragment = urldefrag(urljoin(address, link))
            if not url.startswith(f"{origin}/"):
                continue
            if fragment:
                passages.setdefault((url, unquote(fragment)), address)
            if url not in read:
                unread.setdefault(url, urlsplit(address).path)
    findings += [
        f"{url} has no passage #{fragment} (linked from {urlsplit(linked_from).path})"
        for (url, fragment), linked_from in passages.items()
        if url in anchors and fragment not in anchors[url]
    ]
    return f"{len(read)} addresses, {len(anchors)} of them pages, {len(passages)} passages", sorted(findings)


def _fetch(address: str) -> tuple[int, str, str]:
    """Return the status, the media type and, where it is text, the text."""
    try:
        with urlopen(address, timeout=30) as response:
            media_type = response.headers.get_content_type()
            is_text = media_type in ("text/html", "application/xml")
            return response.status, media_type, response.read().decode() if is_text else ""
    except HTTPError as error:
        with error:
            return error.code, "", ""


def _addresses(page: Page) -> Iterator[str]:
    for tag, attributes in page.tags:
        for name in ADDRESSES.get(tag, ()):
            value = attributes.get(name) or ""
            if name == "srcset":
                yield from (candidate.split()[0] for candidate in value.split(", ") if candidate)
            elif value and (name != "content" or value.startswith(("http:", "https:"))):
                yield value
