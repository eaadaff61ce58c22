"""A day's page: its form, what it proposes, and what of it is saved."""

import datetime

import pytest
from django.urls import reverse

from people.models import Person, Visibility
from posts.models import Day, Encounter, Log, Place, Status, Talk
from tests.factories import (
    make_day,
    make_encounter,
    make_event,
    make_helper,
    make_owner,
    make_person,
    make_place,
    make_talk,
    make_trip,
)

from .forms import fields_of, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(make_owner())
    return client


def page_of(day: Day) -> str:
    return reverse("admin:posts_day_change", args=[day.pk])


def speakers_of(talk: Talk) -> list[str]:
    return [speaker.person.name for speaker in talk.talk_speakers.all()]


def one_talk(**values):
    return {"talks__TOTAL_FORMS": 1, "talks__0__title": "Engines", "talks__0__attendance": "heard"} | {
        f"talks__0__{name}": value for name, value in values.items()
    }


def test_saving_stays_with_the_day(desk):
    day = make_day()
    response = send(desk, page_of(day), body="Written.", _save="1")
    assert response.url == page_of(day)
    day.refresh_from_db()
    assert day.body == "Written."


def test_save_and_add_the_next_day_goes_there(desk):
    day = make_day(make_trip(status=Status.DRAFT))
    response = send(desk, page_of(day), body="Written.", _next="1")
    following = Day.objects.exclude(pk=day.pk).get()
    assert response.url == page_of(following)
    assert following.date == day.date + datetime.timedelta(days=1)


def test_person_is_added_to_a_day(desk):
    day, person = make_day(), make_person()
    written = {"encounters__TOTAL_FORMS": 1, "encounters__0__person": person.pk, "encounters__0__role": "met"}
    assert send(desk, page_of(day), **written).status_code == 302
    assert Encounter.objects.get().person == person


def test_somebody_new_is_made_from_a_name_at_the_logs_default(desk):
    Log(default_visibility=Visibility.HIDDEN).save()
    day = make_day()
    written: dict[str, object] = {"encounters__0__person": "new:Tony Vega", "encounters__0__place": "new:King Taco"}
    written |= {"encounters__TOTAL_FORMS": 1, "encounters__0__role": "met"}
    assert send(desk, page_of(day), **written).status_code == 302
    tony = Person.objects.get()
    assert (tony.name, tony.slug, tony.visibility) == ("Tony Vega", "tony-vega", Visibility.HIDDEN)
    assert [encounter.place for encounter in tony.encounters.all()] == [Place.objects.get(slug="king-taco")]


def test_new_name_that_is_there_is_the_same_person(desk):
    ada = make_person("Ada")
    day = make_day()
    assert send(desk, page_of(day), **one_talk(speakers=["new:ada", "new:Bo", "new:Bo"])).status_code == 302
    assert speakers_of(Talk.objects.get()) == ["Ada", "Bo"]
    assert set(Person.objects.all()) == {ada, Person.objects.get(name="Bo")}


def test_speakers_keep_their_order(desk):
    ada, bo, cy = (make_person(name) for name in ("Ada", "Bo", "Cy"))
    day = make_day()
    make_talk(day, (ada, bo), title="Engines")
    assert send(desk, page_of(day), talks__0__speakers=[cy.pk, bo.pk]).status_code == 302
    assert speakers_of(Talk.objects.get()) == ["Cy", "Bo"]
    assert send(desk, page_of(day), talks__0__speakers=[bo.pk, cy.pk]).status_code == 302
    assert speakers_of(Talk.objects.get()) == ["Bo", "Cy"]


def test_talk_needs_a_title_alone(desk):
    day = make_day()
    make_talk(title="Engines", slug="engines")
    assert send(desk, page_of(day), **one_talk()).status_code == 302
    assert Talk.objects.get(day=day).slug == "engines-2"


@pytest.mark.parametrize("zone", ["Pacific/Honolulu", "UTC", "Pacific/Auckland"])
def test_time_of_a_talk_is_told_by_the_trips_clock(desk, zone):
    day = make_day(make_trip(time_zone=zone))
    assert send(desk, page_of(day), **one_talk(start_time="23:30", end_time="00:15")).status_code == 302
    talk = Talk.objects.get()
    assert talk.local_start.isoformat()[:16] == "2024-03-14T23:30"
    assert talk.local_end.isoformat()[:16] == "2024-03-15T00:15"
    assert send(desk, page_of(day), talks__0__title="Renamed").status_code == 302
    again = Talk.objects.get()
    assert (again.title, again.starts_at, again.ends_at) == ("Renamed", talk.starts_at, talk.ends_at)


def test_end_of_a_talk_without_its_start_is_refused(desk):
    response = send(desk, page_of(make_day()), **one_talk(end_time="10:00"))
    assert "Give the start, too, or leave out the end." in response.content.decode()


def test_talk_belongs_to_the_only_event_of_the_trip(desk):
    trip = make_trip()
    event = make_event(trip)
    day = make_day(trip)
    fields = desk.get(page_of(day)).context["inline_admin_formsets"][1].formset.empty_form
    assert fields["event"].value() == event.pk


def test_talk_belongs_to_the_event_of_that_day(desk):
    trip = make_trip()
    dates = [datetime.date(2024, 3, 14), datetime.date(2024, 3, 15)]
    first, second = (make_event(trip, starts_on=date, ends_on=date) for date in dates)
    day = make_day(trip, date=dates[1])
    assert desk.get(page_of(day)).context["inline_admin_formsets"][1].formset.empty_form["event"].value() == second.pk
    make_event(trip, starts_on=dates[0], ends_on=dates[1])
    assert desk.get(page_of(day)).context["inline_admin_formsets"][1].formset.empty_form["event"].value() is None
    assert first != second


def test_row_says_whether_something_is_written_behind_more(desk):
    day = make_day()
    make_encounter(day, make_person("Ada"))
    assert desk.get(page_of(day)).content.decode().count("(written)") == 0
    make_encounter(day, make_person("Bo"), private_note="Plays the cello.")
    assert desk.get(page_of(day)).content.decode().count("(written)") == 1


def test_whom_the_text_names_is_proposed_and_added_when_ticked(desk):
    ada, bo = make_person("Ada"), make_person("Bo")
    day = make_day(body="I met [Ada](person:ada) and thought of [Bo](person:bo).")
    page = desk.get(page_of(day)).content.decode()
    assert f'value="{ada.pk}:met"' in page
    assert send(desk, page_of(day), proposal=[f"{ada.pk}:met", f"{ada.pk}:travelled_with"]).status_code == 302
    assert [(each.person, each.role) for each in Encounter.objects.all()] == [(ada, "met")]
    page = desk.get(page_of(day)).content.decode()
    assert f'value="{ada.pk}:met"' not in page
    assert f'data-person="{bo.pk}"' in page


def test_proposals_follow_the_text_being_written(desk):
    ada, bo, cy = (make_person(name) for name in ("Ada", "Bo", "Cy"))
    make_place("King Taco")
    day = make_day()
    address = reverse("desk:cast-proposals", args=[day.pk])
    form = fields_of(desk, page_of(day)) | {
        "body": "I met [Ada](person:ada) and [Bo](person:bo) at [the stand](place:king-taco), [home](place:home).",
        "encounters-0-person": bo.pk,
        "talks-0-title": "Engines",
        "talks-0-attendance": "heard",
        "talks-0-speakers": [cy.pk],
    }
    told = desk.post(address, form).json()
    assert told["proposed"] == 2
    assert [f'data-person="{person.pk}"' in told["cast"] for person in (ada, bo, cy)] == [True, False, True]
    assert "King Taco" in told["places"]
    assert "Add “home”" in told["places"]
    day.refresh_from_db()
    assert day.body == ""


def test_proposals_are_for_those_who_write(client):
    address = reverse("desk:cast-proposals", args=[make_day().pk])
    assert client.post(address, {}).status_code == 401
    client.force_login(make_owner())
    assert client.get(address).status_code == 405


def test_neighbours_lead_on(desk):
    trip = make_trip()
    first, second, third = (
        make_day(trip, date=trip.starts_on + datetime.timedelta(days=number)) for number in range(3)
    )
    context = desk.get(page_of(second)).context
    assert (context["previous_day"], context["next_day"]) == (first, third)


def test_next_day_is_proposed(desk):
    trip = make_trip()
    make_day(trip)
    form = desk.get(reverse("admin:posts_day_add"), {"trip": trip.pk}).context["adminform"].form
    assert form.initial["date"] == datetime.date(2024, 3, 15)


def _crowded(number: int) -> Day:
    trip = make_trip()
    make_event(trip)
    day = make_day(trip, body="Nobody.")
    place = make_place()
    for _ in range(number):
        make_encounter(day, make_person(), place=place, introduced_by=make_person())
        make_talk(day, (make_person(), make_person()), event=trip.events.get(), starts_at=f"{day.date}T10:00Z")
    return day


def test_number_of_queries_does_not_depend_on_the_number_of_rows(desk, django_assert_max_num_queries):
    small, large = _crowded(1), _crowded(3)
    # The first request of a session notes where it is used from.
    desk.get(page_of(small))
    with django_assert_max_num_queries(100) as of_small:
        desk.get(page_of(small))
    with django_assert_max_num_queries(100) as of_large:
        desk.get(page_of(large))
    assert len(of_large) == len(of_small)


def test_fields_offer_somebody_new_to_those_who_may_add_them(client):
    day = make_day()
    person = make_person()
    writer = make_helper("change_day", "view_person", "add_talk")
    client.force_login(make_owner())
    assert 'data-tags="true"' in client.get(page_of(day)).content.decode()
    client.force_login(writer)
    assert "data-tags" not in client.get(page_of(day)).content.decode()
    response = send(client, page_of(day), **one_talk(speakers=[person.pk, "new:Bo"]))
    assert "You may not add anybody new here." in response.content.decode()
    assert [each.name for each in Person.objects.all()] == [person.name]
