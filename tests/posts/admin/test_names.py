"""The page of names: what it asks, what its answers do, who may use it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from reversion.models import Version

from people.models import IgnoredName, Person
from posts.admin.findings import NAMES, address_of
from posts.checks import findings
from posts.models import IgnoredInTrip
from tests.factories import make_day, make_encounter, make_helper, make_owner, make_person, make_trip

from .as_sent import read_form

pytestmark = pytest.mark.django_db
PAGE = reverse("desk:names")
OSLO = f"{PAGE}?trip=oslo"
BODY = "With Addison and Tony.\n\nAddision left, then Tony. Ada Lovelace stayed."


@pytest.fixture
def desk(client):
    client.force_login(make_owner())
    return client


@pytest.fixture
def day():
    day = make_day(
        make_trip(slug="oslo"), body="With Addison and Tony.\n\nAddision left, then Tony. Ada Lovelace stayed."
    )
    make_encounter(day, make_person("Addison", slug="addison"))
    make_person("Ada Lovelace", slug="ada", visibility="name")
    return day


def sent_by(client, url):
    """Return what the page's form would send, and the prefix of each question's fields by its words."""
    sent = read_form(client.get(url).content.decode())
    asked = {sent[f"{prefix}-about"][0].partition(":")[2]: prefix for prefix in sent.get("question", [])}
    return sent, asked


def asked_on(client, url):
    return list(sent_by(client, url)[1])


def answer(client, url, **answers):
    """Give answers to some questions by their words, with all places as the page ticks them."""
    sent, asked = sent_by(client, url)
    for words, value in answers.items():
        sent[f"{asked[words.replace('_', ' ')]}-answer"] = [value]
    return client.post(url, sent, follow=True)


def told(response):
    return [str(message) for message in response.context["messages"]]


def test_page_asks_about_slips_then_strangers_then_people(desk, day):
    assert asked_on(desk, OSLO) == ["Addision", "Tony", "Addison", "Ada Lovelace"]
    assert "With Addison and <mark>Tony</mark>." in desk.get(OSLO).content.decode()


def test_answers_are_carried_out_at_once_as_one_version(desk, day):
    response = answer(
        desk,
        OSLO,
        Addision="correct-link:addison",
        Tony="new",
        Addison="link:addison",
        Ada_Lovelace="link:ada",
    )
    day.refresh_from_db()
    assert day.body == (
        "With [Addison](person:addison) and [Tony](person:tony).\n\n"
        "[Addison](person:addison) left, then [Tony](person:tony). [Ada Lovelace](person:ada) stayed."
    )
    assert Person.objects.get(slug="tony").visibility == "name"
    assert told(response)[0] == "Names: 5 linked, 1 corrected."
    version = Version.objects.get_for_object(day).get()
    assert (version.revision.comment, version.revision.user.is_superuser) == ("Names: 5 linked, 1 corrected.", True)


def test_answer_without_places_ticked_changes_nothing(desk, day):
    url = f"{PAGE}?day={day.pk}"
    sent, asked = sent_by(desk, url)
    sent[f"{asked['Tony']}-answer"] = ["new"]
    del sent[f"{asked['Tony']}-place"]
    desk.post(url, sent)
    day.refresh_from_db()
    assert (day.body, Person.objects.filter(name="Tony").exists()) == (BODY, False)


def test_ignored_names_are_not_asked_about_again(desk, day):
    answer(desk, OSLO, Tony="here", Addision="ever")
    assert IgnoredInTrip.objects.get().name == "Tony"
    assert IgnoredName.objects.get().name == "Addision"
    assert asked_on(desk, OSLO) == ["Addison", "Ada Lovelace"]


def test_somebody_else_is_found_by_name(desk, day):
    make_person("Tony Rossi", slug="tony-r")
    sent, asked = sent_by(desk, OSLO)
    sent |= {f"{asked['Tony']}-answer": ["else"], f"{asked['Tony']}-name": ["tony  rossi"]}
    desk.post(OSLO, sent)
    day.refresh_from_db()
    assert day.body.count("[Tony](person:tony-r)") == 2


def test_somebody_else_whom_nobody_knows_is_said(desk, day):
    sent, asked = sent_by(desk, OSLO)
    sent |= {f"{asked['Tony']}-answer": ["else"], f"{asked['Tony']}-name": ["Nobody"]}
    response = desk.post(OSLO, sent, follow=True)
    assert told(response) == [
        "“Tony”: nobody in the log is called “Nobody”; write a full name, or make a person of it."
    ]


def test_text_that_changed_meanwhile_is_skipped_and_said(desk, day):
    sent, asked = sent_by(desk, OSLO)
    day.body += " More."
    day.save()
    response = desk.post(OSLO, sent | {f"{asked['Tony']}-answer": ["new"]}, follow=True)
    day.refresh_from_db()
    assert ("person:" in day.body, Person.objects.filter(name="Tony").exists()) == (False, False)
    assert "the text has changed meanwhile" in told(response)[-1]


def test_nothing_chosen_changes_nothing(desk, day):
    assert told(answer(desk, OSLO)) == ["Nothing was chosen, so nothing was changed."]


@pytest.mark.parametrize("value", ["link:nobody", "nonsense"])
def test_answer_that_makes_no_sense_is_said(desk, day, value):
    sent = {"question": ["q7", "q99"], "q7-about": [f"{day.trip_id}:Tony"], "q7-answer": [value]}
    response = desk.post(OSLO, sent | {"q7-place": ["x", "day-1:a:b", "1:2:3"]}, follow=True)
    assert told(response)[0].startswith("“Tony”: ")


def test_links_can_be_chosen_where_one_person_only_is_meant(desk, day):
    sent, asked = sent_by(desk, f"{OSLO}&chosen=1")
    chosen = {words: sent[f"{prefix}-answer"][0] for words, prefix in asked.items()}
    assert chosen == {"Addision": "", "Tony": "", "Addison": "link:addison", "Ada Lovelace": "link:ada"}


def test_whole_log_is_paged_by_trip(desk, day):
    for number in range(6):
        make_day(make_trip(slug=f"other-{number}"), body="I met Tony.")
    first = desk.get(PAGE)
    assert len(first.context["trips"]) == 5
    assert len(desk.get(PAGE, {"page": "2"}).context["trips"]) == 2
    prefixes = sent_by(desk, PAGE)[0]["question"]
    assert len(prefixes) == len(set(prefixes))


@pytest.mark.parametrize("query", [{"trip": "nowhere"}, {"day": "999"}, {"day": "x"}])
def test_what_is_not_there_is_not_found(desk, query):
    assert desk.get(PAGE, query).status_code == 404


def test_only_those_who_may_write_see_it(client, day):
    assert client.get(PAGE).status_code == 302
    client.force_login(make_helper())
    assert client.get(PAGE).status_code == 403
    assert client.post(PAGE).status_code == 403


def test_queries_are_as_many_for_one_day_as_for_five(desk):
    # The first request of a session notes where it is used from.
    desk.get(PAGE, {"trip": make_trip().slug})
    asked = []
    for count in (1, 5):
        trip = make_trip()
        for _ in range(count):
            make_day(trip, body="I met Tony and Katharina Weiss.")
        with CaptureQueriesContext(connection) as queries:
            desk.get(PAGE, {"trip": trip.slug})
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_findings_about_names_lead_here(desk, day):
    day.trip.summary = "With Tony Rossi."
    day.trip.save()
    led = {address_of(finding) for finding in findings(day.trip) if finding.code in NAMES}
    assert led == {OSLO, f"{PAGE}?day={day.pk}"}
    assert {desk.get(address).status_code for address in led} == {200}
