import pytest

from people.models import Visibility
from posts.models import Status

from ...factories import make_day, make_encounter, make_event, make_person, make_place, make_trip
from .pages import read

pytestmark = pytest.mark.django_db


def test_places_by_country_and_city(client):
    day = make_day(body="[a](place:king-taco) [b](place:cafe) [c](place:pier) [d](place:attic)")
    make_place("King Taco", kind="restaurant", city="Pasadena", country="United States")
    make_place("Cafe", city="Berlin", country="Germany")
    make_place("Pier", country="United States")
    make_place("Attic")
    make_place("Unnamed in any text")
    assert day.references.count() == 4
    words = read(client, "/places/").words
    assert "Elsewhere Attic Berlin Germany Cafe United States Pier Pasadena United States King Taco restaurant" in words
    assert "Unnamed" not in words


def test_places_none_yet(client):
    assert "No place has been named yet." in read(client, "/places/").words


def test_place_shows_where_it_is_and_what_happened_there(client):
    trip = make_trip(title="The trip", slug="the-trip")
    place = make_place(
        "Convention Center",
        kind="venue",
        address="300 East Green Street",
        city="Pasadena",
        country="United States",
        map_url="https://maps.example/1",
        about="Two *halls*.",
        latitude=34.1425,
        longitude=-118.1439,
    )
    make_event(trip, name="NixCon", slug="nixcon", venue=place)
    day = make_day(trip, title="Arrival", body="Off to [the hall](place:convention-center).")
    make_encounter(day, make_person("Ada"), place=place)
    page = read(client, "/places/convention-center/")
    for text in (
        "Venue Convention Center 300 East Green Street, Pasadena, United States on a map among the other places",
        "Two halls.",
        "Events held here NixCon",
        "Met here March 14, 2024 Ada The trip",
        "In the log March 14, 2024 The trip: Arrival",
    ):
        assert text in page.words
    assert f"/trips/the-trip/#day-2024-03-14-{day.references.get().anchor}" in page.links


@pytest.mark.parametrize(
    ("visibility", "shown"),
    [
        (Visibility.PUBLIC, "Ada"),
        (Visibility.NAME, "Ada"),
        (Visibility.PSEUDONYM, "a friend"),
        (Visibility.HIDDEN, None),
    ],
)
def test_visibility_of_people_met_at_a_place(client, visibility, shown):
    place = make_place("Pier")
    make_day(make_trip(), body="[Pier](place:pier)")
    make_encounter(make_day(), make_person("Ada", visibility=visibility, pseudonym="a friend"), place=place)
    page = read(client, "/places/pier/")
    assert ("Met here" in page.words) == (shown is not None)
    assert (shown or "Met nobody") in page.words or shown is None
    assert ("/people/ada/" in page.links) == (visibility == Visibility.PUBLIC)
    assert ("Ada" in page.html) == (shown == "Ada")


def test_a_place_that_is_not_public_has_no_page(client):
    make_place("Her home", is_public=False)
    make_day(body="At [her home](place:her-home)")
    assert client.get("/places/her-home/").status_code == 404
    assert "her-home" not in read(client, "/places/").html


def test_a_place_in_drafts_only_has_no_page(client):
    make_place("Pier")
    make_day(make_trip(status=Status.DRAFT), body="[Pier](place:pier)")
    assert client.get("/places/pier/").status_code == 404
