"""What the checks find in a trip, and how often they ask the database."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from posts.checks import Code, findings, findings_of_log
from posts.models import Figure
from tests.factories import make_day, make_figure, make_person, make_talk, make_trip

pytestmark = pytest.mark.django_db


def codes(trip):
    return [finding.code for finding in findings(trip)]


def test_complete_trip_has_nothing_to_look_at():
    trip = make_trip()
    make_person("Ada", slug="ada")
    make_day(trip, body="Met [Ada](person:ada).\n\n![](figure:stage)")
    make_figure(trip, name="stage", alt="A stage")
    assert findings(trip) == []


def test_references_that_lead_nowhere():
    trip = make_trip(summary="With [Bob](person:bob).")
    day = make_day(trip, body="[There](place:there), ![](figure:gone), [before](trip:old) and [Ada](person:countess).")
    make_figure(trip, name="stage", alt="A stage", caption="[Talk](talk:gone)")
    make_talk(day, notes="[Conference](event:gone)")
    person = make_person("Ada", slug="countess")
    person.slug = "ada"
    person.save()
    old = make_trip(slug="old")
    old.slug = "new"
    old.save()
    found = findings(trip)
    assert {(type(finding.subject).__name__, finding.field, finding.message) for finding in found} == {
        ("Trip", "summary", "“Bob” leads to person:bob, which is not there"),
        ("Day", "body", "“There” leads to place:there, which is not there"),
        ("Day", "body", "shows figure:gone, which is not there"),
        ("Figure", "caption", "“Talk” leads to talk:gone, which is not there"),
        ("Talk", "notes", "“Conference” leads to event:gone, which is not there"),
    }
    assert {finding.code for finding in found} == {Code.DANGLING}


def test_figures_and_days_that_lack_something():
    trip = make_trip()
    day = make_day(trip, body=" \n")
    Figure.objects.create(trip=trip, name="lost", alt="Lost")
    Figure.objects.create(trip=trip, name="elsewhere", remote_url="https://example.org/a.jpg", day=day)
    assert {(finding.code, str(finding.subject)) for finding in findings(trip)} == {
        (Code.NO_TEXT, str(day)),
        (Code.NO_PICTURE, "lost"),
        (Code.NO_ALT, "elsewhere"),
    }


def test_draft_day_is_no_finding():
    trip = make_trip()
    make_day(trip, body="Words.", status="draft")
    assert findings(trip) == []


def fill(trip, count):
    for number in range(count):
        day = make_day(trip, body=f"[A](person:a-{number}) [B](place:b-{number}) [C](trip:c-{number}) ![](figure:x)")
        make_talk(day, notes=f"[D](event:d-{number}) and [E](talk:e-{number})")
        make_figure(trip, caption=f"[A](person:a-{number})")


def test_queries_are_as_many_for_one_day_as_for_five():
    asked = []
    for count in (1, 5):
        trip = make_trip()
        fill(trip, count)
        with CaptureQueriesContext(connection) as queries:
            assert findings(trip)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_whole_log_has_the_findings_of_each_trip():
    trips = [make_trip(), make_trip()]
    for trip in trips:
        make_day(trip)
    assert [finding.subject.trip for finding in findings_of_log()] == trips[::-1]
