"""Lists in pages: each row once, whichever way one turns, and nothing told of what is not public."""

import datetime
import re

import pytest
from django.test import Client

from people.models import Visibility
from posts.models import Status, Trip

from ...factories import make_day, make_encounter, make_event, make_person, make_place, make_talk, make_trip

pytestmark = pytest.mark.django_db

_LINK = re.compile(r'<a rel="(prev|next)" href="([^"]*)"')
ROWS = 105


def _walk(client: Client, address: str, relation: str = "next") -> list[str]:
    """Return the addresses of a list's pages from one on."""
    addresses = [address]
    while True:
        links = dict(_LINK.findall(client.get(addresses[-1]).content.decode()))
        if relation not in links:
            return addresses
        addresses.append(links[relation].replace("&amp;", "&"))


def _talks() -> None:
    day = make_day()
    event = make_event()
    for number in range(ROWS):
        make_talk(day, slug=f"row-{number}", event=event if number % 2 else None)


def _people() -> None:
    day = make_day()
    for number in range(ROWS):
        make_encounter(day, make_person(f"{'aB'[number % 2]} {number % 7}", slug=f"row-{number}"))


def _places() -> None:
    day = make_day()
    for number in range(ROWS):
        place = make_place(f"Place {number % 5}", slug=f"row-{number}", city=f"City {number % 3}")
        make_encounter(day, make_person(visibility=Visibility.NAME), place=place)


def _events() -> None:
    trip = make_trip()
    for number in range(ROWS):
        date = datetime.date(2020 + number % 3, 1, 1) if number % 4 else None
        make_event(trip, slug=f"row-{number}", starts_on=date, ends_on=date)


LISTS = {"/talks/": _talks, "/people/": _people, "/places/": _places, "/events/": _events}


@pytest.mark.parametrize("path", LISTS)
def test_each_row_of_a_list_is_on_one_page(client, path):
    LISTS[path]()
    pages = _walk(client, path)
    assert len(pages) == 3
    rows = [row for page in pages for row in re.findall(r'href="[^"]*/(row-\d+)/"', client.get(page).content.decode())]
    assert (len(rows), len(set(rows))) == (ROWS, ROWS)
    assert _walk(client, pages[-1], "prev") == pages[::-1]


def test_a_page_stays_where_it_is_as_rows_are_added_before_it(client):
    trips = [make_trip(starts_on=datetime.date(2020, 1, day + 1)) for day in range(25)]
    before = client.get(f"/?after={trips[5].slug}").content
    make_trip(starts_on=datetime.date(2021, 1, 1))
    after = client.get(f"/?after={trips[5].slug}").content
    cards = [re.findall(r'u-url p-name" href="([^"]*)"', page.decode()) for page in (before, after)]
    assert cards[0] == cards[1] == [f"/trips/{trips[number].slug}/" for number in (4, 3, 2, 1, 0)]


def test_nothing_is_told_of_a_row_that_is_not_public(client):
    make_trip()
    make_trip(slug="secret", status=Status.DRAFT, starts_on=datetime.date(2030, 1, 1))
    answers = [client.get(f"/?after={slug}") for slug in ("secret", "nobody-wrote-this")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert Trip.objects.filter(slug="secret").exists()
