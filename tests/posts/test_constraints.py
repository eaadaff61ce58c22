import datetime

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from people.models import Person, Visibility
from posts.models import Day, Encounter, Event, Figure, Reference, Talk, Trip
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

BEFORE, FIRST, LAST, AFTER = (datetime.date(2024, 3, day) for day in (13, 14, 18, 19))


def refused(change):
    with pytest.raises(IntegrityError), transaction.atomic():
        change()
    return True


def test_trip_ends_after_it_starts():
    assert refused(lambda: make_trip(starts_on=LAST, ends_on=FIRST))
    assert refused(lambda: make_trip(starts_on=FIRST, ends_on=None))
    make_trip(starts_on=FIRST, ends_on=FIRST)


def test_published_trip_is_dated():
    assert refused(lambda: make_trip(starts_on=None, ends_on=None, status="published"))
    make_trip(starts_on=None, ends_on=None, status="draft")


def test_day_has_a_date_and_a_prologue_has_none():
    trip = make_trip()
    assert refused(lambda: make_day(trip, date=None))
    assert refused(lambda: make_day(trip, kind=Day.Kind.PROLOGUE, date=FIRST))


def test_dated_day_lies_inside_its_trip():
    trip = make_trip(starts_on=FIRST, ends_on=LAST)
    assert refused(lambda: make_day(trip, date=BEFORE))
    assert refused(lambda: make_day(trip, date=AFTER))
    day = make_day(trip, date=LAST)
    make_day(trip, date=FIRST)
    assert refused(lambda: Day.objects.filter(pk=day.pk).update(date=AFTER))


def test_trip_keeps_its_days_inside():
    trip = make_trip(starts_on=FIRST, ends_on=LAST)
    make_day(trip, date=LAST)
    assert refused(lambda: Trip.objects.filter(pk=trip.pk).update(ends_on=FIRST))
    Trip.objects.filter(pk=trip.pk).update(starts_on=LAST)


def test_figure_name_once_per_trip():
    trip = make_trip()
    make_figure(trip, name="stage")
    assert refused(lambda: make_figure(trip, name="stage", photo=None))
    make_figure(make_trip(), name="stage", photo=None)


def test_figure_and_its_day_are_in_one_trip():
    other = make_day()
    assert refused(lambda: make_figure(make_trip(), day=other, photo=None))


def test_person_once_per_day():
    day, person = make_day(), make_person()
    make_encounter(day, person)
    assert refused(lambda: make_encounter(day, person, role=Encounter.Role.SEEN))


def test_pseudonym_is_given():
    assert refused(lambda: make_person(visibility=Visibility.PSEUDONYM))


def test_event_and_talk_end_after_they_start():
    assert refused(lambda: make_event(starts_on=LAST, ends_on=FIRST))
    noon = datetime.datetime(2024, 3, 14, 12, tzinfo=datetime.UTC)
    assert refused(lambda: make_talk(starts_at=noon, ends_at=noon - datetime.timedelta(minutes=1)))


def test_position_is_on_earth_and_whole():
    assert refused(lambda: make_place(latitude=91, longitude=0))
    assert refused(lambda: make_place(latitude=59.9))
    make_place(latitude=59.9, longitude=10.7)


def test_session_of_a_schedule_once_per_event():
    event = make_event()
    make_talk(event=event, guid="a")
    make_talk(event=event)
    make_talk(event=event)
    assert refused(lambda: make_talk(event=event, guid="a"))


def test_reference_stands_in_one_text():
    trip = make_trip()
    day = make_day(trip)
    assert refused(lambda: Reference.objects.create(kind="person", slug="x", position=0))
    assert refused(lambda: Reference.objects.create(kind="person", slug="x", position=0, day=day, trip=trip))


def test_deleting_a_trip_takes_its_parts_and_leaves_the_rest():
    trip = make_trip()
    day = make_day(trip)
    make_encounter(day, make_person())
    make_figure(trip, day=day, photo=None)
    make_talk(day, event=make_event(trip))
    trip.delete()
    left = [model.objects.count() for model in (Day, Encounter, Figure, Person, Event, Talk)]
    assert left == [0, 0, 0, 1, 1, 1]


@pytest.mark.django_db(transaction=True)
def test_constraints_survive_the_rebuilding_of_their_tables():
    before = MigrationExecutor(connection).loader.graph.leaf_nodes("posts")
    call_command("migrate", "posts", "zero", verbosity=0)
    call_command("migrate", verbosity=0)
    assert MigrationExecutor(connection).loader.graph.leaf_nodes("posts") == before
    trip = make_trip(starts_on=FIRST, ends_on=LAST)
    assert refused(lambda: make_day(trip, date=AFTER))


@pytest.mark.parametrize("zone", ["Pacific/Honolulu", "UTC", "Pacific/Auckland"])
@pytest.mark.parametrize("server_zone", ["Pacific/Honolulu", "UTC", "Pacific/Auckland"])
def test_no_date_shifts_in_any_zone(zone, server_zone, settings):
    settings.TIME_ZONE = server_zone
    trip = make_trip(time_zone=zone)
    day = make_day(trip, date=FIRST)
    late = datetime.datetime(2024, 3, 14, 23, 30, tzinfo=trip.zone)
    talk = make_talk(day, starts_at=late, ends_at=late + datetime.timedelta(minutes=45))
    trip, day, talk = Trip.objects.get(), Day.objects.get(), Talk.objects.get(pk=talk.pk)
    assert (trip.starts_on, trip.ends_on, day.date) == (FIRST, LAST, FIRST)
    assert talk.local_start.isoformat()[:16] == "2024-03-14T23:30"
    assert talk.local_end.isoformat()[:16] == "2024-03-15T00:15"
