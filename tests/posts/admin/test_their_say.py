import pytest
from django.urls import reverse

from people.models import Person, PersonalLink, Wish
from posts.models import Day
from tests.factories import make_day, make_helper, make_owner, make_person, make_trip

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(make_owner())
    return client


@pytest.fixture
def ada():
    return make_person("Ada Byron", slug="ada")


def test_link_is_made_shown_and_closed(desk, ada):
    desk.post(reverse("desk:make-personal-link", args=[ada.pk]))
    link = PersonalLink.objects.get()
    memory = reverse("desk:memory", args=[ada.pk])
    assert f"http://testserver{link.get_absolute_url()}" in desk.get(memory).content.decode()
    desk.post(reverse("desk:revoke-personal-link", args=[link.pk]))
    assert link.token not in desk.get(memory).content.decode()
    assert not PersonalLink.objects.open().exists()


def test_wishes_wait_for_an_answer(desk, ada):
    wish = Wish.objects.create(person=ada, kind="name", text="Ada K.")
    assert "Ada K." in desk.get(reverse("desk:wishes")).content.decode()
    answer = desk.post(reverse("desk:answer-wish", args=[wish.pk]), {"text": "Ada King"}, follow=True)
    assert "Ada Byron is Ada King now." in answer.content.decode()
    ada.refresh_from_db()
    assert ada.name == "Ada King"
    assert desk.post(reverse("desk:answer-wish", args=[wish.pk])).status_code == 404


def test_wish_is_declined(desk, ada):
    wish = Wish.objects.create(person=ada, kind="hide")
    desk.post(reverse("desk:answer-wish", args=[wish.pk]), {"decline": "1"})
    wish.refresh_from_db()
    ada.refresh_from_db()
    assert (wish.answer, ada.visibility) == ("declined", "public")


def test_wish_that_cannot_be_done_says_why(desk, ada):
    wish = Wish.objects.create(person=ada, kind="link", text="nowhere")
    answer = desk.post(reverse("desk:answer-wish", args=[wish.pk]), follow=True)
    assert "“nowhere” is no web address" in answer.content.decode()


def test_wish_to_be_erased_leads_to_the_choices(desk, ada):
    wish = Wish.objects.create(person=ada, kind="erase")
    answer = desk.post(reverse("desk:answer-wish", args=[wish.pk]))
    assert answer["Location"] == reverse("desk:erase", args=[ada.pk])
    assert Person.objects.filter(pk=ada.pk).exists()


def test_data_holds_private_notes(desk, ada):
    Person.objects.update(private_note="likes tea")
    data = desk.get(reverse("desk:person-data", args=[ada.pk])).json()
    assert data["person"]["private_note"] == "likes tea"


def test_erasing_needs_the_name(desk, ada):
    make_day(make_trip(), body="[Ada](person:ada) sang.")
    address = reverse("desk:erase", args=[ada.pk])
    assert "Ada sang." in desk.get(address).content.decode()
    refused = desk.post(address, {"pictures": "remove", "confirmation": "ada"})
    assert "Nothing was erased." in refused.content.decode()
    assert Day.objects.get().body == "[Ada](person:ada) sang."
    choices = {"pictures": "remove", "words": "a friend", "names": "Ada Byron", "confirmation": "Ada Byron"}
    done = desk.post(address, choices, follow=True)
    assert "Ada Byron is erased: 1 texts rewritten" in done.content.decode()
    assert Day.objects.get().body == "A friend sang."


@pytest.mark.parametrize("name", ["memory", "person-data", "erase"])
def test_pages_need_the_permission(client, ada, name):
    client.force_login(make_helper())
    assert client.get(reverse(f"desk:{name}", args=[ada.pk])).status_code == 403


def test_desk_tells_of_wishes(desk, ada):
    assert "wish" not in desk.get(reverse("admin:index")).content.decode()
    Wish.objects.create(person=ada, kind="hide")
    assert "1 wish of people in the log" in desk.get(reverse("admin:index")).content.decode()
