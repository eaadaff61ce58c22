"""Reading a public page as a test wants it: its words, its links, its identifiers."""

import re
from html.parser import HTMLParser

from django.test import Client

INLINE = {"a", "b", "code", "em", "small", "span", "strong", "sup", "time"}


class Page(HTMLParser):
    """A parsed page. `words` is its visible text on one line, `links` the addresses it leads to."""

    def __init__(self, html: str):
        super().__init__()
        self.html = html
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._text: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in INLINE:
            self._text.append(" ")

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    @property
    def words(self) -> str:
        return " ".join("".join(self._text).split())

    @property
    def links(self) -> list[str]:
        return [attributes["href"] or "" for tag, attributes in self.tags if tag == "a" and "href" in attributes]

    @property
    def ids(self) -> list[str]:
        return [attributes["id"] or "" for _, attributes in self.tags if "id" in attributes]

    @property
    def headings(self) -> list[int]:
        return [int(tag[1]) for tag, _ in self.tags if re.fullmatch("h[1-6]", tag)]


def read(client: Client, url: str) -> Page:
    response = client.get(url)
    assert response.status_code == 200, url
    return Page(response.content.decode())
