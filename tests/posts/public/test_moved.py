import datetime

import pytest

from posts.models import RetiredSlug, Status

from ...factories import make_day, make_event, make_place, make_talk, make_trip

pytestmark = pytest.mark.django_db


def trip(**values):
    return make_trip(slug="now", **values)


def talk(**values):
    return make_talk(make_day(make_trip(**values)), slug="now")


def event(**values):
    return make_event(make_trip(**values), slug="now")


def place(**values):
    return make_event(make_trip(**values), venue=make_place("Now")).venue


KINDS = [("trip", trip), ("talk", talk), ("event", event), ("place", place)]


@pytest.mark.parametrize(("kind", "make"), KINDS)
def test_a_retired_slug_leads_to_where_it_is_now(client, kind, make):
    RetiredSlug.objects.create(kind=kind, slug="then", target=make().uuid)
    response = client.get(f"/{kind}s/then/")
    assert (response.status_code, response["Location"]) == (301, f"/{kind}s/now/")


@pytest.mark.parametrize(("kind", "make"), KINDS)
def test_a_retired_slug_of_a_draft_leads_nowhere(client, kind, make):
    RetiredSlug.objects.create(kind=kind, slug="then", target=make(status=Status.DRAFT).uuid)
    assert client.get(f"/{kind}s/then/").status_code == 404


@pytest.mark.parametrize(("kind", "make"), KINDS)
def test_a_retired_slug_of_what_was_withdrawn_leads_nowhere(client, kind, make):
    RetiredSlug.objects.create(kind=kind, slug="then", target=make(status=Status.WITHDRAWN).uuid)
    # Of a trip it is told that it was taken back.
    assert client.get(f"/{kind}s/then/").status_code == (410 if kind == "trip" else 404)


@pytest.mark.parametrize(("kind", "make"), KINDS)
def test_a_retired_slug_of_another_kind_leads_nowhere(client, kind, make):
    other = "place" if kind == "trip" else "trip"
    RetiredSlug.objects.create(kind=other, slug="then", target=make().uuid)
    assert client.get(f"/{kind}s/then/").status_code == 404


def test_a_day_under_a_retired_slug(client):
    found = trip()
    make_day(found)
    RetiredSlug.objects.create(kind="trip", slug="then", target=found.uuid)
    response = client.get("/trips/then/2024-03-14/")
    assert (response.status_code, response["Location"]) == (301, "/trips/now/2024-03-14/")


def test_a_day_that_is_not_there_under_a_retired_slug_ends_at_not_found(client):
    found = trip(starts_on=datetime.date(2024, 3, 14))
    RetiredSlug.objects.create(kind="trip", slug="then", target=found.uuid)
    assert client.get("/trips/then/2024-03-15/", follow=True).status_code == 404


def test_json_of_a_trip_moves_with_it(client):
    trip = make_trip(slug="new")
    RetiredSlug.objects.create(kind="trip", slug="old", target=trip.uuid)
    answer = client.get("/trips/old.json")
    assert (answer.status_code, answer["Location"]) == (301, "/trips/new.json")
    assert client.get("/trips/never.json").status_code == 404
