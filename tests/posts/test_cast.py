import datetime
import random

import pytest

from people.models import Visibility
from posts import cast
from posts.cast import Part, cast_of, first_meetings, people_of
from posts.models import Day, Encounter, Status, Talk
from posts.models.prepared import prepared

from ..factories import make_day, make_encounter, make_person, make_talk, make_trip

pytestmark = pytest.mark.django_db

Role = Encounter.Role


def cast_on(*days: Day) -> dict[str, list[str]]:
    """Return the public names by part, as a page would show them."""
    fetched = list(Day.objects.published().for_page().filter(pk__in=[day.pk for day in days]))
    groups = cast_of(fetched, first_meetings(people_of(fetched)))
    return {group.part.value: [member.person.public_name for member in group.members] for group in groups}


def trip_in(year, **values):
    return make_trip(starts_on=datetime.date(year, 3, 14), **values)


def test_cast_groups_people_by_the_closest_part_they_played():
    trip = make_trip()
    first, second = make_day(trip), make_day(trip, date=trip.ends_on)
    ada, grace, edsger, barbara = (make_person(name) for name in ("Ada", "Grace", "Edsger", "Barbara"))
    make_encounter(first, ada, role=Role.MENTIONED)
    make_encounter(second, ada, role=Role.TRAVELLED_WITH)
    make_encounter(first, grace, role=Role.MET)
    make_encounter(first, edsger, role=Role.SEEN)
    make_talk(second, speakers=(barbara, grace))
    assert cast_on(first, second) == {
        "travelled_with": ["Ada"],
        "met": ["Grace"],
        "speaker": ["Barbara"],
        "seen": ["Edsger"],
    }


def test_parts_are_shown_the_closest_first():
    assert [part.value for part in Part] == ["travelled_with", "met", "met_again", "speaker", "seen", "mentioned"]


def test_somebody_met_on_an_earlier_trip_is_met_again():
    ada = make_person("Ada")
    earlier = make_day(trip_in(2022))
    later = make_day(trip_in(2024))
    make_encounter(later, ada)
    make_encounter(earlier, ada)
    assert cast_on(earlier) == {"met": ["Ada"]}
    assert cast_on(later) == {"met_again": ["Ada"]}
    assert first_meetings([ada.pk]) == {ada.pk: earlier}


def test_met_on_two_days_of_one_trip_is_one_meeting_on_the_trip_and_again_on_the_second_day():
    trip = make_trip()
    ada = make_person("Ada")
    first, second = make_day(trip), make_day(trip, date=trip.ends_on)
    make_encounter(first, ada)
    make_encounter(second, ada)
    assert cast_on(first, second) == {"met": ["Ada"]}
    assert cast_on(second) == {"met_again": ["Ada"]}


def test_dates_decide_and_not_the_order_of_writing():
    ada = make_person("Ada")
    trip = make_trip()
    late = make_day(trip, date=trip.ends_on, position=0)
    early = make_day(trip, position=1)
    make_encounter(late, ada)
    make_encounter(early, ada)
    assert first_meetings([ada.pk]) == {ada.pk: early}


def test_a_prologue_counts_as_the_first_day_and_an_epilogue_as_the_last():
    ada, grace = make_person("Ada"), make_person("Grace")
    trip = make_trip()
    prologue = make_day(trip, kind=Day.Kind.PROLOGUE)
    day = make_day(trip, date=trip.starts_on + datetime.timedelta(days=1))
    epilogue = make_day(trip, kind=Day.Kind.EPILOGUE)
    for section in (prologue, day):
        make_encounter(section, ada)
    for section in (day, epilogue):
        make_encounter(section, grace)
    assert first_meetings([ada.pk, grace.pk]) == {ada.pk: prologue, grace.pk: day}


@pytest.mark.parametrize("role", [Role.SPEAKER, Role.SEEN, Role.MENTIONED])
def test_to_be_heard_seen_or_mentioned_is_not_to_be_met(role):
    ada = make_person("Ada")
    make_encounter(make_day(trip_in(2022)), ada, role=role)
    later = make_day(trip_in(2024))
    make_encounter(later, ada)
    assert cast_on(later) == {"met": ["Ada"]}


@pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN])
def test_a_meeting_that_is_not_public_does_not_count(status):
    ada = make_person("Ada")
    make_encounter(make_day(trip_in(2022, status=status)), ada)
    later = make_day(trip_in(2024))
    make_encounter(later, ada)
    assert cast_on(later) == {"met": ["Ada"]}


def test_visibility_of_people_in_a_cast():
    day = make_day()
    make_encounter(day, make_person("Ada"))
    make_encounter(day, make_person("Grace", visibility=Visibility.NAME))
    make_encounter(day, make_person("Edsger", visibility=Visibility.PSEUDONYM, pseudonym="a friend"))
    make_encounter(day, make_person("Mallory", visibility=Visibility.HIDDEN))
    make_talk(day, speakers=(make_person("Trent", visibility=Visibility.HIDDEN),))
    assert cast_on(day) == {"met": ["Ada", "Grace", "a friend"]}


@pytest.mark.parametrize(
    "values", [{"attendance": Talk.Attendance.MISSED}, {"attendance": Talk.Attendance.GIVEN}, {"is_cancelled": True}]
)
def test_speakers_of_a_talk_that_was_not_heard_were_not_heard(values):
    day = make_day()
    make_talk(day, speakers=(make_person("Ada"),), **values)
    assert cast_on(day) == {}


@pytest.mark.parametrize("seed", range(4))
def test_who_is_met_often_is_first_met_on_the_same_day_whichever_way_it_is_looked_for(seed, monkeypatch):
    by_chance = random.Random(seed)  # noqa: S311 (nothing secret)
    people = [make_person(visibility=by_chance.choice(["public", "name", "hidden"])) for _ in range(4)]
    for number in range(8):
        # Some trips lie within others, begin on the same day, or are not public.
        start = datetime.date(2024, 3, 1) + datetime.timedelta(days=by_chance.randrange(12))
        length = datetime.timedelta(days=by_chance.randrange(10))
        status = by_chance.choice([Status.PUBLISHED, Status.PUBLISHED, Status.PUBLISHED, Status.DRAFT])
        trip = make_trip(slug=f"trip-{number}", starts_on=start, ends_on=start + length, status=status)
        for kind in (Day.Kind.PROLOGUE, Day.Kind.DAY, Day.Kind.DAY, Day.Kind.EPILOGUE):
            date = start + by_chance.random() * length if kind == Day.Kind.DAY else None
            day = make_day(trip, kind=kind, date=date, status=by_chance.choice([Status.PUBLISHED, Status.DRAFT]))
            for person in by_chance.sample(people, by_chance.randrange(4)):
                make_encounter(day, person, role=by_chance.choice(Role.values))
    keys = {person.pk for person in people}
    sorted_out = dict(cast._first_days(keys))
    monkeypatch.setattr(cast, "OFTEN", 0)
    assert dict(prepared(cast._first_days.make)(keys)) == sorted_out
    assert any(sorted_out.values())
