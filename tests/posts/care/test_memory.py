import datetime

import pytest

from posts.care.memory import acquaintances_at, passages_naming, timeline
from tests.factories import (
    make_day,
    make_encounter,
    make_event,
    make_figure,
    make_person,
    make_series,
    make_talk,
    make_trip,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    return make_person("Ada", slug="ada")


def test_timeline_of_a_person_holds_drafts_and_notes(ada):
    earlier = make_trip(starts_on=datetime.date(2023, 5, 1))
    first = make_day(earlier, body="Saw [Ada](person:ada).\n\nSlept.\n\nAda again: [her](person:ada).")
    draft = make_trip(starts_on=datetime.date(2025, 5, 1), status="draft")
    last = make_day(draft)
    make_encounter(last, ada, private_note="likes tea", follow_up="send the book")
    heard = make_day(earlier, title="Later")
    talk = make_talk(heard, (ada,))
    figure = make_figure(earlier, day=heard)
    figure.people.add(ada)
    memories = timeline(ada)
    assert [memory.day for memory in memories] == [last, heard, first]
    assert memories[0].encounter.private_note == "likes tea"
    assert (memories[1].talks, memories[1].figures) == ([talk], [figure])
    assert memories[2].passages == ["Saw Ada.", "Ada again: her."]


def test_timeline_asks_the_same_number_of_queries(ada, django_assert_num_queries):
    trip = make_trip()

    def one_more():
        day = make_day(trip, body="[Ada](person:ada)")
        make_encounter(day, ada)
        make_talk(day, (ada,))
        make_figure(trip, day=day, photo=None).people.add(ada)

    one_more()
    with django_assert_num_queries(5):
        timeline(ada)
    one_more()
    one_more()
    with django_assert_num_queries(5):
        assert len(timeline(ada)) == 3


def test_passages_leave_out_code():
    assert passages_naming("`[Ada](person:ada)`\n\n[Ada](person:ada) *sang*.", ["ada"]) == ["Ada sang."]


@pytest.fixture
def coming():
    """An edition of next year, in a series that was visited before."""
    series = make_series()
    trip = make_trip(starts_on=datetime.date(2024, 3, 14))
    make_event(
        trip, series=series, name="Con 2024", starts_on=datetime.date(2024, 3, 15), ends_on=datetime.date(2024, 3, 16)
    )
    return make_event(
        name="Con 2025", series=series, starts_on=datetime.date(2025, 3, 15), ends_on=datetime.date(2025, 3, 16)
    )


def test_acquaintances_are_speakers_who_are_known(ada, coming):
    stranger = make_person("Stranger")
    make_encounter(make_day(make_trip(status="draft")), ada, follow_up="a stamp")
    mentioned = make_person("Mentioned")
    make_encounter(make_day(), mentioned, role="mentioned")
    make_talk(None, (ada, stranger, mentioned), title="Engines", event=coming)
    make_talk(None, (ada,), title="Off", event=coming, is_cancelled=True)
    found = acquaintances_at(coming)
    assert [(each.person, each.reasons) for each in found] == [(ada, ["speaks: Engines"])]
    assert [promise.follow_up for promise in found[0].promises] == ["a stamp"]


def test_acquaintances_were_at_other_editions_on_their_days(ada, coming):
    trip = coming.series.events.get(name="Con 2024").trips.get()
    make_encounter(make_day(trip, date=datetime.date(2024, 3, 15)), ada)
    make_encounter(make_day(trip, date=datetime.date(2024, 3, 17)), make_person("On the way home"))
    found = acquaintances_at(coming)
    assert [(each.person, each.reasons) for each in found] == [(ada, ["was at Con 2024"])]
    assert found[0].last_seen.day.date == datetime.date(2024, 3, 15)


def test_acquaintances_ask_the_same_number_of_queries(coming, django_assert_num_queries):
    def one_more():
        person = make_person()
        make_encounter(make_day(), person)
        make_talk(None, (person,), event=coming)

    one_more()
    with django_assert_num_queries(5):
        acquaintances_at(coming)
    one_more()
    one_more()
    with django_assert_num_queries(5):
        assert len(acquaintances_at(coming)) == 3
