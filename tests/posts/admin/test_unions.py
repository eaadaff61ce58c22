import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from reversion.models import Version

from people.models import DifferentPeople, Person, PersonLink, Union
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


@pytest.fixture
def other():
    return make_person("Ada  BYRON", slug="other")


def test_duplicates_by_name_and_by_link(desk, ada, other):
    bo, bob = make_person("Bo"), make_person("Bob")
    for person in (bo, bob):
        PersonLink.objects.create(person=person, url="https://bo.example/" if person == bo else "https://bo.example")
    make_person("Somebody Else")
    found = desk.get(reverse("desk:duplicates")).context["likenesses"]
    assert [(each.first, each.second, each.why) for each in found] == [
        (bo, bob, "the same link: https://bo.example"),
        (ada, other, "the same name: ada byron"),
    ]


def test_duplicates_that_are_two_people_are_not_proposed_again(desk, ada, other):
    desk.post(reverse("desk:different"), {"kept": other.pk, "merged": ada.pk})
    assert list(DifferentPeople.objects.values_list("first", "second")) == [(ada.pk, other.pk)]
    assert desk.get(reverse("desk:duplicates")).context["likenesses"] == []


def test_duplicates_ask_the_same_number_of_queries(desk, django_assert_num_queries, ada, other):
    address = reverse("desk:duplicates")
    # The first request of a session notes where it is used from.
    desk.get(address)
    with django_assert_num_queries(9):
        desk.get(address)
    for number in range(3):
        make_person(f"Twin {number}", slug=f"a{number}")
        make_person(f"Twin {number}", slug=f"b{number}")
    with django_assert_num_queries(9):
        assert len(desk.get(address).context["likenesses"]) == 4


def test_merge_compares_first(desk, ada, other):
    page = desk.get(reverse("desk:merge"), {"kept": ada.pk, "merged": other.pk})
    assert [each["person"] for each in page.context["pair"]] == [ada, other]
    assert Person.objects.count() == 2


def test_merge_and_take_back(desk, ada, other):
    day = make_day(make_trip(), body="[A](person:other)")
    answer = desk.post(reverse("desk:merge"), {"kept": ada.pk, "merged": other.pk})
    assert answer["Location"] == reverse("admin:people_person_change", args=[ada.pk])
    day.refresh_from_db()
    assert (day.body, Person.objects.count()) == ("[A](person:ada)", 1)
    assert Version.objects.get_for_object(day).first().revision.comment == "Made one: Ada  BYRON went into Ada Byron."
    union = Union.objects.get()
    assert union.made_by == User.objects.get()
    assert f"union-{union.pk}" in desk.get(reverse("desk:duplicates")).content.decode()
    desk.post(reverse("desk:undo-union", args=[union.pk]))
    day.refresh_from_db()
    assert (day.body, Person.objects.count()) == ("[A](person:other)", 2)


def test_merge_with_oneself_says_why(desk, ada):
    page = desk.post(reverse("desk:merge"), {"kept": ada.pk, "merged": ada.pk})
    assert "one and the same person" in page.content.decode()


def test_take_back_twice_says_why(desk, ada, other):
    desk.post(reverse("desk:merge"), {"kept": ada.pk, "merged": other.pk})
    address = reverse("desk:undo-union", args=[Union.objects.get().pk])
    desk.post(address)
    assert "taken back already" in desk.post(address, follow=True).content.decode()


def test_split_from_the_page(desk, ada):
    day = make_day(make_trip(), body="[A](person:ada) and [B](person:ada)")
    address = reverse("desk:split", args=[ada.pk])
    pieces = desk.get(address).context["pieces"]
    answer = desk.post(address, {"name": "Bea", "piece": [pieces[1].key]})
    bea = Person.objects.get(name="Bea")
    assert answer["Location"] == reverse("admin:people_person_change", args=[bea.pk])
    assert Day.objects.get(pk=day.pk).body == "[A](person:ada) and [B](person:bea)"


def test_split_without_a_choice_keeps_what_was_typed(desk, ada):
    page = desk.post(reverse("desk:split", args=[ada.pk]), {"name": "Bea"})
    assert "at least one thing" in page.content.decode()
    assert 'value="Bea"' in page.content.decode()


@pytest.mark.parametrize("name", ["duplicates", "merge"])
def test_pages_need_the_permission(client, name):
    client.force_login(make_helper())
    assert client.get(reverse(f"desk:{name}")).status_code == 403


def test_get_changes_nothing(desk, ada, other):
    assert desk.get(reverse("desk:different")).status_code == 405
    assert desk.get(reverse("desk:undo-union", args=[1])).status_code == 405


def test_list_of_people_leads_to_likely_duplicates(desk, ada):
    page = desk.get(reverse("admin:people_person_changelist")).content.decode()
    assert reverse("desk:duplicates") in page
