import pytest
from django.db import transaction

from people.models import Alias, Visibility
from posts.models import Log, Trip
from posts.revision import one_change
from tests.factories import (
    make_day,
    make_encounter,
    make_event,
    make_figure,
    make_person,
    make_photo,
    make_place,
    make_series,
    make_talk,
    make_trip,
)

pytestmark = pytest.mark.django_db


def revision():
    return Log.current().revision


CHANGES = {
    "trip": lambda trip, person: make_trip(),
    "day": lambda trip, person: make_day(trip),
    "person": lambda trip, person: make_person(),
    "alias": lambda trip, person: Alias.objects.create(person=person, name="A"),
    "encounter": lambda trip, person: make_encounter(trip.days.get(), person),
    "talk": lambda trip, person: make_talk(trip.days.get(), (person,)),
    "figure": lambda trip, person: make_figure(trip, photo=None),
    "photo": lambda trip, person: make_photo(),
    "place": lambda trip, person: make_place(),
    "event": lambda trip, person: make_event(),
    "series": lambda trip, person: make_series(),
    "event of a trip": lambda trip, person: trip.events.add(make_event()),
    "tag": lambda trip, person: trip.tags.add("Travel"),
    "category": lambda trip, person: trip.categories.add("Travel"),
    "log": lambda trip, person: Log(title="Renamed").save(),
    "deletion": lambda trip, person: trip.days.get().delete(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_every_change_raises_the_revision(change):
    trip, person = make_trip(), make_person()
    make_day(trip)
    before = revision()
    change(trip, person)
    assert revision() > before


def test_membership_removed_raises_the_revision():
    trip = make_trip()
    trip.tags.add("Travel")
    before = revision()
    trip.tags.remove("Travel")
    assert revision() > before


def test_revision_is_taken_back_with_its_change():
    before = revision()
    with transaction.atomic():
        make_trip()
        assert revision() > before
        transaction.set_rollback(True)
    assert revision() == before


def test_one_change_raises_it_once():
    make_trip()
    before = revision()
    with one_change():
        make_day(make_trip())
        make_person()
    assert revision() == before + 1


TOUCHES = {
    "day": make_day,
    "talk": lambda trip: make_talk(trip.days.get()),
    "encounter": lambda trip: make_encounter(trip.days.get(), make_person()),
    "figure": lambda trip: make_figure(trip, photo=None),
    "tag": lambda trip: trip.tags.add("Travel"),
    "event": lambda trip: trip.events.add(make_event()),
    "deleted day": lambda trip: trip.days.get().delete(),
}


@pytest.mark.parametrize("change", TOUCHES.values(), ids=TOUCHES)
def test_change_of_a_part_marks_its_trip(change):
    trip, other = make_trip(), make_trip()
    make_day(trip)
    before = dict(Trip.objects.values_list("pk", "updated_at"))
    change(trip)
    after = dict(Trip.objects.values_list("pk", "updated_at"))
    assert after[trip.pk] > before[trip.pk]
    assert after[other.pk] == before[other.pk]


def mentioned_by_a_former_slug(trip, person):
    make_day(trip, body=f"With [A](person:{person.slug})")
    person.slug = f"{person.slug}-renamed"
    person.save()


PRESENCES = {
    "mention by a former slug": mentioned_by_a_former_slug,
    "mention": lambda trip, person: make_day(trip, body=f"With [A](person:{person.slug})"),
    "caption": lambda trip, person: make_figure(trip, caption=f"[A](person:{person.slug})", photo=None),
    "encounter": lambda trip, person: make_encounter(make_day(trip), person),
    "speaker": lambda trip, person: make_talk(make_day(trip), (person,)),
    "in a figure": lambda trip, person: make_figure(trip, photo=None).people.add(person),
}


@pytest.mark.parametrize("appear", PRESENCES.values(), ids=PRESENCES)
def test_visibility_marks_the_trips_somebody_appears_in(appear):
    trip, other, person = make_trip(), make_trip(), make_person()
    appear(trip, person)
    before = dict(Trip.objects.values_list("pk", "updated_at"))
    person.visibility = Visibility.HIDDEN
    person.save()
    after = dict(Trip.objects.values_list("pk", "updated_at"))
    assert after[trip.pk] > before[trip.pk]
    assert after[other.pk] == before[other.pk]
