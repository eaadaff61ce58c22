import datetime

import pytest
from django.db import connection
from django.utils import timezone

from people.models import Alias, FormerSlug, Visibility
from posts.appearances import published_people, published_people_by_reason
from posts.models import Day, Place, Trip
from posts.search.engines import engine_of
from posts.search.find import find
from posts.search.query import parse
from tests.factories import make_day, make_encounter, make_event, make_person, make_place, make_talk, make_trip

from .entries import found

pytestmark = pytest.mark.django_db


def make_log():
    """One of everything, each with the word “kappa” in its title, and a day that has it in its text."""
    trip = make_trip(title="Kappa trip")
    day = make_day(trip, title="Kappa day", body="At [Kappa place](place:kappa-place).")
    make_day(trip, title="Another", body="Something about a kappa, told at length, with many words around it.")
    event = make_event(trip, name="Kappa event", starts_on=datetime.date(2023, 1, 2), ends_on=datetime.date(2023, 1, 3))
    make_talk(day, title="Kappa talk", event=event)
    make_encounter(day, make_person("Kappa Person"))
    make_place("Kappa place")
    return trip


def test_every_kind_is_found_and_titles_come_first():
    make_log()
    results = found("kappa")
    assert sorted(results[:6]) == [
        ("day", "Kappa day"),
        ("event", "Kappa event"),
        ("person", "Kappa Person"),
        ("place", "Kappa place"),
        ("talk", "Kappa talk"),
        ("trip", "Kappa trip"),
    ]
    assert results[6:] == [("day", "Another")]


def test_counts_follow_the_other_filter():
    make_log()
    all_of_it = find(parse("kappa"))
    assert (all_of_it.total, dict(all_of_it.years)) == (7, {2024: 4, 2023: 1})
    assert all_of_it.kinds == {"day": 2, "event": 1, "person": 1, "place": 1, "talk": 1, "trip": 1}
    in_2023 = find(parse("kappa"), year=2023)
    assert (in_2023.total, len(in_2023.hits), in_2023.kinds) == (7, 1, {"event": 1})
    assert in_2023.years == {2024: 4, 2023: 1}
    days = find(parse("kappa"), kind="day")
    assert ([hit.kind for hit in days.hits], days.years) == (["day", "day"], {2024: 2})


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [
        ("harbour", True),
        ("HARB", True),
        ("harb harbour", False),
        ("harb the", False),
        ('"harb"', False),
        ("cafe", True),
        ("CAFÉ", True),
        ("cafe\u0301", True),
        ("lodz", True),
        ("东", False),
        ("京タワ", True),
        ("東タワー", False),
        ('"walked home"', True),
        ('"home walked"', False),
        ("home walked", True),
        ("systemd-stage-1", True),
        ("stage-systemd", False),
        ("o'neil", True),
        ("oneil", False),
        ("walked nowhere", False),
    ],
)
def test_words_prefixes_phrases_and_accents(typed, is_found):
    body = "We walked home along the harbour to a café in Łódź: 東京タワー. On systemd-stage-1, by O’Neil."
    make_day(title="A day", body=body)
    assert found(typed) == ([("day", "A day")] if is_found else [])


def test_words_may_be_parted_between_title_and_text():
    make_day(title="Harbour", body="We walked.")
    assert found("harbour walked") == [("day", "Harbour")]


def test_only_what_is_published_is_found():
    make_day(make_trip(title="kappa", status="draft"), title="kappa")
    make_day(make_trip(title="kappa", status="withdrawn"), title="kappa")
    trip = make_trip()
    day = make_day(trip, title="kappa", status="draft", body="[k](place:kappa)")
    make_talk(day, title="kappa")
    make_talk(None, title="kappa")
    make_event(name="kappa")
    make_place("kappa")
    make_encounter(day, make_person("kappa"))
    assert found("kappa") == []


def test_scheduled_day_appears_by_itself(time_machine):
    now = timezone.now()
    make_day(title="kappa", published_at=now + datetime.timedelta(hours=1))
    assert found("kappa") == []
    time_machine.move_to(now + datetime.timedelta(hours=2))
    assert found("kappa") == [("day", "kappa")]


def test_what_is_withdrawn_is_gone_at_once():
    trip = make_trip(title="kappa")
    make_day(trip, title="kappa")
    Trip.objects.filter(pk=trip.pk).update(status="withdrawn")
    assert found("kappa") == []


def test_entry_left_over_is_not_found():
    day = make_day(title="kappa")
    Day.objects.filter(pk=day.pk)._raw_delete("default")
    assert found("kappa") == []


def test_person_is_found_by_name_and_alias_while_public():
    person = make_person("Josephine Kappa", affiliation="Lambda", about="Builds *rovers*.")
    Alias.objects.create(person=person, name="Jo")
    Alias.objects.create(person=person, name="Formerly", kind=Alias.Kind.FORMER)
    make_encounter(make_day(title="Day"), person)
    for typed in ("jo", "lambda", "rovers"):
        assert found(typed)[0] == ("person", "Josephine Kappa")
    assert found("formerly") == []
    person.visibility = Visibility.NAME
    person.save()
    assert found("kappa") == [("day", "Day")]
    assert found("rovers") == []
    person.visibility = Visibility.HIDDEN
    person.save()
    assert found("kappa") == []


def test_queries_depend_on_the_kinds_that_match_alone(django_assert_num_queries):
    make_log()
    is_apart = engine_of(connection.vendor).ASKS_GATES_APART
    with django_assert_num_queries(2 if is_apart else 1):
        assert find(parse("length")).total == 1
    make_day(title="Day", body="At length, again.")
    with django_assert_num_queries(2 if is_apart else 1):
        assert find(parse("length")).total == 2
    with django_assert_num_queries(7 if is_apart else 1):
        assert find(parse("kappa")).total == 7


@pytest.mark.parametrize("by_reason", [published_people_by_reason, Place.objects.published_by_reason])
def test_gates_by_reason_let_through_what_the_gate_does(by_reason):
    day = make_day(make_log(), body="[b](person:named) [c](person:once) [d](place:named) [x](person:hidden)")
    draft = make_day(make_trip(status="draft"), body="[e](person:unseen) [f](place:unseen)")
    for name in ("named", "unseen", "hidden"):
        make_person(name, visibility=Visibility.HIDDEN if name == "hidden" else Visibility.PUBLIC)
        make_place(name)
    FormerSlug.objects.create(person=make_person("former"), slug="once")
    make_talk(day, speakers=(make_person("speaker"),))
    make_encounter(draft, make_person("met unseen"), place=make_place("met unseen"))
    make_encounter(day, make_person("met"), place=make_place("met"))
    make_event(day.trip, venue=make_place("venue"))
    make_place("not public", is_public=False)
    published = published_people() if by_reason is published_people_by_reason else Place.objects.published()

    assert {row for reason in by_reason() for row in reason} == set(published)
    assert len(published) >= 3
