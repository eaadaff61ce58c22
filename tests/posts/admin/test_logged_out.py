"""What is sent without a login, or from a page older than it: kept as a draft, or given back."""

import pytest
from django.test import Client
from django.urls import reverse

from posts.admin.drafts import LARGEST_DRAFT_BYTES
from posts.models import Day, Draft
from tests.factories import make_day, make_owner

from .as_sent import as_sent, read_form

pytestmark = pytest.mark.django_db
TEXT = "Met Ada on the bridge"


@pytest.fixture
def owner():
    return make_owner()


@pytest.fixture
def day():
    return make_day(body="Old")


@pytest.fixture
def address(day):
    return reverse("admin:posts_day_change", args=[day.pk])


def logged_in(owner, **options):
    client = Client(**options)
    client.force_login(owner)
    return client


def sent(client, address, **values):
    return read_form(client.get(address).content.decode()) | {name: [value] for name, value in values.items()}


def offered(owner, address):
    offers = logged_in(owner).get(address).context["kept"]["offers"]
    return [
        piece.text for offer in offers for change in offer.changes for piece in change.pieces if piece.kind == "added"
    ]


def test_saved_after_the_session_ended_is_a_draft(owner, day, address):
    client = logged_in(owner)
    form = sent(client, address, body=TEXT)
    client.logout()
    response = client.post(address, form)
    assert (response.status_code, response.url) == (302, f"{reverse('admin:login')}?next={address}")
    assert "kept as a draft" in client.get(response.url, follow=True).content.decode()
    assert offered(owner, address) == [TEXT]
    client.post(address, form | {"body": [f"{TEXT}, then Grace"]})
    assert offered(owner, address) == [f"{TEXT}, then Grace"]
    assert Draft.objects.count() == 1
    assert Day.objects.get().body == "Old"


def test_what_is_taken_and_saved_afterwards_ends_the_draft(owner, address):
    client = logged_in(owner)
    form = sent(client, address, body=TEXT)
    client.logout()
    client.post(address, form)
    client.force_login(owner)
    taken = client.post(address, {"_take": client.get(address).context["kept"]["offers"][0].typed.as_json})
    assert client.post(address, read_form(taken.content.decode())).status_code == 302
    assert Day.objects.get().body == TEXT
    assert offered(owner, address) == []


def test_statement_of_somebody_else_or_of_nobody_keeps_nothing(owner, address):
    form = sent(logged_in(owner), address, body=TEXT)
    for writer in ("", "x", form["_writer"][0][:-1] + "!"):
        response = Client().post(address, form | {"_writer": [writer]})
        assert response.status_code == 403
        assert TEXT in response.content.decode()
    owner.is_active = False
    owner.save()
    assert Client().post(address, form).status_code == 403
    assert not Draft.objects.exists()


def test_too_long_for_a_draft_is_given_back(owner, address):
    form = sent(logged_in(owner), address, body="Ada " * (LARGEST_DRAFT_BYTES // 4))
    response = Client().post(address, form)
    assert response.status_code == 403
    assert "Ada Ada" in response.content.decode()


def test_form_older_than_the_login_is_kept_and_says_so(owner, address):
    client = logged_in(owner, enforce_csrf_checks=True)
    form = sent(client, address, body=TEXT)
    response = client.post(address, form | {"csrfmiddlewaretoken": ["x" * 32]})
    told = response.content.decode()
    assert response.status_code == 403
    assert "older than your login" in told
    assert "kept as a draft" in told
    assert TEXT in told
    assert offered(owner, address) == [TEXT]


def test_note_in_passing_is_given_back(owner):
    box = reverse("desk:new-capture")
    for client in (Client(), logged_in(owner, enforce_csrf_checks=True)):
        response = client.post(box, {"text": "A note <b> in passing"})
        assert response.status_code == 403
        assert "A note &lt;b&gt; in passing" in response.content.decode()


def test_readers_see_the_usual_page_of_a_failed_check(client):
    strict = Client(enforce_csrf_checks=True)
    assert "older than your login" not in strict.post("/search/", {"q": "two words"}).content.decode()


def test_every_page_that_is_kept_says_whose_it_is(owner, address):
    assert as_sent(logged_in(owner), address)["_writer"] != [""]
