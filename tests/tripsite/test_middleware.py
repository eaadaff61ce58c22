import datetime

import pytest
from django.test import Client
from django.utils import timezone

from people.models import Visibility
from tests.factories import make_day, make_figure, make_person, make_photo, make_trip

pytestmark = pytest.mark.django_db


@pytest.fixture
def trip():
    trip = make_trip(slug="oslo")
    make_person("Ada")
    make_day(trip, body="With [Ada](person:ada)")
    return trip


ADDRESSES = [
    "/",
    "/trips/oslo/",
    "/people/ada/",
    "/export.json",
    "/trips/oslo.json",
    "/archive/",
    "/api/trips",
    "/api/people/ada",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_unchanged_page_is_told_with_one_query(client, trip, address, django_assert_num_queries):
    tag = client.get(address)["ETag"]
    with django_assert_num_queries(1):
        answer = client.get(address, headers={"If-None-Match": tag})
    assert (answer.status_code, answer["ETag"], answer.content) == (304, tag, b"")


@pytest.mark.parametrize("address", ADDRESSES)
def test_any_change_of_content_makes_pages_new(client, trip, address):
    tag = client.get(address)["ETag"]
    person = make_person("Bo")
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200
    tag = client.get(address)["ETag"]
    person.visibility = Visibility.HIDDEN
    person.save()
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


def test_what_becomes_public_with_time_makes_pages_new(client, trip, time_machine):
    time_machine.move_to(timezone.now())
    make_day(trip, body="Later", published_at=timezone.now() + datetime.timedelta(hours=1))
    tag = client.get("/trips/oslo/")["ETag"]
    time_machine.shift(datetime.timedelta(minutes=59))
    assert client.get("/trips/oslo/", headers={"If-None-Match": tag}).status_code == 304
    time_machine.shift(datetime.timedelta(minutes=2))
    answer = client.get("/trips/oslo/", headers={"If-None-Match": tag})
    assert (answer.status_code, "Later" in answer.content.decode()) == (200, True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LANGUAGE_CODE", "fi"),
        ("MAP_TILES_URL", "https://tiles.example/{z}/{x}/{y}.png"),
        ("MAP_TILES_ATTRIBUTION", "© somebody"),
    ],
)
def test_another_setting_makes_pages_new(client, trip, settings, name, value):
    tag = client.get("/map/")["ETag"]
    setattr(settings, name, value)
    # A server reads its settings when it starts; so does a client of these tests.
    answer = Client().get("/map/", headers={"If-None-Match": tag})
    assert (answer.status_code, answer["ETag"] == tag) == (200, False)


def test_compressed_export_keeps_its_tag(client, trip):
    answer = client.get("/export.json", headers={"Accept-Encoding": "gzip"})
    assert (answer["Content-Encoding"], answer["ETag"][:2]) == ("gzip", "W/")
    again = client.get("/export.json", headers={"If-None-Match": answer["ETag"]})
    assert again.status_code == 304


def test_pictures_are_not_compressed_again(client, trip):
    figure = make_figure(trip, photo=make_photo(400, 300))
    answer = client.get(f"/photos/{figure.photo.uuid}/400.jpg", headers={"Accept-Encoding": "gzip"})
    picture = b"".join(answer.streaming_content)
    assert len(picture) > 200
    assert ("Content-Encoding" in answer, answer["Content-Length"]) == (False, str(len(picture)))


def test_missing_pages_and_the_admin_have_no_tag(client, trip):
    assert "ETag" not in client.get("/trips/nowhere/")
    assert "ETag" not in client.get("/admin/account/login/")
