"""Statements made once give what the querysets they were made of give, whatever is asked and whenever."""

import datetime
import uuid
from threading import Thread

import pytest
import time_machine
from django.core.paginator import Paginator
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from people.models import Person, Visibility
from posts.models import Encounter, Trip
from posts.models.prepared import columns_of, prepared

from ..factories import make_day, make_encounter, make_event, make_figure, make_person, make_talk, make_trip

pytestmark = pytest.mark.django_db


@prepared
def published(slug: str) -> models.QuerySet[Trip]:
    return Trip.objects.published().for_page().filter(slug=slug)


@prepared
def by_uuid(uuids: list[uuid.UUID], since: datetime.date) -> models.QuerySet[Trip]:
    return Trip.objects.filter(uuid__in=uuids, starts_on__gte=since).order_by("pk")


@prepared
def names(people: set[int]) -> models.QuerySet[Person, str]:
    return Person.objects.filter(pk__in=people).order_by("name").values_list("name", flat=True)


def _told(trip: Trip) -> list[object]:
    days = [
        (day, day.trip.slug, list(day.talks.all()), [(each.person, each.day) for each in day.encounters.all()])
        for day in trip.days.all()
    ]
    speakers = [
        (talk, [each.person for each in talk.talk_speakers.all()], list(talk.links.all()))
        for day in trip.days.all()
        for talk in day.talks.all()
    ]
    labels = [sorted(each.name for each in labels.all()) for labels in (trip.tags, trip.categories)]
    return [trip, trip.cover, list(trip.events.all()), labels, days, speakers]


def _full_trip() -> Trip:
    trip = make_trip()
    first, second = make_day(trip), make_day(trip)
    ada = make_person("Ada")
    make_encounter(first, ada)
    make_encounter(second, make_person("Bo", visibility=Visibility.HIDDEN))
    make_talk(second, (ada,))
    make_event(trip, starts_on=datetime.date(2024, 3, 15), ends_on=datetime.date(2024, 3, 15))
    make_event(trip, starts_on=datetime.date(2024, 3, 14), ends_on=datetime.date(2024, 3, 15))
    trip.tags.add("Travel", "Nix")
    trip.categories.add("Conferences")
    trip.cover = make_figure(trip, day=first)
    trip.save()
    return trip


def test_a_page_is_fetched_as_by_its_queryset():
    trip = _full_trip()
    with CaptureQueriesContext(connection) as first:
        (found,) = published(trip.slug)
        fetched = _told(found)
    asked = Trip.objects.published().for_page().get(slug=trip.slug)
    with CaptureQueriesContext(connection) as again:
        _told(published(trip.slug)[0])
    assert fetched == _told(asked)
    assert len(again) == len(first)


def test_it_is_asked_again_with_other_values_and_shapes():
    trips = [make_trip(starts_on=datetime.date(2024, month, 1)) for month in range(1, 7)]
    for size in range(7):
        chosen = trips[:size]
        assert by_uuid([trip.uuid for trip in chosen], datetime.date(2024, 2, 1)) == chosen[1:]
    assert published(trips[0].slug) == [trips[0]]
    assert published("nowhere") == []


def test_it_is_compiled_once_for_collections_of_any_size():
    made = []

    @prepared
    def found(people: set[int]) -> models.QuerySet[Person]:
        made.append(people)
        return Person.objects.filter(pk__in=people, name__contains="%").exclude(aliases__pk__in=people).order_by("name")

    people = [make_person(f"{name} 100 %") for name in "abcde"]
    for size in (0, 1, 3, 5):
        assert found({each.pk for each in people[:size]}) == people[:size]
    assert len(made) == 1


def test_values_are_parameters_and_never_part_of_the_statement():
    make_trip(slug="one")
    assert published("one' OR '1'='1") == []


def test_what_is_scheduled_is_found_when_its_time_has_come():
    soon = datetime.datetime(2030, 1, 1, tzinfo=datetime.UTC)
    trip = make_trip(published_at=soon)
    assert published(trip.slug) == []
    with time_machine.travel(soon + datetime.timedelta(seconds=1)):
        assert published(trip.slug) == [trip]
    assert published(trip.slug) == []


def test_values_lists_are_given_as_they_are():
    people = [make_person(name) for name in ("Cy", "Ada")]
    assert names({each.pk for each in people}) == ["Ada", "Cy"]
    assert names(set()) == []


def test_a_paginator_counts_them_and_fetches_the_part_it_shows(django_assert_num_queries):
    people = {make_person(name).pk for name in ("Ada", "Bo", "Cy", "Di", "Ed")}
    rows = names.in_parts(people)
    with django_assert_num_queries(2):
        page = Paginator(rows, 2).page(2)
        assert page.object_list == ["Cy", "Di"]
    assert [list(rows), rows[4], rows[3:], rows[:1]] == [["Ada", "Bo", "Cy", "Di", "Ed"], "Ed", ["Di", "Ed"], ["Ada"]]
    assert len(names.in_parts(set())) == 0


def test_what_is_changed_is_seen_at_once():
    trip = _full_trip()
    published(trip.slug)
    Encounter.objects.all().delete()
    (found,) = published(trip.slug)
    assert [list(day.encounters.all()) for day in found.days.all()] == [[], []]


@pytest.mark.django_db(transaction=True)
def test_threads_ask_on_connections_of_their_own():
    trip = make_trip()
    found: list[list[Trip]] = []

    def ask() -> None:
        found.append(published(trip.slug))
        connection.close()

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [[trip]] * 4


def test_columns_of_rows_are_given_once_each():
    trip, other = make_trip(), make_trip()
    for day in (make_day(trip), make_day(trip, date=trip.ends_on), make_day(other)):
        make_encounter(day, make_person())
    by_trips = columns_of(Encounter, "day__trip__pk__in", "day__trip")
    assert sorted(by_trips([trip.pk, other.pk])) == sorted([trip.pk, other.pk])
    assert by_trips([trip.pk]) == [trip.pk]
    assert by_trips([]) == []
    assert columns_of(Trip, "pk__in", "slug", "title")([other.pk]) == [(other.slug, other.title)]
