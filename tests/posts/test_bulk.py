"""What saving many new rows at once brings about is what saving each would have."""

import pytest
import reversion
from reversion.models import Version

from people.models import FormerSlug, Person
from posts.bulk import create
from posts.models import Day, Place, Reference, RetiredSlug, SearchEntry, SearchSource
from posts.revision import one_change
from tests.factories import make_day, make_figure, make_trip

pytestmark = pytest.mark.django_db


def create_all(*rows):
    with one_change():
        create(rows)


def test_the_references_of_each_text_are_indexed():
    trip = make_trip()
    create_all(Day(trip=trip, kind="prologue", body="[Ada](person:ada)"), Day(trip=trip, kind="epilogue", body="None."))
    assert [(each.slug, each.day.kind) for each in Reference.objects.all()] == [("ada", "prologue")]


def test_a_figure_of_no_day_goes_to_the_first_that_shows_it():
    trip = make_trip()
    figure = make_figure(trip, name="stage", photo=None)
    text = "![](figure:stage)"
    days = Day(trip=trip, kind="prologue", body=text), Day(trip=trip, kind="epilogue", body=text)
    create_all(*days)
    figure.refresh_from_db()
    assert figure.day == days[0]


def test_texts_that_named_somebody_before_show_them_now():
    make_day(body="With [the pilot](person:ada).")
    create_all(Person(name="Ada", slug="ada", visibility="hidden"))
    shown = SearchSource.objects.filter(entry__kind="day", kind="person", key="ada").values_list("shown", flat=True)
    assert [each.split()[0] for each in shown] == ["hidden"]
    assert "pilot" not in SearchEntry.objects.get(kind="day").text


def test_a_slug_in_use_again_leads_nowhere_else():
    grace = Person.objects.create(name="Grace", slug="grace")
    FormerSlug.objects.create(person=grace, slug="ada")
    RetiredSlug.objects.create(kind="place", slug="inn", target=make_trip().uuid)
    create_all(Person(name="Ada", slug="ada"))
    create_all(Place(name="Inn", slug="inn"))
    assert not FormerSlug.objects.exists()
    assert not RetiredSlug.objects.exists()


def test_they_are_in_the_version_that_is_being_made():
    trip = make_trip()
    with reversion.create_revision(), one_change():
        create([Day(trip=trip, kind="prologue"), Day(trip=trip, kind="epilogue")])
    assert Version.objects.get_for_model(Day).count() == 2
