"""HTML that stands on its own elsewhere, as in a feed reader: addresses absolute, pictures plain."""

import re
from html.parser import HTMLParser
from urllib.parse import urljoin

from django.utils.html import format_html

# A reader program picks no source itself, and knows neither our style sheet nor the rest of our page.
DROPPED_TAGS = frozenset({"picture", "source"})
DROPPED_ATTRIBUTES = frozenset(
    "aria-hidden aria-labelledby class data-figure decoding fetchpriority id loading sizes srcset tabindex".split()
)
ADDRESSES = frozenset({"href", "src"})

# What an XML document cannot hold, not even escaped (XML 1.0, 2.2).
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def printable(text: str) -> str:
    """Return a text without the control characters that no XML document can hold."""
    return _NOT_XML.sub("", text)


def portable(safe_html: str, url: str) -> str:
    """Return HTML of the page at `url`, an absolute address, fit to be read without that page.

    Placeholders, which are no pictures yet, are left out.
    """
    parser = _Portable(url)
    parser.feed(safe_html)
    parser.close()
    return "".join(parser.written)


class _Portable(HTMLParser):
    def __init__(self, url: str) -> None:
        # Text is written as it is read, its character references untouched.
        super().__init__(convert_charrefs=False)
        self.url = url
        self.written: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in DROPPED_TAGS or (tag == "img" and (dict(attrs).get("src") or "").startswith("data:")):
            return
        kept = [(name, value or "") for name, value in attrs if name not in DROPPED_ATTRIBUTES]
        absolute = [(name, urljoin(self.url, value) if name in ADDRESSES else value) for name, value in kept]
        self.written += [f"<{tag}", *(format_html(' {}="{}"', *pair) for pair in absolute), ">"]

    def handle_endtag(self, tag: str) -> None:
        if tag not in DROPPED_TAGS:
            self.written.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.written.append(data)

    def handle_entityref(self, name: str) -> None:
        self.written.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.written.append(f"&#{name};")
