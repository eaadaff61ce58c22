import pytest

from posts.models import Status

from ...factories import make_day, make_encounter, make_event, make_person, make_place, make_trip
from .pages import read

pytestmark = pytest.mark.django_db


def test_a_trip_without_a_location_shows_the_cities_of_its_places(client):
    trip = make_trip(slug="one", title="The trip")
    make_event(trip, venue=make_place("Hall", city="Pasadena"))
    make_place("Taco", city="Los Angeles")
    make_place("Pier", city="Pasadena")
    day = make_day(trip, body="At [the taco stand](place:taco), then [the pier](place:pier).")
    make_encounter(day, make_person("Ada"), place=make_place("Bar", city="Burbank"))
    make_place("Her home", city="Secret City", is_public=False)
    make_day(trip, body="At [home](place:her-home).")
    make_event(make_trip(), venue=make_place("Elsewhere", city="Berlin"))
    make_place("Draft bar", city="Hush")
    make_day(trip, body="[bar](place:draft-bar)", status=Status.DRAFT)
    assert "March 14–18, 2024 Pasadena, Burbank, Los Angeles The trip" in read(client, "/trips/one/").words


def test_a_location_stands_before_the_cities(client):
    trip = make_trip(slug="one", location="California", title="The trip")
    make_event(trip, venue=make_place("Hall", city="Pasadena"))
    page = read(client, "/trips/one/")
    assert "March 14–18, 2024 California The trip" in page.words
    assert "Pasadena" not in page.words


def test_a_trip_to_no_known_place(client):
    make_trip(slug="one", title="The trip")
    assert "March 14–18, 2024 The trip" in read(client, "/trips/one/").words
