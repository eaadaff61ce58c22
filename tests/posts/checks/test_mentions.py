"""People who are not public and are named in plain words: in every field, on every trip, beside the trips."""

import pytest

from people.models import Alias, PersonLink
from posts.checks import Code, blocking, findings, findings_of_log
from posts.checks.mentions import of_person
from posts.models import IgnoredInTrip
from tests.factories import (
    make_day,
    make_encounter,
    make_event,
    make_figure,
    make_person,
    make_place,
    make_talk,
    make_trip,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_person("Ada Lovelace", slug="ada", visibility="hidden")


def fields(found):
    return sorted((type(finding.subject).__name__, finding.field) for finding in found)


def test_every_public_field_of_a_trip_is_read(ada):
    name = "Ada Lovelace"
    trip = make_trip(title=name, summary=name, location=name, slug="with-ada-lovelace")
    trip.tags.add(name)
    day = make_day(trip, title=name, body=f"With {name}.")
    make_figure(trip, name="ada-lovelace", title=name, caption=name, alt=name)
    make_talk(day, title=name, abstract=name, notes=name, track=name, room=name, private_note=name)
    found = blocking(trip)
    assert fields(found) == sorted(
        [("Trip", field) for field in ("title", "summary", "location", "slug", "tags")]
        + [("Day", field) for field in ("title", "body")]
        + [("Figure", field) for field in ("name", "title", "caption", "alt")]
        + [("Talk", field) for field in ("title", "abstract", "notes", "track", "room")]
    )
    assert {(finding.code, finding.blocks) for finding in found} == {(Code.PLAIN_MENTION, True)}
    assert [finding for finding in findings(trip) if finding.blocks] == found


def test_message_says_who_where_and_how_often(ada):
    day = make_day(body="By Ada Lovelace, and Ada Lovelace.")
    [finding] = blocking(day.trip)
    assert finding.message == "“Ada Lovelace” names Ada Lovelace, who is hidden, in plain words in the text (2 times)"
    assert day.body[finding.start : finding.end] == "Ada Lovelace"


@pytest.mark.parametrize(("visibility", "count"), [("public", 0), ("name", 0), ("pseudonym", 1), ("hidden", 1)])
def test_only_those_who_are_not_public_count(visibility, count):
    make_person("Bo Ek", visibility=visibility, pseudonym="a friend")
    assert len(blocking(make_day(body="Bo Ek came.").trip)) == count


def test_aliases_former_names_and_addresses_count(ada):
    Alias.objects.create(person=ada, name="Ada Byron", kind="former")
    Alias.objects.create(person=ada, name="Enchantress")
    PersonLink.objects.create(person=ada, url="https://ada.example/")
    trip = make_trip()
    for body in ("Ada Byron", "The Enchantress", "[here](https://ada.example/)", "[Ada](person:ada)"):
        make_day(trip, body=body)
    assert [finding.subject.body for finding in blocking(trip)] == [
        "Ada Byron",
        "The Enchantress",
        "[here](https://ada.example/)",
    ]


def test_given_name_counts_on_trips_somebody_is_on(ada):
    with_ada, without = make_day(body="Ada came."), make_day(body="Ada came.")
    make_encounter(with_ada, ada)
    assert (len(blocking(with_ada.trip)), len(blocking(without.trip))) == (1, 0)
    IgnoredInTrip.objects.create(trip=with_ada.trip, name="Ada")
    assert blocking(with_ada.trip) == []


def test_what_stands_beside_the_trips_is_read(ada):
    make_place(about="Ada Lovelace lives here.", private_note="Ada Lovelace")
    make_event(about="Founded by Ada Lovelace.")
    make_person("Bob", about="Works with Ada Lovelace.", private_note="Ada Lovelace")
    assert fields(findings_of_log()) == [("Event", "about"), ("Person", "about"), ("Place", "about")]


def test_places_of_one_person_are_found_over_all_trips(ada):
    make_person("Bo Ek", visibility="hidden")
    PersonLink.objects.create(person=ada, url="https://ada.example/")
    make_day(body="Bo Ek came.")
    make_day(body="With Ada Lovelace and Bo Ek.")
    make_encounter(make_day(body="Ada left."), ada)
    make_day(body="[here](https://ada.example/about)")
    make_day(make_trip(summary="[Ada](person:ada)"), body="Then Ada left.")
    figure = make_figure(make_trip(), alt="Ada Lovelace")
    found = of_person(ada)
    assert fields(found) == [("Day", "body")] * 4 + [("Figure", "alt")]
    assert figure in [finding.subject for finding in found]


def test_log_without_such_people_reads_nothing(django_assert_num_queries):
    trip = make_day(body="Words.").trip
    with django_assert_num_queries(8):
        assert blocking(trip) == []
