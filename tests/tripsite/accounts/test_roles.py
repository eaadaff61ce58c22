"""Roles: what a contributor is open for, what an owner gives, and what stays with the last owner."""

import json

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from posts.models import Capture, Day
from tests.factories import make_day, make_encounter, make_figure, make_owner, make_person, make_trip
from tests.posts.admin.forms import fields_of
from tripsite.accounts.models import AccountEvent
from tripsite.accounts.roles import Role, give, role_of

pytestmark = pytest.mark.django_db


def account(name: str, role: Role) -> User:
    user = User.objects.create_user(name)
    give(user, role)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def contributor() -> User:
    return account("ada", Role.CONTRIBUTOR)


@pytest.fixture
def theirs(client, contributor) -> Client:
    client.force_login(contributor)
    return client


def day_page(day: Day, what: str = "change") -> str:
    return reverse(f"admin:posts_day_{what}", args=[day.pk])


def test_a_contributor_adds_a_day_and_writes_it(theirs, contributor):
    trip = make_trip(title="Oslo in spring")
    response = theirs.post(reverse("desk:new-section", args=[trip.pk]), {"kind": "day"})
    day = trip.days.get()
    assert (day.made_by, response.url) == (contributor, day_page(day))
    assert "Oslo in spring" in theirs.get("/admin/").content.decode()
    form = fields_of(theirs, day_page(day))
    theirs.post(day_page(day), form | {"body": "I met Bo.", "_save": "1"})
    assert Day.objects.get().body == "I met Bo."


def test_a_contributor_sees_their_own_days_alone(theirs, contributor):
    trip = make_trip()
    mine = make_day(trip, title="My own day", made_by=contributor)
    other = make_day(trip, title="Somebody else's", body="Not yet public")
    make_encounter(other, make_person("Bo"), follow_up="Send the secret slides", follow_up_on="2020-01-01")
    home = theirs.get("/admin/").content.decode()
    assert "My own day" in home
    assert "secret slides" not in home
    rows = theirs.get(reverse("admin:posts_day_changelist")).content.decode()
    assert ("My own day" in rows, "Somebody else" in rows) == (True, False)
    assert theirs.get(day_page(mine)).status_code == 200
    refused = theirs.get(day_page(other))
    assert (refused.status_code, "days they began themselves" in refused.content.decode()) == (403, True)


def test_a_contributors_notes_go_into_their_own_days(theirs, contributor):
    trip = make_trip()
    mine, other = make_day(trip, made_by=contributor), make_day(trip)
    theirs.post(reverse("desk:new-capture"), {"text": "A note"})
    capture = Capture.objects.get(captured_by=contributor)
    sort = reverse("desk:sort-capture", args=[capture.pk])
    assert theirs.post(sort, {"day": other.pk}).status_code == 403
    theirs.post(sort, {"day": mine.pk})
    assert "A note" in Day.objects.get(pk=mine.pk).body


@pytest.mark.parametrize("content_type", ["application/json", "text/plain"])
def test_a_contributors_picture_stays_on_their_days_and_becomes_no_cover(theirs, contributor, content_type):
    trip = make_trip()
    mine, other = make_day(trip, made_by=contributor), make_day(trip)
    figure = make_figure(trip, day=mine, name="stage")
    address = reverse("desk:figure", args=[figure.pk])

    def send(**told):
        return theirs.post(address, json.dumps(told), content_type=content_type).status_code

    assert [send(day=other.pk), send(cover=True), send(title="On stage")] == [403, 403, 200]
    figure.refresh_from_db()
    assert (figure.day, figure.title, trip.cover) == (mine, "On stage", None)


def test_a_draft_is_kept_for_an_own_page_alone(theirs, contributor):
    trip = make_trip()
    mine, other = make_day(trip, made_by=contributor), make_day(trip)

    def keep(page: str, **more: str) -> int:
        told = {"page": page, "window": "window-one", "values": {"body": ["x"]}, **more}
        kind = more.get("x") and "application/x-www-form-urlencoded"
        return theirs.post(reverse("desk:draft"), json.dumps(told), content_type=kind or "application/json").status_code

    trick = f"&page={day_page(mine)}&"
    assert [keep(day_page(mine)), keep(day_page(other)), keep(day_page(other), x=trick)] == [200, 403, 403]


def test_an_owner_gives_roles_and_that_is_written_down(client):
    owner = make_owner()
    client.force_login(owner)
    address = reverse("admin:auth_user_add")
    form = {"username": "bo", "usable_password": "true", "password1": "a long password", "password2": "a long password"}
    client.post(address, form | {"role": "editor"})
    bo = User.objects.get(username="bo")
    assert (role_of(bo), bo.is_staff, bo.is_superuser) == (Role.EDITOR, True, False)
    change = {"username": "bo", "role": "contributor", "is_active": "on"}
    client.post(reverse("admin:auth_user_change", args=[bo.pk]), change)
    assert role_of(User.objects.get(pk=bo.pk)) == Role.CONTRIBUTOR
    told = AccountEvent.objects.filter(kind="role_changed", account="bo").order_by("id")
    assert [(each.detail, each.user) for each in told] == [
        ("none to editor", owner),
        ("editor to contributor", owner),
    ]


def test_the_last_owner_stays_one(client):
    owner = make_owner()
    client.force_login(owner)
    change = {"username": owner.username, "role": "editor", "is_active": "on"}
    page = client.post(reverse("admin:auth_user_change", args=[owner.pk]), change)
    assert "This is the only owner." in page.content.decode()
    assert client.post(reverse("admin:auth_user_delete", args=[owner.pk]), {"post": "yes"}).status_code == 403


def test_an_editor_writes_everything_and_finds_no_accounts(client):
    client.force_login(account("bo", Role.EDITOR))
    day = make_day()
    assert client.get(day_page(day)).status_code == 200
    assert client.get(reverse("admin:posts_trip_change", args=[day.trip_id])).status_code == 200
    assert client.get(reverse("admin:auth_user_changelist")).status_code == 403
