"""A person's page on the desk: names and addresses as they are typed, and what is said about plain mentions."""

import pytest
from django.urls import reverse

from people.models import Person, PersonLink
from tests.factories import make_day, make_owner, make_person, make_trip

from .forms import errors_of, send

pytestmark = pytest.mark.django_db
ADD = reverse("admin:people_person_add")


@pytest.fixture
def desk(client):
    client.force_login(make_owner())
    return client


def change(person):
    return reverse("admin:people_person_change", args=[person.pk])


def told(response):
    return [str(message) for message in response.wsgi_request._messages]


def add_link(desk, person, url, kind=""):
    rows = {"links__TOTAL_FORMS": 1, "links__0__url": url, "links__0__kind": kind, "links__0__position": 0}
    return send(desk, change(person), **rows)


def test_name_in_brackets_becomes_an_alias(desk):
    send(desk, ADD, name="Nicolas (Nic)", visibility="name")
    person = Person.objects.get()
    assert (person.name, [alias.name for alias in person.aliases.all()]) == ("Nicolas", ["Nic"])


def test_pronouns_in_brackets_become_pronouns(desk):
    send(desk, ADD, name="Ada (she/her)", visibility="name")
    person = Person.objects.get()
    assert (person.name, person.pronouns, person.aliases.count()) == ("Ada", "she/her", 0)


def test_kind_of_a_link_is_recognised(desk):
    person = make_person()
    add_link(desk, person, "github.com/ada")
    link = PersonLink.objects.get()
    assert (link.url, link.kind) == ("https://github.com/ada", "github")


def test_kind_that_was_chosen_stays(desk):
    add_link(desk, make_person(), "https://ada.example/@ada", "site")
    assert PersonLink.objects.get().kind == "site"


def test_mail_address_is_private_whatever_was_chosen(desk):
    add_link(desk, make_person(), "ada@example.org", "site")
    assert PersonLink.objects.get().kind == "email"


def test_what_is_no_address_is_refused(desk):
    response = add_link(desk, make_person(), "my page")
    assert "“my page” is no address" in errors_of(response)[0]


def test_hiding_somebody_tells_where_they_are_named_in_plain_words(desk):
    person = make_person("Ada Lovelace", slug="ada")
    day = make_day(make_trip(slug="oslo"), body="Ada Lovelace came.")
    response = send(desk, change(person), visibility="hidden")
    [message] = [text for text in told(response) if "plain words" in text]
    assert message.startswith("Ada Lovelace is named in plain words in 1 place: <a href=")
    assert reverse("admin:posts_day_change", args=[day.pk]) in message
    assert "oslo, Thursday 2024-03-14" in message


@pytest.mark.parametrize("visibility", ["public", "name"])
def test_nothing_is_said_about_somebody_who_is_named(desk, visibility):
    person = make_person("Ada Lovelace", slug="ada")
    make_day(body="Ada Lovelace came.")
    assert not [text for text in told(send(desk, change(person), visibility=visibility)) if "plain words" in text]
