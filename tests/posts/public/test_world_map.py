import pytest
from django.utils import translation

from posts.models import RetiredSlug, Status
from posts.public.world_map import middle_of

from ...factories import make_day, make_encounter, make_event, make_person, make_place, make_talk, make_trip
from .pages import Page, read

pytestmark = pytest.mark.django_db


def marks(page: Page) -> list[tuple[str, str, str]]:
    return [
        (attributes["data-kind"], attributes["data-latitude"], attributes["data-longitude"])
        for _, attributes in page.tags
        if "data-kind" in attributes
    ]


def test_map_shows_trips_in_the_middle_of_the_places_they_name(client):
    day = make_day(make_trip(title="The trip", slug="the-trip"), body="[Pier](place:pier), later [Hall](place:hall)")
    make_place("Pier", city="Bergen", country="Norway", latitude=60.25, longitude=5.5)
    make_place("Hall", latitude=59.75, longitude=5.5)
    make_place("Nowhere known")
    assert day.references.count() == 2
    page = read(client, "/map/")
    assert marks(page) == [("trip", "60.0", "5.5"), ("place", "59.75", "5.5"), ("place", "60.25", "5.5")]
    assert "The trip March 14–18, 2024 Hall Pier Bergen, Norway" in page.words
    assert {"/trips/the-trip/", "/places/pier/", "/places/hall/"} <= set(page.links)


def test_map_knows_a_place_from_meetings_events_notes_and_former_slugs(client):
    where = {"latitude": 1, "longitude": 1}
    make_encounter(make_day(make_trip(title="Met")), make_person(), place=make_place("Cafe", **where))
    make_event(make_trip(title="Held"), venue=make_place("Hall", **where))
    make_talk(make_day(make_trip(title="Noted")), notes="At [the bar](place:bar)")
    make_place("Bar", **where)
    make_day(make_trip(title="Named before"), body="At [the pier](place:jetty)")
    RetiredSlug.objects.create(kind="place", slug="jetty", target=make_place("Pier", **where).uuid)
    make_day(make_trip(title="Named today"), body="At [the pier](place:pier)")
    words = read(client, "/map/").words
    dates = "March 14–18, 2024"
    for told in (f"Met {dates} Cafe", f"Held {dates} Hall", f"Noted {dates} Bar", f"Named before {dates} Pier"):
        assert told in words


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
    make_place("Pier", latitude=1, longitude=1)
    make_day(make_trip(), body="[x](place:pier)")
    make_day(make_trip(title="The draft", status=Status.DRAFT), body="[x](place:pier)")
    assert "The draft" not in read(client, "/map/").html


def test_coordinates_are_written_for_programs_in_every_language(client, settings):
    settings.LANGUAGE_CODE = "de"
    make_place("Pier", latitude=60.25, longitude=-5.5)
    make_day(body="[x](place:pier)")
    with translation.override("de"):
        assert marks(read(client, "/map/"))[1] == ("place", "60.25", "-5.5")


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
