"""Publishing from the desk: states, the list of what to look at, times told in the trip's zone."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from reversion.models import Version

from posts.models import Day, Status, Trip
from tests.factories import make_day, make_figure, make_helper, make_owner, make_person, make_trip

from .forms import errors_of, send

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)


@pytest.fixture
def desk(client):
    client.force_login(make_owner())
    return client


def page_of(part) -> str:
    return reverse(f"admin:posts_{part._meta.model_name}_change", args=[part.pk])


def check_page(part) -> str:
    return reverse("desk:publish", args=[part._meta.model_name, part.pk])


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def make_draft(**values) -> Day:
    trip = make_trip(status=Status.DRAFT, title="Oslo", slug="oslo", time_zone="Europe/Oslo", **values)
    return make_day(trip, body="A text with words.")


def test_saving_and_publishing_takes_one_step_when_nothing_is_found(desk):
    day = make_draft()
    response = send(desk, page_of(day), _publish="1", body="Other words.")
    assert response["Location"] == page_of(day)
    assert said(desk.get(page_of(day))) == [
        '“2024-03-14” is published. <a href="/trips/oslo/2024-03-14/">Read it as your readers do.</a>'
    ]
    assert list(Day.objects.published().values_list("body", flat=True)) == ["Other words."]


def test_what_was_found_is_shown_first_and_the_writer_decides(desk):
    day = make_draft()
    make_figure(day.trip, day=day, name="stage")
    response = send(desk, page_of(day), _publish="1", body="Other words. ![](figure:stage)")
    assert response["Location"] == check_page(day)
    assert [Day.objects.get().body, Trip.objects.get().status] == ["Other words. ![](figure:stage)", "draft"]
    page = desk.get(response["Location"])
    [(_, address)] = page.context["findings"]
    assert address == f"{page_of(day.trip.figures.get())}#id_alt"
    assert f'href="{address}"' in page.content.decode()
    assert Trip.objects.published().count() == 0
    assert desk.post(check_page(day))["Location"] == page_of(day)
    assert Day.objects.published().count() == 1


def test_who_is_hidden_and_named_has_to_be_dealt_with(desk):
    day = make_draft()
    make_person("Grace Hopper", visibility="hidden")
    Day.objects.update(body="Grace Hopper was there.")
    page = desk.get(check_page(day))
    assert page.context["blocked"]
    assert "anyway" not in page.content.decode()
    response = desk.post(check_page(day), follow=True)
    assert said(response)[-1].startswith("Not published. ")
    assert not Day.objects.published().exists()


def test_day_stays_a_draft_in_a_published_trip(desk):
    trip = make_trip()
    day = make_day(trip, status=Status.DRAFT, body="Text")
    assert send(desk, page_of(day), title="Better").status_code == 302
    day.refresh_from_db()
    assert (day.status, day.title, trip.is_live) == (Status.DRAFT, "Better", True)
    assert send(desk, page_of(day), _publish="1").status_code == 302
    assert Day.objects.published().count() == 1


def test_choosing_the_state_asks_just_the_same(desk):
    trip = make_trip()
    day = make_day(trip, status=Status.DRAFT, body="")
    response = send(desk, page_of(day), status="published", title="Empty")
    assert response["Location"] == check_page(day)
    day.refresh_from_db()
    assert (day.status, day.title) == (Status.DRAFT, "Empty")


def test_findings_elsewhere_in_a_published_trip_do_not_hold_up_a_day(desk):
    trip = make_trip()
    make_day(trip, body="")
    day = make_day(trip, status=Status.DRAFT, body="Text", date=datetime.date(2024, 3, 15))
    send(desk, page_of(day), _publish="1")
    day.refresh_from_db()
    assert day.status == Status.PUBLISHED


@pytest.mark.parametrize(
    ("zone", "utc"),
    [("Europe/Oslo", "2026-12-24T08:30"), ("UTC", "2026-12-24T09:30"), ("Pacific/Auckland", "2026-12-23T20:30")],
)
def test_time_is_entered_and_shown_in_the_trips_zone(desk, zone, utc):
    with time_machine.travel(NOON, tick=False):
        trip = make_trip(time_zone=zone, status=Status.DRAFT)
        day = make_day(trip, body="Text")
        send(desk, page_of(day), _publish="1", published_at_0="2026-12-24", published_at_1="09:30:00")
        day.refresh_from_db()
        trip.refresh_from_db()
        assert day.published_at.isoformat()[:16] == utc
        assert trip.published_at == day.published_at
        response = desk.get(page_of(day))
        assert said(response)[-1] == f"Scheduled: public from Thursday, 24 December 2026, 09:30 ({zone})."
        told = " ".join(desk.get(page_of(day)).content.decode().split())
        assert f"Scheduled</strong>: public from Thursday, 24 December 2026, 09:30 ({zone})" in told
        form = response.context["adminform"].form
        assert form.initial["published_at"] == datetime.datetime.fromisoformat("2026-12-24T09:30")
        assert zone in form.fields["published_at"].help_text
        send(desk, page_of(day), title="Renamed")
        assert Day.objects.get().published_at == day.published_at


def test_moment_of_publishing_stays_exact_when_the_page_is_saved(desk):
    trip = make_trip()
    moment = trip.published_at
    send(desk, page_of(trip), title="Renamed")
    assert Trip.objects.get().published_at == moment


def test_time_that_clocks_skip_is_refused(desk):
    day = make_draft()
    response = send(desk, page_of(day), published_at_0="2027-03-28", published_at_1="02:30:00")
    assert "Clocks in Europe/Oslo skip this time on that day; give another." in "".join(errors_of(response))


def test_scheduling_with_findings_remembers_the_time(desk):
    with time_machine.travel(NOON, tick=False):
        day = make_draft()
        make_figure(day.trip, day=day, name="stage")
        when = {"published_at_0": "2026-12-24", "published_at_1": "09:30:00"}
        page = desk.get(send(desk, page_of(day), _publish="1", **when)["Location"])
        assert "It will be public from Thursday, 24 December 2026, 09:30 (Europe/Oslo)." in page.content.decode()
        desk.post(check_page(day), {"at": page.context["wanted"].isoformat()})
        assert Trip.objects.published().count() == 0
        assert Trip.objects.get().status == Status.PUBLISHED
    with time_machine.travel(datetime.datetime(2026, 12, 24, 8, 30, tzinfo=datetime.UTC), tick=False):
        assert Day.objects.published().count() == 1


def test_list_publishes_what_nothing_was_found_in(desk):
    ready = make_draft()
    flawed = make_day(make_trip(title="Bergen", status=Status.DRAFT), body="")
    data = {"action": "publish", "_selected_action": [ready.trip_id, flawed.trip_id]}
    response = desk.post(reverse("admin:posts_trip_changelist"), data, follow=True)
    assert list(Trip.objects.published()) == [ready.trip]
    assert f'“Bergen” is not published yet: <a href="{check_page(flawed.trip)}">' in "".join(said(response))


def test_one_from_the_list_leads_to_what_was_found(desk):
    trip = make_day(make_trip(status=Status.DRAFT), body="").trip
    data = {"action": "publish", "_selected_action": [trip.pk]}
    assert desk.post(reverse("admin:posts_trip_changelist"), data)["Location"] == check_page(trip)


def test_trip_without_dates_is_told(desk):
    trip = make_trip(title="Someday", status=Status.DRAFT, starts_on=None, ends_on=None)
    response = desk.post(check_page(trip), follow=True)
    assert said(response) == ["Not published: give the first and last day of “Someday” before."]


def test_withdrawn_and_published_again_keeps_its_first_time(desk):
    day = make_draft()
    desk.post(check_page(day))
    first = Trip.objects.get().published_at
    data = {"action": "withdraw", "_selected_action": [day.trip_id]}
    desk.post(reverse("admin:posts_trip_changelist"), data)
    assert Trip.objects.get().status == Status.WITHDRAWN
    desk.post(check_page(day))
    assert (Trip.objects.get().is_live, Trip.objects.get().published_at) == (True, first)


def test_publishing_is_a_version(desk):
    day = make_draft()
    desk.post(check_page(day))
    assert Version.objects.get_for_object(day.trip).first().revision.comment == "Published."


def test_publishing_a_trip_needs_the_right_to_change_trips(client):
    day = make_draft()
    helper = make_helper("change_day")
    client.force_login(helper)
    assert client.post(check_page(day)).status_code == 403
    assert client.post(check_page(day.trip)).status_code == 403
    client.logout()
    assert client.post(check_page(day)).status_code == 302
    assert not Trip.objects.published().exists()


def test_nothing_else_than_trips_and_days_is_published(desk):
    assert desk.get(reverse("desk:publish", args=["photo", 1])).status_code == 404
