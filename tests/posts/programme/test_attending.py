import datetime

import pytest

from posts.models import Status, Talk
from posts.programme.attending import attend, begin_text
from tests.factories import make_day, make_event, make_person, make_talk, make_trip

pytestmark = pytest.mark.django_db
FRIDAY, SATURDAY = datetime.date(2024, 5, 17), datetime.date(2024, 5, 18)


@pytest.fixture
def event():
    return make_event(starts_on=FRIDAY, ends_on=SATURDAY)


@pytest.fixture
def trip(event):
    trip = make_trip(starts_on=FRIDAY, ends_on=FRIDAY)
    trip.events.add(event)
    return trip


def talk(event, hour=10, day=17, speakers=(), **values):
    start = datetime.datetime(2024, 5, day, hour, tzinfo=datetime.UTC)
    return make_talk(None, speakers, event=event, starts_at=start, **{"attendance": ""} | values)


def test_what_was_heard_is_put_on_its_day_which_is_made_where_there_is_none(event, trip):
    friday = make_day(trip, date=FRIDAY)
    one, other, planned = talk(event), talk(event, day=18), talk(event)
    outcome = attend(event, {one.pk: ("", "heard"), other.pk: ("", "missed"), planned.pk: ("", "planned")}, trip)
    one.refresh_from_db(), other.refresh_from_db(), planned.refresh_from_db(), trip.refresh_from_db()
    assert (one.day, one.attendance) == (friday, "heard")
    assert (other.day.date, other.day.status, other.attendance) == (SATURDAY, Status.DRAFT, "missed")
    assert (planned.day, planned.attendance) == (None, "planned")
    assert (outcome.ticked, outcome.made, trip.ends_on) == (3, [other.day], SATURDAY)


def test_what_is_no_longer_ticked_leaves_its_day_and_one_on_another_day_stays_there(event, trip):
    day = make_day(trip, date=FRIDAY, title="Evening")
    ticked, moved = talk(event, attendance="heard"), talk(event, day=18, attendance="heard")
    Talk.objects.filter(pk__in=[ticked.pk, moved.pk]).update(day=day)
    attend(event, {ticked.pk: ("heard", ""), moved.pk: ("heard", "missed")}, trip)
    assert set(event.talks.values_list("pk", "day", "attendance")) == {
        (ticked.pk, None, ""),
        (moved.pk, day.pk, "missed"),
    }


def test_another_windows_tick_is_not_overwritten(event, trip):
    one = talk(event, attendance="given")
    outcome = attend(event, {one.pk: ("", "heard")}, trip)
    one.refresh_from_db()
    assert (outcome.elsewhere, outcome.ticked, one.attendance) == ([one], 0, "given")


def test_ticks_without_a_trip_are_put_on_its_days_once_there_is_one(event):
    one = talk(event)
    assert attend(event, {one.pk: ("", "heard")}, None).homeless == 1
    trip = make_trip(starts_on=FRIDAY, status=Status.DRAFT)
    attend(event, {}, trip)
    one.refresh_from_db()
    assert (one.day.trip, one.day.date, one.day.status) == (trip, FRIDAY, Status.PUBLISHED)


def test_talks_of_another_event_are_not_touched(event, trip):
    other = talk(make_event())
    assert attend(event, {other.pk: ("", "heard")}, trip).ticked == 0
    other.refresh_from_db()
    assert other.attendance == ""


def test_text_begins_with_what_was_heard_in_order_and_keeps_what_was_written(event, trip):
    ada, bo, cy = make_person("Ada"), make_person("Bo [the] Man", slug="bo"), make_person("Cy")
    make_day(trip, date=FRIDAY, body="Rain. [Tar](talk:tar)\n")
    day = trip.days.get()
    talk(event, 12, title="Knots_", slug="knots", attendance="heard", speakers=(ada, bo, cy))
    talk(event, 9, title="Mine", slug="mine", attendance="given", speakers=(ada,))
    talk(event, 10, title="Tar", slug="tar", attendance="heard")
    talk(event, 11, title="Asleep", slug="asleep", attendance="missed")
    attend(event, {}, trip)
    expected = (
        "Rain. [Tar](talk:tar)\n\n### [Mine](talk:mine)\n\n### [Knots\\_](talk:knots)\n\n"
        "By [Ada](person:ada), [Bo \\[the\\] Man](person:bo) and [Cy](person:cy).\n"
    )
    assert begin_text(trip, event, FRIDAY) == (day, 2)
    day.refresh_from_db()
    assert day.body == expected
    assert begin_text(trip, event, FRIDAY) == (day, 0)
    day.refresh_from_db()
    assert day.body == expected
