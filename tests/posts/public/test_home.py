import datetime

import pytest

from people.models import Visibility
from posts.models import FigurePerson, Log, Status, Trip

from ...factories import make_event, make_figure, make_person, make_trip
from .pages import read

pytestmark = pytest.mark.django_db


def test_home_of_an_empty_log(client):
    page = read(client, "/")
    assert "Trip logbook" in page.words
    assert "No trip has been published yet." in page.words


def test_home_shows_the_log_and_its_trips_the_latest_first(client):
    Log.objects.create(title="On the way", tagline="Talks and tacos", author="Robin")
    make_trip(title="Older", starts_on=datetime.date(2020, 1, 1))
    newer = make_trip(title="Newer", slug="newer", summary="With [Ada](person:ada)", location="Berlin")
    make_event(newer, name="NixCon", slug="nixcon")
    page = read(client, "/")
    assert [text in page.words for text in ("On the way", "Talks and tacos", "written by Robin")] == [True] * 3
    assert page.words.index("Newer") < page.words.index("Older")
    assert "March 14–18, 2024 Berlin Newer With Ada NixCon" in page.words
    assert {"/trips/newer/", "/events/nixcon/"} <= set(page.links)


def test_a_log_without_a_tagline_is_described_by_its_latest_trips(client):
    for year in range(2020, 2024):
        make_trip(title=f"Trip of {year}", starts_on=datetime.date(year, 1, 1))
    description = '<meta name="description" content="The latest trips: Trip of 2023, Trip of 2022, Trip of 2021">'
    assert description in read(client, "/").html


@pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN])
def test_home_leaves_out_what_is_not_published(client, status):
    make_trip(title="Secret", status=status)
    assert "Secret" not in read(client, "/").html


def test_home_leaves_out_what_is_scheduled_until_its_time_comes(client, time_machine):
    time_machine.move_to("2026-01-01T12:00Z")
    make_trip(title="Soon", published_at=datetime.datetime(2026, 1, 2, tzinfo=datetime.UTC))
    assert "Soon" not in read(client, "/").html
    time_machine.move_to("2026-01-02T00:00Z")
    assert "Soon" in read(client, "/").html


def test_a_cover_that_is_not_public_is_not_shown(client):
    trip = make_trip()
    trip.cover = make_figure(trip, alt="The crowd")
    trip.save()
    assert f"/photos/{trip.cover.photo.uuid}/" in read(client, "/").html
    FigurePerson.objects.create(figure=trip.cover, person=make_person(visibility=Visibility.HIDDEN))
    assert "/photos/" not in read(client, "/").html


def test_summary_never_names_a_person_who_is_not_public(client):
    make_person("Ada", visibility=Visibility.HIDDEN)
    make_trip(summary="With [Ada](person:ada)")
    page = read(client, "/")
    assert "With someone" in page.words
    assert "Ada" not in page.html


def test_home_in_pages(client):
    for month in range(1, 9):
        for year in (2020, 2021):
            make_trip(title=f"Trip of {year}-{month}", starts_on=datetime.date(year, month, 1))
    latest = Trip.objects.all()
    behind = f"/?after={latest[11].slug}"
    first, second = read(client, "/"), read(client, behind)
    assert behind in first.links
    assert "/" in second.links
    assert second.html.count('<article class="card') == 4
    assert "Trip of 2020-1" in second.words
    assert f'<link rel="canonical" href="http://testserver{behind}">' in second.html
    # An address of before shows the same page, and says where it is now.
    assert read(client, "/?page=2").html == second.html
    for address in ("page=3", "page=0", "page=-1", "page=x", "after=nowhere", "after=%00", f"after={latest[15].slug}"):
        assert client.get(f"/?{address}").status_code == 404
