"""A page asks the database as often for three of everything as for one of everything."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.models import Person
from posts.models import Event, EventSeries, Place, Talk, Trip
from tests.conftest import PROJECT

from .logs import build_log

TABLE = PROJECT / "docs" / "queries.md"
PAGES = [
    "/",
    "/trips/trip-0/",
    "/trips/trip-0/2024-01-01/",
    "/trips/trip-0/figures/day-0-0/",
    "/people/",
    "/people/person-0/",
    "/talks/",
    "/talks/?event=",
    "/talks/talk-0-0-0/",
    "/events/",
    "/events/event-0/",
    "/places/",
    "/places/place-0/",
    "/map/",
    "/tags/tag-0/",
    "/categories/category-0/",
    "/archive/",
]


def _queries(client: Client) -> dict[str, list[str]]:
    asked = {}
    for url in PAGES:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(url).status_code == 200, url
        asked[url] = [query["sql"] for query in queries.captured_queries]
    return asked


@pytest.mark.django_db
def test_query_counts_are_equal_at_one_and_at_three(client):
    build_log(1)
    one = _queries(client)
    for model in (Trip, Talk, Event, EventSeries, Place, Person):
        model.objects.all().delete()
    build_log(3)
    three = _queries(client)
    assert {url: len(queries) for url, queries in three.items()} == {url: len(queries) for url, queries in one.items()}
    told = [line for line in TABLE.read_text().splitlines() if line.startswith("| `/")]
    counted = [f"| `{url}` | {len(queries)} |" for url, queries in one.items()]
    assert told == counted, "\n".join(["docs/queries.md is to say:", *counted])
