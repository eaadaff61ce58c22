import base64
import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Person
from posts.models import Event, EventSeries, Place, Talk, Trip

from ...factories import make_day, make_encounter, make_person, make_trip
from ..public.logs import build_log

pytestmark = pytest.mark.django_db
LISTS = "trips people talks events places tags categories search?q=a&limit=100 people/person-0/appearances".split()
ONE = ["trips/trip-0", "people/person-0", "talks/talk-0-0-0", "events/event-0", "places/place-0", ""]


def pages(client, address):
    """Follow `next` to the end and return the items of each page."""
    found = []
    while address:
        response = client.get(address)
        page = response.json()
        found.append(page["items"])
        link = f'<{page["next"]}>; rel="next"' if page["next"] else None
        assert response.headers.get("Link") == link
        address = page["next"]
    return found


@pytest.mark.parametrize("name", LISTS)
def test_pages_hold_everything_once_and_in_order(client, name):
    build_log(3)
    address = f"/api/{name}{'&' if '?' in name else '?'}limit="
    [whole] = pages(client, f"{address}100")
    parted = pages(client, f"{address}2")
    assert len(whole) >= 3
    assert [item for page in parted for item in page] == whole
    assert {len(page) for page in parted[:-1]} == {2}


def test_filters_hold_on_the_pages_that_follow(client):
    build_log(2)
    first = client.get("/api/talks", {"speaker": "person-0", "year": "2024", "limit": "1"}).json()
    following = client.get(first["next"]).json()["items"]
    assert "speaker=person-0" in first["next"]
    assert {each["trip"]["slug"] for each in [*first["items"], *following]} == {"trip-0"}


def test_page_is_not_shifted_by_what_is_added(client):
    for year in (2021, 2022, 2023):
        make_trip(slug=f"trip-of-{year}", starts_on=datetime.date(year, 1, 1))
    first = client.get("/api/trips?limit=1").json()
    make_trip(slug="newer", starts_on=datetime.date(2024, 1, 1))
    Trip.objects.get(slug="trip-of-2023").delete()
    following = client.get(first["next"]).json()["items"]
    assert [each["slug"] for each in (*first["items"], *following)] == ["trip-of-2023", "trip-of-2022"]


def test_people_of_the_same_name_and_any_characters_are_paged(client):
    day = make_day()
    for number in range(3):
        make_encounter(day, make_person("Ada & Bo \N{UNIT SEPARATOR}?", slug=f"ada-{number}"))
    found = pages(client, "/api/people?limit=1")
    assert sorted(person["slug"] for [person] in found) == ["ada-0", "ada-1", "ada-2"]


def cursor(text):
    return base64.urlsafe_b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "after",
    [
        "zzz",
        "é",
        "====",
        cursor("2024-01-01"),
        cursor("never\x1f00000000-0000-0000-0000-000000000000"),
        cursor("2024-01-01\x1fnobody"),
        cursor("2024-01-01\x1f2024-01-01\x1f00000000-0000-0000-0000-000000000000"),
        cursor("2024-01-01\x1f0001-01-01T00:00:00+14:00\x1f00000000-0000-0000-0000-000000000000"),
        cursor("a\x00b\x1f00000000-0000-0000-0000-000000000000"),
        cursor("-1"),
        cursor("9" * 5000),
    ],
)
@pytest.mark.parametrize("name", ["trips?", "talks?", "people?", "search?q=a&"])
def test_cursor_that_was_made_up_is_refused_or_leads_somewhere(client, name, after):
    make_trip()
    response = client.get(f"/api/{name}after={after}")
    assert response.status_code in (200, 422)
    if response.status_code == 422:
        assert [error["parameter"] for error in response.json()["errors"]] == ["after"]


def queries(client):
    asked = {}
    for name in (*LISTS, *ONE):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(f"/api/{name}").status_code == 200, name
        asked[name] = len(captured)
    return asked


def test_query_counts_are_equal_at_one_and_at_three(client):
    build_log(1)
    one = queries(client)
    for model in (Trip, Talk, Event, EventSeries, Place, Person):
        model.objects.all().delete()
    build_log(3)
    assert queries(client) == one
    assert max(one.values()) <= 40
