"""The sitemap and robots.txt, read as a crawler reads them."""

import datetime
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Visibility
from posts.models import Day, FigurePerson, Status
from posts.public import sitemaps

from ...factories import (
    make_day,
    make_encounter,
    make_event,
    make_figure,
    make_person,
    make_place,
    make_talk,
    make_trip,
)

pytestmark = pytest.mark.django_db

NAMES = {
    "map": "http://www.sitemaps.org/schemas/sitemap/0.9",
    "image": "http://www.google.com/schemas/sitemap-image/1.1",
}
LISTS = {"/", "/archive/", "/people/", "/talks/", "/events/", "/places/", "/map/"}


def read(client, url="/sitemap.xml") -> ElementTree.Element:
    response = client.get(url)
    assert (response.status_code, response["Content-Type"]) == (200, "application/xml")
    return ElementTree.fromstring(response.content)  # noqa: S314 - our own


def entries(client, url="/sitemap.xml") -> dict[str, tuple[str | None, list[str]]]:
    """Return when each path was last changed, and its pictures."""
    return {
        entry.findtext("map:loc", namespaces=NAMES).removeprefix("http://testserver"): (
            entry.findtext("map:lastmod", namespaces=NAMES),
            [image.text for image in entry.findall("image:image/image:loc", NAMES)],
        )
        for entry in read(client, url).findall("map:url", NAMES)
    }


def build_trip(slug="one", **values):
    trip = make_trip(slug=slug, **values)
    trip.tags.add(f"Tag {slug}")
    trip.categories.add(f"Category {slug}")
    day = make_day(trip)
    make_day(trip, kind=Day.Kind.EPILOGUE)
    person = make_person(f"Person {slug}")
    make_talk(day, (person,), slug=f"talk-{slug}")
    make_encounter(day, person, place=make_place(f"Place {slug}"))
    make_event(trip, slug=f"event-{slug}")
    return trip


def paths_of(slug: str) -> set[str]:
    return {
        f"/trips/{slug}/",
        f"/trips/{slug}/2024-03-14/",
        f"/people/person-{slug}/",
        f"/talks/talk-{slug}/",
        f"/events/event-{slug}/",
        f"/places/place-{slug}/",
        f"/tags/tag-{slug}/",
        f"/categories/category-{slug}/",
    }


def test_every_page_is_listed_once_and_answers(client):
    trip = build_trip()
    make_day(trip)  # a second section of the same date
    listed = [entry.findtext("map:loc", namespaces=NAMES) for entry in read(client)]
    assert sorted(listed) == sorted(f"http://testserver{path}" for path in LISTS | paths_of("one"))
    assert {client.get(url).status_code for url in listed} == {200}


@pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN])
def test_what_is_not_published_is_not_listed(client, status):
    build_trip(status=status)
    make_day(make_trip(slug="open"), status=Status.DRAFT)
    assert set(entries(client)) == LISTS | {"/trips/open/"}


@pytest.mark.parametrize("visibility", [Visibility.NAME, Visibility.PSEUDONYM, Visibility.HIDDEN])
def test_people_without_a_page_are_not_listed(client, visibility):
    make_encounter(make_day(), make_person("Ada", visibility=visibility, pseudonym="a friend"))
    make_encounter(make_day(), make_person("Bo"), place=make_place("Her home", is_public=False))
    listed = set(entries(client))
    assert ("/people/ada/" in listed, "/people/bo/" in listed, "/places/her-home/" in listed) == (False, True, False)


def test_pages_tell_when_they_were_changed(client):
    trip = build_trip()
    trip.refresh_from_db()
    changed = {path: lastmod for path, (lastmod, _) in entries(client).items()}
    assert datetime.datetime.fromisoformat(changed["/trips/one/"]) == trip.updated_at
    assert datetime.datetime.fromisoformat(changed["/tags/tag-one/"]) == trip.updated_at
    latest = max(trip.days.exclude(date=None).values_list("updated_at", flat=True))
    assert datetime.datetime.fromisoformat(changed["/trips/one/2024-03-14/"]) == latest
    assert {path for path, lastmod in changed.items() if lastmod is None} == LISTS


def test_trips_tell_their_pictures(client):
    trip = make_trip(slug="one")
    shown = make_figure(trip)
    withheld = make_figure(trip)
    FigurePerson.objects.create(figure=withheld, person=make_person(visibility=Visibility.HIDDEN))
    make_figure(trip, photo=None, remote_url="https://example.org/far.jpg")
    assert entries(client)["/trips/one/"][1] == [f"http://testserver/photos/{shown.photo.uuid}/64.jpg"]


def test_a_large_log_has_an_index(client, monkeypatch):
    monkeypatch.setattr(sitemaps, "PER_DOCUMENT", 2)
    monkeypatch.setattr(sitemaps._Part, "limit", 2)
    for slug in ("one", "two", "three"):
        build_trip(slug)
    index = read(client)
    assert index.tag == f"{{{NAMES['map']}}}sitemapindex"
    parts = [entry.findtext("map:loc", namespaces=NAMES).removeprefix("http://testserver") for entry in index]
    assert len(parts) == len(set(parts))
    assert {"/sitemap-trips.xml", "/sitemap-trips.xml?p=2", "/sitemap-lists.xml?p=3"} <= set(parts)
    listed = [path for part in parts for path in entries(client, part)]
    assert sorted(listed) == sorted(LISTS | paths_of("one") | paths_of("two") | paths_of("three"))


def test_what_is_new_changes_no_earlier_document(client, monkeypatch):
    monkeypatch.setattr(sitemaps._Part, "limit", 2)
    parts = ["/sitemap-trips.xml", "/sitemap-days.xml"]
    for slug in ("one", "two"):
        build_trip(slug)
    before = [list(entries(client, part)) for part in parts]
    build_trip("new", starts_on=datetime.date(2031, 1, 1))
    assert [list(entries(client, part)) for part in parts] == before
    assert "/trips/new/" in entries(client, "/sitemap-trips.xml?p=2")


@pytest.mark.parametrize("url", ["/sitemap-secrets.xml", "/sitemap-trips.xml?p=9", "/sitemap-trips.xml?p=x"])
def test_parts_that_do_not_exist(client, url):
    assert client.get(url).status_code == 404


def test_query_counts_are_equal_at_one_and_at_three(client):
    counts = []
    for slugs in (["one"], ["two", "three"]):
        for slug in slugs:
            make_figure(build_trip(slug))
        with CaptureQueriesContext(connection) as queries:
            client.get("/sitemap.xml")
        counts.append(len(queries))
    assert counts[0] == counts[1]


@pytest.mark.parametrize(
    ("path", "allowed"),
    [("/", True), ("/trips/one/", True), ("/photos/x/480.jpg", True), ("/admin/", False), ("/search/?q=x", False)],
)
def test_robots_may_read_pages(client, path, allowed):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    rules = RobotFileParser()
    rules.parse(response.content.decode().splitlines())
    assert rules.can_fetch("Any", f"http://testserver{path}") == allowed
    assert rules.site_maps() == ["http://testserver/sitemap.xml"]
