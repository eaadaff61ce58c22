import datetime
import json

import pytest

from people.models import Alias, FormerSlug, PersonLink, Visibility
from posts.models import RetiredSlug, Status

from ...factories import (
    make_day,
    make_encounter,
    make_event,
    make_figure,
    make_person,
    make_place,
    make_series,
    make_talk,
    make_trip,
)

pytestmark = pytest.mark.django_db
MARCH = datetime.date(2024, 3, 14)


def get(client, address, **parameters):
    response = client.get(address, parameters)
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "application/json"
    return response.json()


def slugs(client, address, **parameters):
    return [each.get("talk", each)["slug"] for each in get(client, address, **parameters)["items"]]


@pytest.fixture
def trip():
    """A trip to an event, on which somebody with a page, somebody known by name and a friend gave a talk."""
    trip = make_trip(slug="pasadena", title="Pasadena", summary="With [Ada](person:ada) and [Bo](person:bo).")
    event = make_event(trip, slug="nixcon", name="NixCon", series=make_series(slug="series"), venue=make_place("Hall"))
    trip.tags.add("Nix")
    trip.categories.add("Travel")
    ada = make_person("Ada", about="Knows *much*.")
    Alias.objects.create(person=ada, name="Lady A")
    Alias.objects.create(person=ada, name="Former", kind=Alias.Kind.FORMER)
    PersonLink.objects.create(person=ada, url="https://ada.example/")
    PersonLink.objects.create(person=ada, url="mailto:ada@example.org", kind="email")
    bo = make_person("Bo", visibility=Visibility.NAME)
    cy = make_person("Cy", visibility=Visibility.PSEUDONYM, pseudonym="a friend")
    day = make_day(trip, body="Met [Ada](person:ada).")
    make_encounter(day, ada)
    make_talk(day, (ada, bo, cy), slug="boot", event=event, track="Core", notes="By [Cy](person:cy).")
    figure = make_figure(trip, day=day, name="hall")
    figure.people.add(ada)
    return trip


def test_index_names_the_lists(client):
    index = get(client, "/api/")
    assert (index["format"], index["version"]) == ("tripsite-log", 1)
    assert index["links"]["trips"] == "http://testserver/api/trips"
    for address in index["links"].values():
        expected = 422 if address.endswith("/search") else 200
        assert client.get(address).status_code == expected, address


def test_trips_are_cards_the_latest_first(client, trip):
    make_trip(slug="oslo", starts_on=datetime.date(2025, 1, 1))
    make_trip(slug="draft", status=Status.DRAFT)
    [oslo, pasadena] = get(client, "/api/trips")["items"]
    assert (oslo["slug"], pasadena["slug"]) == ("oslo", "pasadena")
    whole = get(client, "/trips/pasadena.json")["trips"][0]
    assert pasadena == {name: value for name, value in whole.items() if name not in ("days", "figures")}
    assert pasadena["summary"] == "With [Ada](person:ada) and Bo."


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"year": "2024"}, ["pasadena"]),
        ({"year": "2025"}, ["oslo"]),
        ({"tag": "nix"}, ["pasadena"]),
        ({"category": "travel"}, ["pasadena"]),
        ({"event": "nixcon"}, ["pasadena"]),
        ({"event": "nixcon", "year": "2025"}, []),
        ({"tag": "nobody-knows"}, []),
    ],
)
def test_trips_are_filtered(client, trip, asked, expected):
    make_trip(slug="oslo", starts_on=datetime.date(2025, 1, 1))
    assert slugs(client, "/api/trips", **asked) == expected


def test_trip_that_heard_a_talk_of_an_event_is_among_its_trips_once(client, trip):
    other = make_trip(slug="other", starts_on=datetime.date(2023, 1, 1))
    event = trip.events.get()
    make_talk(make_day(other), slug="elsewhere", event=event)
    make_event(trip, slug="second")
    assert slugs(client, "/api/trips", event="nixcon") == ["pasadena", "other"]


def test_trip_is_the_document_of_the_export(client, trip):
    assert get(client, "/api/trips/pasadena") == get(client, "/trips/pasadena.json")


def test_people_are_those_with_a_page(client, trip):
    [ada] = get(client, "/api/people")["items"]
    exported = json.loads(b"".join(client.get("/export.json")))
    assert [ada] == [person for person in exported["people"] if person["visibility"] == "public"]
    assert (ada["aliases"], [link["url"] for link in ada["links"]]) == (["Lady A"], ["https://ada.example/"])


def test_person_appears_on_days(client, trip):
    later = make_trip(slug="later", starts_on=datetime.date(2025, 1, 1))
    make_day(later, kind="epilogue", body="[Ada](person:lady) wrote.")
    make_day(later, body="Nobody")
    make_day(trip, body="[Ada](person:ada) again", status=Status.DRAFT)
    ada = get(client, "/api/people/ada")
    FormerSlug.objects.create(person_id=trip.days.first().encounters.get().person_id, slug="lady")
    told = get(client, "/api/people/ada/appearances")["items"]
    assert [(each["trip"]["slug"], each["kind"], each["date"]) for each in told] == [
        ("later", "epilogue", None),
        ("pasadena", "day", "2024-03-14"),
    ]
    met = told[1]
    assert ada["appearances"]["items"] == [met]
    assert (met["role"], len(met["talks"]), len(met["figures"]), met["is_mentioned"]) == ("met", 1, 1, True)
    assert (told[0]["role"], told[0]["talks"], told[0]["is_mentioned"]) == (None, [], True)


@pytest.mark.parametrize("address", ["/api/people/bo", "/api/people/cy", "/api/people/cy/appearances"])
def test_nobody_without_a_page_has_a_document(client, trip, address):
    assert client.get(address).status_code == 404


def test_talk_names_speakers_as_far_as_they_are_public(client, trip):
    [entry] = get(client, "/api/talks")["items"]
    assert get(client, "/api/talks/boot") == entry
    whole = get(client, "/trips/pasadena.json")
    assert entry["talk"] == whole["trips"][0]["days"][0]["talks"][0]
    assert entry["day"] == whole["trips"][0]["days"][0]["uuid"]
    assert [(each["name"], each["slug"]) for each in entry["speakers"]] == [("Ada", "ada"), ("Bo", None)]
    assert (entry["trip"]["slug"], entry["event"]["slug"], entry["date"]) == ("pasadena", "nixcon", "2024-03-14")


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"event": "nixcon"}, ["boot"]),
        ({"year": "2023"}, ["old"]),
        ({"speaker": "ada"}, ["boot"]),
        ({"speaker": "bo"}, []),
        ({"track": "Core"}, ["boot"]),
        ({}, ["boot", "old"]),
    ],
)
def test_talks_are_filtered(client, trip, asked, expected):
    make_talk(make_day(make_trip(starts_on=datetime.date(2023, 1, 1))), slug="old")
    assert slugs(client, "/api/talks", **asked) == expected


def test_talks_of_a_trip_are_in_the_order_of_their_times(client):
    day = make_day()
    make_talk(day, slug="unknown")
    for hour in (15, 9):
        make_talk(day, slug=f"at-{hour}", starts_at=datetime.datetime(2024, 3, 14, hour, tzinfo=datetime.UTC))
    assert slugs(client, "/api/talks") == ["at-9", "at-15", "unknown"]
    first = get(client, "/api/talks", limit=2)
    assert [each["talk"]["slug"] for each in get(client, first["next"])["items"]] == ["unknown"]


def test_event_has_its_series_and_venue(client, trip):
    entry = get(client, "/api/events/nixcon")
    assert [entry["event"]] == get(client, "/api/events")["items"]
    assert (entry["series"]["slug"], entry["venue"]["slug"]) == ("series", "hall")
    assert get(client, "/api/places/hall") == entry["venue"] == get(client, "/api/places")["items"][0]


def test_venue_that_is_nobodys_business_is_left_out(client, trip):
    venue = trip.events.get().venue
    venue.is_public = False
    venue.save()
    entry = get(client, "/api/events/nixcon")
    assert (entry["venue"], entry["event"]["venue"]) == (None, None)
    assert client.get("/api/places/hall").status_code == 404


def test_events_without_dates_come_last(client, trip):
    make_event(trip, slug="dated", starts_on=MARCH, ends_on=MARCH)
    assert slugs(client, "/api/events") == ["dated", "nixcon"]
    following = get(client, "/api/events", limit=1)["next"]
    assert slugs(client, following) == ["nixcon"]


def test_terms_count_published_trips(client, trip):
    make_trip(status=Status.DRAFT).tags.add("Nix", "Hush")
    assert get(client, "/api/tags")["items"] == [{"slug": "nix", "name": "Nix", "trip_count": 1}]
    assert get(client, "/api/categories")["items"] == [{"slug": "travel", "name": "Travel", "trip_count": 1}]


def test_filter_by_what_is_not_public_is_like_one_by_what_nobody_knows(client, trip):
    draft = make_trip(status=Status.DRAFT)
    draft.tags.add("Hush")
    draft.categories.add("Hush")
    make_talk(make_day(draft), (make_person("Drafty"),), event=make_event(draft, slug="hush"), track="hush")
    for name in ("tag", "category", "event"):
        assert get(client, "/api/trips", **{name: "hush"}) == get(client, "/api/trips", **{name: "unknown"})
    for name, value in {"event": "hush", "speaker": "drafty", "track": "hush"}.items():
        assert get(client, "/api/talks", **{name: value}) == get(client, "/api/talks", **{name: "unknown"})


def test_search_finds_what_the_page_finds(client, trip):
    found = get(client, "/api/search", q="nixcon")
    kinds = {each["kind"]: each for each in found["items"]}
    assert found["total"] == len(found["items"]) == client.get("/search/?q=nixcon").context["total"]
    assert kinds["event"] == {
        "kind": "event",
        "title": "NixCon",
        "snippet": kinds["event"]["snippet"],
        "page": "http://testserver/events/nixcon/",
        "api": "http://testserver/api/events/nixcon",
    }
    assert [each["kind"] for each in get(client, "/api/search", q="nixcon", kind="talk")["items"]] == ["talk"]
    assert get(client, "/api/search", q="nixcon", year="1999")["total"] == 0
    [day] = get(client, "/api/search", q="met ada")["items"]
    assert {"text": "Met", "is_match": True} in day["snippet"]
    assert day["api"] == "http://testserver/api/trips/pasadena"


def test_old_slugs_lead_to_new_ones(client, trip):
    for thing, slug in ((trip, "ca"), (trip.events.get(), "nc"), (trip.days.get().talks.get(), "init")):
        RetiredSlug.objects.create(kind=thing._meta.model_name, slug=slug, target=thing.uuid)
    FormerSlug.objects.create(person_id=trip.days.get().encounters.get().person_id, slug="lady")
    for old, new in {
        "/api/trips/ca": "/api/trips/pasadena",
        "/api/events/nc": "/api/events/nixcon",
        "/api/talks/init": "/api/talks/boot",
        "/api/people/lady": "/api/people/ada",
        "/api/people/lady/appearances": "/api/people/ada/appearances",
    }.items():
        response = client.get(old)
        assert (response.status_code, response["Location"]) == (301, new)


def test_slugs_in_any_script(client):
    trip = make_trip(slug="東京")
    trip.tags.add("日本")
    assert slugs(client, "/api/trips", tag=trip.tags.get().slug) == ["東京"]
    assert get(client, "/api/trips/東京")["trips"][0]["slug"] == "東京"
