import datetime

import icalendar
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from posts.models import Talk
from tests.factories import make_day, make_encounter, make_event, make_owner, make_person, make_talk, make_trip

pytestmark = pytest.mark.django_db
FRIDAY = datetime.date(2024, 5, 17)


@pytest.fixture
def desk(client):
    client.force_login(make_owner())
    return client


@pytest.fixture
def event():
    return make_event(name="NixCon", starts_on=FRIDAY, ends_on=FRIDAY)


@pytest.fixture
def trip(event):
    trip = make_trip(title="Oslo", starts_on=FRIDAY)
    trip.events.add(event)
    return trip


def talk(event, speakers=(), **values):
    start = datetime.datetime(2024, 5, 17, 10, tzinfo=datetime.UTC)
    return make_talk(None, speakers, **{"event": event, "starts_at": start, "attendance": "", "room": "Hall"} | values)


def page_of(event):
    return reverse("desk:programme", args=[event.pk])


def test_page_is_found_from_the_event_the_trip_and_the_day(desk, event, trip):
    day = make_day(trip, date=FRIDAY)
    for name, key in (("event", event.pk), ("trip", trip.pk), ("day", day.pk)):
        page = desk.get(reverse(f"admin:posts_{name}_change", args=[key])).content.decode()
        assert page_of(event) in page, name


def test_needs_a_login_and_the_right_to_change_talks(client, event):
    assert client.get(page_of(event)).status_code == 302
    assert client.post(page_of(event)).status_code == 302


def test_what_is_ticked_is_on_the_day_and_said(desk, event, trip):
    one, other = talk(event, title="Knots"), talk(event, title="Ropes", room="Attic")
    answer = desk.post(page_of(event), {f"talk-{one.pk}": ":heard", f"talk-{other.pk}": ":"}, follow=True)
    told = [str(message) for message in answer.context["messages"]]
    assert told == ["1 talk ticked.", "Friday, 17 May is a day of “Oslo” now."]
    one.refresh_from_db(), other.refresh_from_db()
    assert (one.attendance, one.day, other.attendance) == ("heard", trip.days.get(), "")


def test_proposals_show_the_words_and_are_taken_with_a_tick(desk, event, trip):
    make_day(trip, date=FRIDAY, body="Then <b>Ada Lund</b> & friends told us all.")
    one = talk(event, (make_person("Ada Lund"),), title="Knots")
    page = desk.get(page_of(event)).content.decode()
    assert "the text names Ada Lund: Then <mark>Ada Lund</mark> &amp; friends told us all." in page
    desk.post(page_of(event), {f"talk-{one.pk}": ":", "proposal": f":{one.pk}"})
    one.refresh_from_db()
    assert one.attendance == "heard"
    assert "Ada Lund</mark>" not in desk.get(page_of(event)).content.decode()


def test_beginning_the_text_leads_to_the_day(desk, event, trip):
    one = talk(event, title="Knots", slug="knots")
    answer = desk.post(page_of(event), {f"talk-{one.pk}": ":heard", "_begin": "1"})
    day = trip.days.get()
    assert answer["Location"] == reverse("admin:posts_day_change", args=[day.pk])
    assert day.body == "### [Knots](talk:knots)\n"


def test_trip_of_the_dates_is_offered_and_goes_to_the_event_once_something_is_ticked(desk, event):
    trip = make_trip(title="Oslo", starts_on=FRIDAY)
    one = talk(event)
    assert "no trip yet" in desk.get(page_of(event)).content.decode()
    desk.post(page_of(event), {f"talk-{one.pk}": ":given", "trip": str(trip.pk)})
    one.refresh_from_db()
    assert (list(event.trips.all()), one.day.trip) == ([trip], trip)


@pytest.mark.parametrize("value", ["x:heard", ":x", "heard", ":heard:", "\x00"])
def test_nonsense_changes_nothing(desk, event, trip, value):
    one = talk(event)
    assert desk.post(page_of(event), {f"talk-{one.pk}": value, "talk-x": ":heard", "proposal": "x"}).status_code == 302
    assert Talk.objects.get().attendance == ""
    assert desk.get(page_of(event), {"day": "2024-99-99", "trip": "x"}).status_code == 200


def test_what_is_to_come_can_be_planned_and_what_was_cannot(desk, event, trip):
    talk(event, title="Past")
    page = desk.get(page_of(event)).content.decode()
    assert 'value=":heard"' in page
    assert 'value=":planned"' not in page
    Talk.objects.update(starts_at=datetime.datetime(2999, 5, 17, 10, tzinfo=datetime.UTC))
    page = desk.get(page_of(event), {"day": "2999-05-17"}).content.decode()
    assert 'value=":planned"' in page
    assert 'value=":heard"' not in page


def test_queries_do_not_grow_with_the_talks(desk, event, trip):
    day = make_day(trip, date=FRIDAY, body="[Ada](person:ada) spoke.")

    def more(number):
        speaker = make_person(f"Person {number}", slug=f"p-{number}")
        make_encounter(day, speaker, role="met")
        talk(event, (speaker, make_person(f"Other {number}", slug=f"o-{number}")), room=f"Room {number}")

    more(1)
    desk.get(page_of(event))
    with CaptureQueriesContext(connection) as one:
        desk.get(page_of(event))
    more(2), more(3)
    with CaptureQueriesContext(connection) as three:
        desk.get(page_of(event))
    assert len(one) == len(three)


def test_planned_talks_are_a_calendar_of_ones_own_with_the_events_zone(desk, event):
    event.time_zone = "America/Los_Angeles"
    event.save()
    speaker = make_person("Ada Lund", visibility="hidden")
    start = datetime.datetime(2999, 7, 1, 17, 30, tzinfo=datetime.UTC)
    plan = talk(event, (speaker,), attendance="planned", starts_at=start, title="Knots", url="https://nix.example/1")
    talk(event, attendance="given", starts_at=start, title="Mine")
    talk(event, attendance="heard", title="Heard")
    talk(event, attendance="planned", is_cancelled=True, title="Gone")
    talk(event, attendance="planned", starts_at=None, title="Sometime")
    answer = desk.get(reverse("desk:planned", args=[event.pk]))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    calendar = icalendar.Calendar.from_ical(answer.content)
    found = {str(each["summary"]): each for each in calendar.walk("VEVENT")}
    assert set(found) == {"Knots", "Mine"}
    knots = found["Knots"]
    assert (knots["uid"], knots["url"], knots["description"]) == (str(plan.uuid), "https://nix.example/1", "Ada Lund")
    assert knots["dtstart"].params["TZID"] == "America/Los_Angeles"
    begins = knots["dtstart"].dt
    assert (begins, begins.hour) == (start, 10)
    assert [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")] == ["America/Los_Angeles"]
    assert "Your talks as a calendar" in desk.get(page_of(event)).content.decode()


def test_planned_talks_are_nobodys_elses(client, event):
    assert client.get(reverse("desk:planned", args=[event.pk])).status_code == 302
