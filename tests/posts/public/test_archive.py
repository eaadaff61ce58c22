import datetime
import itertools

import pytest

from posts.models import Day, Status

from ...factories import make_day, make_encounter, make_person, make_talk, make_trip
from .pages import read

pytestmark = pytest.mark.django_db


def test_archive_counts_by_year_the_latest_first(client):
    ada, grace = make_person("Ada"), make_person("Grace")
    for year in (2023, 2024):
        trip = make_trip(title=f"Trip of {year}", starts_on=datetime.date(year, 3, 14), location="Berlin")
        day = make_day(trip)
        make_encounter(day, ada)
        if year == 2024:
            make_day(trip)
            make_day(trip, kind=Day.Kind.EPILOGUE)
            second = make_day(trip, date=trip.ends_on)
            make_encounter(second, ada)
            make_encounter(second, grace)
            make_talk(day)
            make_day(trip, status=Status.DRAFT, date=datetime.date(2024, 3, 15))
    make_trip(title="Draft", status=Status.DRAFT)
    page = read(client, "/archive/")
    assert (
        "2024 1 trip 2 days 2 people 1 talk March 14–18, 2024 Trip of 2024 Berlin 2023 1 trip 1 day 1 person"
        in page.words
    )
    assert "Draft" not in page.html


def test_archive_lists_tags_and_categories_with_the_number_of_their_trips(client):
    for number in range(2):
        trip = make_trip()
        trip.tags.add("Nix")
        trip.categories.add("Travel", f"Kind {number}")
    hidden = make_trip(status=Status.DRAFT)
    hidden.tags.add("Nix", "Secret")
    page = read(client, "/archive/")
    assert "Categories Kind 0 1 trip Kind 1 1 trip Travel 2 trips Tags Nix 2 trips" in page.words
    assert "Secret" not in page.html
    assert {"/tags/nix/", "/categories/travel/"} <= set(page.links)


def test_archive_leads_to_each_of_many_years_and_counts_their_trips(client):
    for year in (2022, 2023, 2024, 2024):
        make_trip(starts_on=datetime.date(year, 3, 14))
    page = read(client, "/archive/")
    assert [link for link in page.links if link.startswith("#year")] == ["#year-2024", "#year-2023", "#year-2022"]
    assert "2024 2 trips March" in page.words


def test_neighbours_in_the_archive_have_different_colours(client):
    for day in (1, 9, 20):
        make_trip(starts_on=datetime.date(2024, 3, day))
    lines = [a["class"] for tag, a in read(client, "/archive/").tags if (a.get("class") or "").startswith("line-")]
    assert [first == second for first, second in itertools.pairwise(lines)] == [False, False]


def test_archive_of_an_empty_log(client):
    assert "No trip has been published yet." in read(client, "/archive/").words
