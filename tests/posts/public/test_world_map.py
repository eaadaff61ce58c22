import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from posts.models import Place, RetiredSlug, Status
from posts.public.world_map import MOST_PLACES, middle_of

from ...factories import make_day, make_encounter, make_event, make_person, make_place, make_talk, make_trip
from .pages import Page, read

pytestmark = pytest.mark.django_db


def marks(page: Page) -> list[tuple[str, str, str]]:
    return [
        (attributes["data-kind"], attributes["data-latitude"], attributes["data-longitude"])
        for _, attributes in page.tags
        if "data-kind" in attributes
    ]


def test_map_shows_cities_in_the_middle_of_their_places(client):
    make_day(
        make_trip(title="The first", slug="the-first", starts_on=datetime.date(2022, 3, 14)),
        date=None,
        kind="prologue",
        body="[Pier](place:pier)",
    )
    make_day(make_trip(title="The second", slug="the-second"), body="[Pier](place:pier), later [Hall](place:hall)")
    make_place("Pier", city="Bergen", country="Norway", latitude=60.25, longitude=5.5)
    make_place("Hall", city="Bergen", country="Norway", latitude=59.75, longitude=5.5)
    make_place("Nowhere known")
    page = read(client, "/map/")
    assert marks(page) == [("city", "60.0", "5.5"), ("place", "59.75", "5.5"), ("place", "60.25", "5.5")]
    assert "Bergen Norway 2 trips, the latest: The second, March 14–18, 2024 Hall Pier" in page.words
    assert {"/trips/the-second/", "/places/pier/", "/places/hall/"} <= set(page.links)
    assert "/trips/the-first/" not in page.links


def test_cities_of_the_latest_trips_come_first_and_places_without_one_last(client):
    where = {"latitude": 1, "longitude": 1}
    make_place("Lighthouse", country="Norway", **where)
    make_day(body="[Lighthouse](place:lighthouse)")
    for year, city in ((2022, "Aachen"), (2024, "Oslo"), (2023, "Bergen")):
        make_place(f"Hall of {city}", city=city, **where)
        trip = make_trip(slug=city.lower(), starts_on=datetime.date(year, 3, 14))
        make_event(trip, venue=Place.objects.get(city=city))
    words = read(client, "/map/").words
    order = [
        words.index(name) for name in ("Hall of Oslo", "Hall of Bergen", "Hall of Aachen", "Other places", "Lighthouse")
    ]
    assert order == sorted(order)


def test_a_city_lists_the_places_of_its_latest_trips_and_counts_the_others(client):
    for number in range(MOST_PLACES + 2):
        place = make_place(f"Bar {number:02}", city="Oslo", latitude=1, longitude=1)
        make_event(make_trip(starts_on=datetime.date(1990 + number, 3, 14)), venue=place)
    page = read(client, "/map/")
    listed = [name for name in (f"Bar {number:02}" for number in range(MOST_PLACES + 2)) if name in page.words]
    assert listed == [f"Bar {number:02}" for number in range(2, MOST_PLACES + 2)]
    assert f"Places {MOST_PLACES + 2}" in page.words
    assert "and 2 more places" in page.words
    assert "/places/" in page.links


def test_map_knows_a_place_from_meetings_events_notes_and_former_slugs(client):
    where = {"latitude": 1, "longitude": 1}
    make_encounter(make_day(make_trip(title="Met")), make_person(), place=make_place("Cafe", city="A", **where))
    make_event(make_trip(title="Held"), venue=make_place("Hall", city="B", **where))
    make_talk(make_day(make_trip(title="Noted")), notes="At [the bar](place:bar)")
    make_place("Bar", city="C", **where)
    make_day(make_trip(title="Named before"), body="At [the pier](place:jetty)")
    RetiredSlug.objects.create(kind="place", slug="jetty", target=make_place("Pier", city="D", **where).uuid)
    make_day(make_trip(title="Named today"), body="At [the pier](place:pier)")
    words = read(client, "/map/").words
    dates = "March 14–18, 2024"
    for city, trip, place in (("A", "Met", "Cafe"), ("B", "Held", "Hall"), ("C", "Noted", "Bar")):
        assert f"{city} 1 trip: {trip}, {dates} {place}" in words
    assert f"D 2 trips, the latest: Named today, {dates} Pier" in words


def test_queries_do_not_grow_with_the_log(client):
    counts = []
    for number in range(3):
        place = make_place(city=f"City {number}", latitude=1, longitude=1)
        make_event(make_trip(), venue=place)
        with CaptureQueriesContext(connection) as asked:
            read(client, "/map/")
        counts.append(len(asked))
    assert len(set(counts)) == 1


def test_map_shows_only_what_is_public(client):
    make_place("Her home", is_public=False, latitude=1, longitude=1)
    make_place("In a draft", latitude=2, longitude=2)
    make_place("Named nowhere", latitude=3, longitude=3)
    make_day(make_trip(), body="[x](place:her-home)")
    make_day(make_trip(title="The draft", status=Status.DRAFT), body="[x](place:in-a-draft)")
    page = read(client, "/map/")
    assert marks(page) == []
    assert "No place has been put on the map yet." in page.words


def test_map_does_not_tell_of_drafts_that_name_a_public_place(client):
    make_place("Pier", city="Oslo", latitude=1, longitude=1)
    make_day(make_trip(), body="[x](place:pier)")
    make_day(make_trip(title="The draft", status=Status.DRAFT), body="[x](place:pier)")
    page = read(client, "/map/")
    assert "The draft" not in page.html
    assert "1 trip:" in page.words


def test_coordinates_are_written_for_programs_in_every_language(client, settings):
    settings.LANGUAGE_CODE = "de"
    make_place("Pier", latitude=60.25, longitude=-5.5)
    make_day(body="[x](place:pier)")
    with translation.override("de"):
        assert marks(read(client, "/map/"))[0] == ("place", "60.25", "-5.5")


@pytest.mark.parametrize(
    ("positions", "middle"),
    [
        ([(10, 20)], (10, 20)),
        ([(0, 10), (0, 20)], (0, 15)),
        ([(0, 170), (0, -170)], (0, -180)),
        ([(-20, 179), (-20, -177)], (-20.0112, -179)),
    ],
)
def test_the_middle_lies_between_also_across_the_date_line(positions, middle):
    latitude, longitude = middle_of(positions)
    assert (latitude, -180 if longitude == 180 else longitude) == middle
