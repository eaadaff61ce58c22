import datetime

import pytest
import time_machine

from posts.models import Day, Log, Status
from posts.ordering import FixedOrder, move
from posts.sections import add_section, next_date
from tests.factories import make_day, make_trip

pytestmark = pytest.mark.django_db
FIRST = datetime.date(2024, 3, 14)


def titles(trip):
    return [day.title for day in trip.days.all()]


def test_sections_of_one_date_change_places():
    trip = make_trip()
    morning, evening = make_day(trip, title="morning"), make_day(trip, title="evening")
    before = Log.current().revision
    move(evening, 0)
    assert titles(trip) == ["evening", "morning"]
    assert Log.current().revision > before
    move(evening, 1)
    assert titles(trip) == ["morning", "evening"]
    assert morning.trip == trip


@pytest.mark.parametrize(
    ("moved", "to", "reason"),
    [
        ("second", 1, "Days stand in the order of their dates: to move “second”, change its date (2024-03-15)."),
        ("second", 0, "Days stay between prologue and epilogue: “second” cannot change places with “before”."),
        ("before", 2, "A prologue comes before all days."),
        ("after", 0, "An epilogue comes after all days."),
    ],
)
def test_order_that_dates_forbid_is_refused_with_its_reason(moved, to, reason):
    trip = make_trip()
    make_day(trip, kind=Day.Kind.PROLOGUE, title="before")
    make_day(trip, title="first")
    make_day(trip, date=FIRST + datetime.timedelta(days=1), title="second")
    make_day(trip, kind=Day.Kind.EPILOGUE, title="after")
    with pytest.raises(FixedOrder) as refused:
        move(trip.days.get(title=moved), to)
    assert str(refused.value) == reason
    assert titles(trip) == ["before", "first", "second", "after"]


def test_next_date_follows_the_last_that_is_written():
    trip = make_trip()
    make_day(trip, date=FIRST + datetime.timedelta(days=2))
    assert next_date(trip) == FIRST + datetime.timedelta(days=3)


def test_next_date_fills_a_gap_when_the_last_is_written():
    trip = make_trip(ends_on=FIRST + datetime.timedelta(days=1))
    make_day(trip, date=FIRST + datetime.timedelta(days=1))
    assert next_date(trip) == FIRST


def test_trip_grows_with_its_days():
    trip = make_trip(ends_on=FIRST)
    make_day(trip)
    day = add_section(trip)
    trip.refresh_from_db()
    assert (day.date, trip.ends_on) == (FIRST + datetime.timedelta(days=1), FIRST + datetime.timedelta(days=1))


def test_trip_without_dates_begins_today(time_machine_at_noon):
    trip = make_trip(starts_on=None, ends_on=None, status=Status.DRAFT, time_zone="Pacific/Auckland")
    assert add_section(trip).date == datetime.date(2024, 5, 2)
    assert (trip.starts_on, trip.ends_on) == (datetime.date(2024, 5, 2), datetime.date(2024, 5, 2))


@pytest.fixture
def time_machine_at_noon():
    with time_machine.travel(datetime.datetime(2024, 5, 1, 13, tzinfo=datetime.UTC), tick=False):
        yield


@pytest.mark.parametrize(("of_trip", "of_day"), [("published", "draft"), ("draft", "published")])
def test_new_day_of_a_public_trip_is_a_draft(of_trip, of_day):
    assert add_section(make_trip(status=of_trip)).status == of_day


def test_prologue_comes_first():
    trip = make_trip()
    make_day(trip, title="first")
    add_section(trip, Day.Kind.PROLOGUE)
    assert [day.kind for day in trip.days.all()] == ["prologue", "day"]
