import datetime

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import Visibility
from posts.models import Log, RetiredSlug, Status
from posts.public import head
from posts.public.errors import MOST_SUGGESTIONS

from ...factories import make_day, make_encounter, make_event, make_person, make_place, make_talk, make_trip
from .pages import Page


def lost(client, url: str) -> Page:
    response = client.get(url)
    assert response.status_code == 404
    return Page(response.content.decode())


@pytest.mark.django_db
def test_not_found_is_humane(client):
    Log.objects.create(title="On the way")
    page = lost(client, "/nowhere/")
    assert "There is no page at this address." in page.words
    assert "Did you mean" not in page.words
    assert {"/", "/archive/", "/people/", "/talks/"} <= set(page.links)


def trip():
    return make_trip(slug="los-angeles-2024", title="The trip")


def person():
    make_encounter(make_day(), ada := make_person("Ada Lovelace"))
    return ada


def talk():
    return make_talk(make_day(), slug="booting-with-systemd", title="Booting with systemd")


def event():
    return make_event(make_trip(), slug="nixcon-2024", name="NixCon 2024")


def place():
    return make_event(make_trip(), venue=make_place("King Taco")).venue


def tag():
    (found := make_trip()).tags.add("Pasadena")
    return found.tags.get()


def category():
    (found := make_trip()).categories.add("Conferences")
    return found.categories.get()


NEAR = [
    (trip, "/trips/los-angles-2024/"),
    (trip, "/trip/los-angeles-2024/"),
    (trip, "/trips/los-angeles-2024/2024-02-29/"),
    (person, "/people/ada-lovelacce/"),
    (talk, "/talks/booting-systemd/"),
    (event, "/events/nixcon-24/"),
    (place, "/places/kingtaco/"),
    (tag, "/tags/pasedena/"),
    (category, "/categories/conference/"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("make", "url"), NEAR)
def test_not_found_suggests_what_has_an_address_like_it(client, make, url):
    thing = make()
    page = lost(client, url)
    assert f"Did you mean one of these? {thing}" in page.words
    assert thing.get_absolute_url() in page.links


@pytest.mark.django_db
@pytest.mark.parametrize(
    "url",
    [
        "/trips/something-quite-different/",
        "/trips/%00/",
        "/trips/" + "los-angeles-" * 500 + "/",
        "/photos/los-angeles-2024/",
        "/trips/los%20angeles%202024%FF/x/y",
    ],
)
def test_not_found_for_any_address(client, url):
    trip()
    assert client.get(url).status_code == 404


@pytest.mark.django_db
def test_not_found_suggests_only_what_is_published(client):
    make_trip(slug="los-angeles-2024", status=Status.DRAFT)
    make_encounter(make_day(make_trip(slug="x")), make_person("Ada Lovelace", visibility=Visibility.NAME))
    assert "Did you mean" not in lost(client, "/trips/los-angeles-2023/").words
    assert "Did you mean" not in lost(client, "/people/ada-lovelacce/").words


@pytest.mark.django_db
def test_not_found_asks_the_database_as_often_for_many_as_for_one(client, django_assert_num_queries):
    make_trip(slug="los-angeles-1")
    with CaptureQueriesContext(connection) as queries:
        lost(client, "/trips/los-angeles/")
    for number in range(2, 30):
        make_trip(slug=f"los-angeles-{number}")
    with django_assert_num_queries(len(queries)):
        page = lost(client, "/trips/los-angeles/")
    assert len([link for link in page.links if "los-angeles" in link]) == MOST_SUGGESTIONS


WITHDRAWN = [
    "/trips/gone/",
    "/trips/gone/2024-03-14/",
    "/trips/gone/2030-01-01/",
    "/trips/once/",
    "/trips/once/2024-03-14/",
    "/trips/gone.json",
    "/trips/once.json",
]


@pytest.mark.django_db
@pytest.mark.parametrize("url", WITHDRAWN)
def test_a_withdrawn_trip_is_gone_and_names_nothing(client, url):
    gone = make_trip(slug="gone", title="Secret trip", summary="Secret words", status=Status.WITHDRAWN)
    make_day(gone, title="Secret day")
    RetiredSlug.objects.create(kind="trip", slug="once", target=gone.uuid)
    response = client.get(url)
    assert response.status_code == 410
    page = Page(response.content.decode())
    assert "What was told here was taken back." in page.words
    assert ("Secret" in page.html, "/trips/gone" in page.html, "/trips/once" in page.html) == (False, False, False)
    assert {"/", "/archive/"} <= set(page.links)


@pytest.mark.django_db
def test_a_withdrawn_day_is_gone_while_its_trip_stays(client):
    stays = make_trip(slug="stays")
    make_day(stays)
    make_day(stays, date=datetime.date(2024, 3, 15), status=Status.WITHDRAWN)
    answers = [client.get(f"/trips/stays/{suffix}").status_code for suffix in ("", "2024-03-14/", "2024-03-15/")]
    assert answers == [200, 200, 410]


@pytest.mark.django_db
def test_a_withdrawn_day_of_a_draft_is_not_found(client):
    make_day(make_trip(slug="draft", status=Status.DRAFT), status=Status.WITHDRAWN)
    assert client.get("/trips/draft/2024-03-14/").status_code == 404


@pytest.mark.django_db
def test_a_trip_that_came_back_is_there(client):
    found = make_trip(slug="back", status=Status.WITHDRAWN)
    found.status = Status.PUBLISHED
    found.save()
    assert client.get(reverse("trip", args=["back"])).status_code == 200


def test_server_error_needs_no_database():
    assert "Something broke on our side." in Page(render_to_string("500.html")).words


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["//other.example/a", "//[other.example/a"])
def test_an_address_that_begins_like_another_host_is_missing(client, path):
    response = client.get("/", PATH_INFO=path)
    assert response.status_code == 404
    assert head.of_page(response.wsgi_request).url.startswith("http://testserver/%2F")
