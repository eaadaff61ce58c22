"""A trip's page: begun with little, its days at a glance, in order."""

import datetime

import pytest
from django.urls import reverse

from posts.models import Day, Status, Trip
from posts.trip_overview import overview
from tests.factories import make_day, make_encounter, make_figure, make_owner, make_person, make_talk, make_trip

from .forms import errors_of, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(make_owner())
    return client


def page_of(trip: Trip) -> str:
    return reverse("admin:posts_trip_change", args=[trip.pk])


def test_new_trip_leads_to_its_first_day(desk):
    written = {"title": "Oslo in spring", "starts_on": "2024-05-01", "time_zone": "Europe/Oslo", "_save": "1"}
    response = send(desk, reverse("admin:posts_trip_add"), **written)
    trip, day = Trip.objects.get(), Day.objects.get()
    assert response.url == reverse("admin:posts_day_change", args=[day.pk])
    assert (trip.slug, trip.status, trip.ends_on) == ("oslo-in-spring", Status.DRAFT, datetime.date(2024, 5, 1))
    assert (day.trip, day.date) == (trip, datetime.date(2024, 5, 1))


def test_trip_is_begun_from_the_desk(desk):
    fields = desk.get(reverse("admin:index")).context["new_trip"].fields
    written = {"title": "Oslo", "starts_on": "2024-05-01", "ends_on": "", "time_zone": "Europe/Oslo", "_save": "1"}
    assert set(written) - {"_save"} == set(fields) - {"events"}
    assert desk.post(reverse("admin:posts_trip_add"), written).status_code == 302
    assert Day.objects.get().trip.title == "Oslo"


def test_conference_is_made_from_its_name(desk):
    written = {"title": "Oslo", "starts_on": "2024-05-01", "time_zone": "Europe/Oslo", "events": ["new:OsloConf 2024"]}
    assert send(desk, reverse("admin:posts_trip_add"), **written).status_code == 302
    assert [event.slug for event in Trip.objects.get().events.all()] == ["osloconf-2024"]


def test_trip_moves_together_with_its_days(desk):
    trip = make_trip()
    day = make_day(trip)
    assert send(desk, page_of(trip), starts_on="2024-06-01", ends_on="2024-06-05").status_code == 302
    trip.refresh_from_db()
    day.refresh_from_db()
    assert (trip.starts_on, trip.ends_on) == (datetime.date(2024, 6, 1), datetime.date(2024, 6, 5))
    assert day.date == datetime.date(2024, 6, 1)


def test_dates_that_leave_a_day_outside_are_refused(desk):
    trip = make_trip()
    make_day(trip)
    response = send(desk, page_of(trip), starts_on="2024-03-15")
    assert "There are days outside these dates: 14 March. Change or delete those first." in "".join(errors_of(response))


def test_days_at_a_glance():
    trip = make_trip()
    day = make_day(trip, body="## Morning\n\nMet [Ada](person:ada) at *noon*.\n\n![](figure:noon)", status=Status.DRAFT)
    make_encounter(day, make_person("Ada"))
    make_talk(day)
    make_talk(day)
    make_figure(trip, day=day, photo=None)
    (line,) = overview(trip)
    assert line.first_words == "Morning Met Ada at noon."
    assert line.counts == ["5 words", "1 picture", "2 talks", "1 person"]
    assert (line.state, line.can_move) == ("draft", False)


def test_state_says_what_readers_see():
    trip = make_trip(status=Status.DRAFT, time_zone="Asia/Tokyo")
    make_day(trip)
    assert overview(trip)[0].state == "ready"
    live = make_trip(time_zone="Asia/Tokyo")
    make_day(live)
    make_day(live, published_at=datetime.datetime(2999, 1, 1, tzinfo=datetime.UTC))
    assert [line.state for line in overview(live)] == ["public", "from 1 Jan 09:00"]


@pytest.mark.parametrize("number", [1, 3])
def test_days_at_a_glance_take_one_query(number, django_assert_num_queries):
    trip = make_trip()
    for _ in range(number):
        make_day(trip)
    with django_assert_num_queries(1):
        assert len(overview(trip)) == number


def test_next_day_in_one_click(desk):
    trip = make_trip()
    make_day(trip)
    response = desk.post(reverse("desk:new-section", args=[trip.pk]), {"kind": "day"})
    day = trip.days.last()
    assert response.url == reverse("admin:posts_day_change", args=[day.pk])
    assert day.date == datetime.date(2024, 3, 15)


def test_epilogue_in_one_click(desk):
    trip = make_trip()
    make_day(trip)
    desk.post(reverse("desk:new-section", args=[trip.pk]), {"kind": "epilogue"})
    assert [day.kind for day in trip.days.all()] == ["day", "epilogue"]


def test_section_is_added_by_a_post_of_those_who_may(desk, client):
    trip = make_trip()
    address = reverse("desk:new-section", args=[trip.pk])
    assert desk.get(address).status_code == 405
    client.logout()
    assert client.post(address).status_code == 302
    assert not trip.days.exists()


def test_sections_of_a_date_change_places(desk):
    trip = make_trip()
    morning, evening = make_day(trip, title="morning"), make_day(trip, title="evening")
    address = reverse("desk:move-section", args=[evening.pk])
    told = desk.post(address, {"to": 0}, headers={"accept": "application/json"}).json()
    assert told == {"order": [evening.pk, morning.pk], "problem": ""}
    assert desk.post(address, {"by": "1"}).url == page_of(trip)
    assert list(trip.days.all()) == [morning, evening]


def test_order_of_dates_is_explained(desk):
    trip = make_trip()
    make_day(trip)
    second = make_day(trip, date=datetime.date(2024, 3, 15), title="second")
    address = reverse("desk:move-section", args=[second.pk])
    told = desk.post(address, {"to": 0}, headers={"accept": "application/json"}).json()
    why = "Days stand in the order of their dates: to move “second”, change its date (2024-03-15)."
    assert told["problem"] == why
    response = desk.post(address, {"by": "-1"}, follow=True)
    assert [str(message) for message in response.context["messages"]] == [why]
