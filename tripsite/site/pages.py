"""Asking the log's own views for a page, as a visitor of the static site would: the public, at the site's address."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import cast
from urllib.parse import unquote, urlsplit

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse
from django.urls import resolve, set_urlconf
from django.utils.encoding import iri_to_uri

from .addresses import file_of, settled, static_form

HTML = "text/html"
_LOCATION = re.compile("<loc>([^<]*)</loc>")


@dataclass(frozen=True)
class Site:
    """Where the files will be served: the address of the first page, without its last slash."""

    url: str
    policy: str

    @property
    def scheme(self) -> str:
        return urlsplit(self.url).scheme

    @property
    def host(self) -> str:
        """The host, and the folder there under which the site lies, if it does."""
        return self.url.partition("://")[2]

    @property
    def folder(self) -> str:
        """The path of the first page."""
        return f"{urlsplit(self.url).path}/"


class PageRequest(HttpRequest):
    """A visitor's request; templates and views find `is_static` on it, and make pages that need no server.

    In `parts` a list that goes on over several pages tells the addresses of all but the first.
    """

    is_static = True

    def __init__(self, address: str, site: Site) -> None:
        super().__init__()
        url = urlsplit(address)
        self.static_site = site
        self.parts: list[str] = []
        self.method = "GET"
        self.path = self.path_info = unquote(url.path)
        self.GET = QueryDict(url.query)
        self.META = {"QUERY_STRING": url.query, "REQUEST_METHOD": "GET", "PATH_INFO": self.path}

    @property
    def scheme(self) -> str:
        return self.static_site.scheme

    def get_host(self) -> str:
        return self.static_site.host

    def build_absolute_uri(self, location: str | None = None) -> str:
        address = self.get_full_path() if location is None else location
        if not address.startswith("/"):
            return str(iri_to_uri(address))
        return self.static_site.url + str(iri_to_uri(static_form(address)))


@dataclass(frozen=True)
class Page:
    """A file of the site and, by their addresses, the further parts of the list it begins."""

    name: str
    content: bytes
    following: tuple[str, ...] = ()


@contextmanager
def public_addresses() -> Iterator[None]:
    """Have only the public pages be known: they link to no others, and importing the desk takes half a second."""
    set_urlconf("posts.public.urls")
    try:
        yield
    finally:
        set_urlconf(None)


def page_at(address: str, site: Site) -> Page | None:
    """Return the page at an address of the log; None where the public is given none."""
    request = PageRequest(address, site)
    response = answer(request)
    if response is None or response.status_code != 200:
        return None
    content, media_type = content_of(response), response.get("Content-Type", "").partition(";")[0]
    name = file_of(address)
    if media_type == HTML:
        text, parts = settled(content.decode(), address, site.folder)
        return Page(name, guarded(text, site).encode(), tuple(dict.fromkeys([*request.parts, *parts])))
    if media_type == "application/xml":
        return _sitemap(name, content.decode(), site)
    return Page(name, content)


def answer(request: PageRequest) -> HttpResponseBase | None:
    """Return the view's answer, None where it has nothing."""
    try:
        match = resolve(request.path_info)
        request.resolver_match = match
        return cast(HttpResponseBase, match.func(request, *match.args, **match.kwargs))
    except Http404:
        return None


def guarded(page: str, site: Site) -> str:
    """Return a page that brings its own content security policy, for servers that send none."""
    charset = '<meta charset="utf-8">'
    return page.replace(charset, f'{charset}<meta http-equiv="Content-Security-Policy" content="{site.policy}">', 1)


def content_of(response: HttpResponseBase) -> bytes:
    if isinstance(response, SimpleTemplateResponse):
        response.render()
    if isinstance(response, HttpResponse):
        return response.content
    if isinstance(response, FileResponse):
        file = response.file_to_stream
        if file is not None:
            with file:
                return file.read()
    return b"".join(cast(Iterator[bytes], response))


def _sitemap(name: str, text: str, site: Site) -> Page:
    """An index of sitemaps names the parts of each by a query."""
    following = []

    def located(found: re.Match[str]) -> str:
        address = "/" + found[1].removeprefix(f"{site.url}/").replace("&amp;", "&")
        following.append(address)
        return f"<loc>{site.url}{static_form(address)}</loc>"

    if "<sitemapindex" in text:
        text = _LOCATION.sub(located, text)
    return Page(name, text.encode(), tuple(following))
