import datetime
import json

import pytest
from django.test import Client
from django.utils import timezone

from people.models import Alias, PersonalLink, Wish
from tests.factories import make_day, make_encounter, make_figure, make_person, make_talk, make_trip

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    ada = make_person("Ada Byron", slug="ada", visibility="pseudonym", pseudonym="a friend", private_note="MARKER note")
    Alias.objects.create(person=ada, name="Gordon", kind="former")
    return ada


@pytest.fixture
def link(ada):
    return PersonalLink.objects.create(person=ada)


def test_page_shows_what_is_kept(client, ada, link):
    trip = make_trip(title="Oslo")
    day = make_day(trip, title="Friday", body="[Ada](person:ada) sang.\n\nSlept.")
    make_encounter(day, ada, private_note="MARKER", follow_up="MARKER")
    make_talk(day, (ada,), title="Engines")
    figure = make_figure(trip, day=day, title="On stage")
    figure.people.add(ada)
    draft = make_trip(status="draft", title="MARKER")
    make_encounter(make_day(draft, body="MARKER [Ada](person:ada)"), ada)
    answer = client.get(link.get_absolute_url())
    page = answer.content.decode()
    for words in ("a friend", "Gordon", "Ada sang.", "Oslo", "Engines", "On stage"):
        assert words in page, words
    assert "MARKER" not in page
    assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("private, no-store", "noindex, nofollow")
    assert "ETag" not in answer


def test_data_as_a_file(client, ada, link):
    make_encounter(make_day(make_trip(title="Oslo")), ada, private_note="MARKER")
    answer = client.get(f"{link.get_absolute_url()}data.json")
    data = json.loads(answer.content)
    assert (data["format"], data["version"], data["person"]["name"]) == ("tripsite-person", 1, "Ada Byron")
    assert [each["trip"] for each in data["encounters"]] == ["Oslo"]
    assert "MARKER" not in answer.content.decode()
    assert answer["Content-Disposition"] == 'attachment; filename="ada-byron.json"'


@pytest.mark.parametrize("state", ["expired", "revoked", "unknown"])
def test_closed_link_says_nothing(client, ada, link, state):
    address = link.get_absolute_url()
    if state == "expired":
        PersonalLink.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    elif state == "revoked":
        link.revoke()
    else:
        address = address[:-2] + "x/"
    for path in (address, f"{address}data.json"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "Ada" not in answer.content.decode()
    assert client.post(address, {"kind": "hide"}).status_code == 404
    assert Wish.objects.count() == 0


def test_asking(client, ada, link):
    figure = make_figure(make_trip())
    figure.people.add(ada)
    answer = client.post(link.get_absolute_url(), {"kind": "photo", "figure": str(figure.pk), "text": "please"})
    assert answer["Location"] == f"{link.get_absolute_url()}?asked#wishes"
    wish = Wish.objects.get()
    assert (wish.person, wish.kind, wish.photo, wish.text) == (ada, "photo", figure.photo, "please")
    assert "not answered yet" in client.get(answer["Location"]).content.decode()


def test_asking_for_a_photo_of_others_is_refused(client, link):
    answer = client.post(link.get_absolute_url(), {"kind": "photo", "figure": str(make_figure(make_trip()).pk)})
    assert answer.status_code == 422
    assert "Choose the photo." in answer.content.decode()


def test_refused_wish_keeps_what_was_typed(client, link):
    answer = client.post(link.get_absolute_url(), {"kind": "wrong", "text": "my words"})
    assert "my words</textarea>" in answer.content.decode()


def test_asking_needs_the_token_of_the_form(link):

    assert Client(enforce_csrf_checks=True).post(link.get_absolute_url(), {"kind": "hide"}).status_code == 403
