"""The journal of changes: what a change touches, and how far back that can be told."""

import datetime

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from media.recording import EVERYTHING, depends_on, recording
from posts import changes
from posts.changes import touch, touched_since
from posts.models import Change, Day, Figure, Log, Trip
from posts.revision import one_change
from tests.factories import make_day, make_encounter, make_figure, make_person, make_photo, make_trip

pytestmark = pytest.mark.django_db


def test_nothing_is_touched_without_a_change():
    make_trip()
    assert touched_since(Log.current().revision, timezone.now()).subjects == frozenset()


def test_words_of_a_day_touch_the_day_and_whom_they_name_and_no_list():
    ada, day = make_person("Ada"), make_day()
    revision, moment = Log.current().revision, timezone.now()
    day.body = "Met [Ada](person:ada)"
    day.save()
    touched = touched_since(revision, moment)
    assert {f"day:{day.pk}", "mentions:person:ada", "list:people", f"updated:{day.trip_id}"} <= touched.subjects
    assert not touched.concerns({"list:trips", f"trip:{day.trip_id}", f"person:{ada.pk}", "ref:person:ada"})


def test_what_was_taken_back_touched_nothing():
    trip = make_trip()
    revision, moment = Log.current().revision, timezone.now()
    with transaction.atomic():
        trip.delete()
        transaction.set_rollback(True)
    assert touched_since(revision, moment).subjects == frozenset()


def test_scheduled_trip_touches_its_people_when_its_time_comes():
    trip, ada = make_trip(published_at=timezone.now() + datetime.timedelta(hours=1)), make_person("Ada")
    make_encounter(make_day(trip), ada)
    revision, moment = Log.current().revision, timezone.now()
    assert not touched_since(revision, moment).concerns({f"person:{ada.pk}"})
    with time_machine.travel(moment + datetime.timedelta(hours=2)):
        assert touched_since(revision, moment).concerns({f"person:{ada.pk}"})


def test_loading_many_things_touches_everything():
    revision, moment = Log.current().revision, timezone.now()
    with one_change():
        make_trip()
    assert touched_since(revision, moment).concerns({"list:places"})


def test_large_change_touches_everything(monkeypatch):
    monkeypatch.setattr(changes, "MOST_SUBJECTS", 3)
    touch({"a", "b", "c", "d"})
    assert list(Change.objects.values_list("subject", flat=True)) == [EVERYTHING]


def test_reader_further_behind_than_the_journal_takes_everything_as_changed(monkeypatch):
    monkeypatch.setattr(changes, "SWEPT_EVERY", 1)
    monkeypatch.setattr(changes, "KEPT_REVISIONS", 3)
    moment = timezone.now()
    for number in range(9):
        touch({f"a:{number}"})
    assert touched_since(6, moment).subjects == {
        f"{kind}{number}" for kind in ("a:", "there:a:") for number in (6, 7, 8)
    }
    assert touched_since(5, moment).concerns({"b"})


def test_words_touch_who_loaded_the_row_and_not_who_met_a_pointer_to_it():
    trip = make_trip()
    trip.cover = make_figure(trip)
    trip.save()
    with recording() as shown:
        Figure.objects.get()
    with recording() as pointed_to:
        Trip.objects.get()
    revision, moment = Log.current().revision, timezone.now()
    figure = trip.cover
    figure.caption = "Another"
    figure.save()
    words = touched_since(revision, moment)
    assert (words.concerns(shown), words.concerns(pointed_to)) == (True, False)
    figure.photo = make_photo()
    figure.save()
    assert touched_since(revision, moment).concerns(pointed_to)


def test_page_that_says_nothing_of_what_it_counts_depends_on_what_it_loads():
    day = make_day()
    with recording() as subjects:
        Day.objects.get()
        depends_on("list:days")
    assert subjects == {f"day:{day.pk}", f"there:trip:{day.trip_id}", "list:days"}
