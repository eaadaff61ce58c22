"""The rules for what a page brings along: little, from here alone, nothing inline."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from people.models import PersonLink
from posts.models import Event, Figure, Place, Talk, TalkLink

from .logs import build_log
from .test_query_counts import PAGES

STYLESHEETS = Path(settings.BASE_DIR) / "tripsite" / "static" / "css"
PUBLIC_STYLESHEETS = ("tokens.css", "base.css", "parts.css", "prose.css", "figures.css", "print.css")
# Structured data is a block that no browser executes.
INLINE = re.compile(
    r'<script(?![^>]*\ssrc=|\stype="application/ld\+json">)|<style|\sstyle=|\son[a-z]+=|javascript:', re.IGNORECASE
)
FETCHED = re.compile(
    r'<(?:link rel="(?:stylesheet|icon|preload)"|img\b|source\b|script\b)[^>]*?(?:href|src|srcset)="([^"]*)"'
)


@pytest.fixture
def pages(db: None, client: Client) -> dict[str, str]:
    build_log(1)
    return {url: client.get(url).content.decode() for url in [*PAGES, "/nowhere/"]}


def test_nothing_is_inline(pages):
    assert {url: INLINE.findall(html) for url, html in pages.items() if INLINE.search(html)} == {}


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,hi", "//elsewhere"])
def test_links_lead_to_the_web_and_nowhere_else(client, address):
    build_log(1)
    for model in (PersonLink, TalkLink, Talk, Event, Place):
        model.objects.update(url=address)
    Place.objects.update(map_url=address)
    half = Figure.objects.order_by("pk").values("pk")[:1]
    Figure.objects.filter(pk__in=half).update(remote_url=address, photo=None)
    Figure.objects.update(link=address)
    assert [url for url in PAGES if address in client.get(url).content.decode()] == []


def test_everything_comes_from_here(pages):
    fetched = {address for html in pages.values() for address in FETCHED.findall(html)}
    assert {address for address in fetched if not re.match("/(static|photos)/|data:image/webp;", address)} == set()
    static = {address.removeprefix("/static/") for address in fetched if address.startswith("/static/")}
    assert {name for name in static if finders.find(name) is None} == set()
    assert static >= {f"css/{name}" for name in PUBLIC_STYLESHEETS}


def test_stylesheets_are_small_and_fetch_what_is_here():
    texts = [(STYLESHEETS / name).read_text() for name in PUBLIC_STYLESHEETS]
    assert sum(len(text.encode()) for text in texts) < 32_000
    addresses = re.findall(r'url\("([^"]*)"\)', "".join(texts))
    assert [address for address in addresses if not (STYLESHEETS / address).is_file()] == []
    assert len(addresses) == 2
