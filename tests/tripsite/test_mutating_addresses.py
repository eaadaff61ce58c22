"""Every address of the desk, the admin and accounts, as the URL configuration has it: closed to whom it is not for.

Whatever can be named by a key is there under that key, so that an address that is not refused would find its thing.
"""

import hashlib
import re
import uuid
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from people.models import PersonalLink, Wish
from posts import deletions
from posts.admin import access
from posts.models import Capture, Deletion, Encounter, PreviewLink, Upload
from tests.factories import (
    make_day,
    make_event,
    make_figure,
    make_person,
    make_place,
    make_talk,
    make_trip,
)
from tripsite.accounts.models import AccountEvent
from tripsite.accounts.roles import Role, give
from tripsite.backup import rows

pytestmark = pytest.mark.django_db

KEY = 7777
UUID = uuid.UUID(int=KEY)
METHODS = ("post", "put", "patch", "delete")
# Where who is refused is led to; in place of the admin's own page for a new password there is that of accounts.
LOGIN = ("/admin/account/login/", "/admin/login/", "/admin/account/password/change/")
VALUES = {"int": str(KEY), "path": str(KEY), "uuid": str(UUID), "slug": "day"}
REFUSALS = (302, 401, 403, 404, 405)
# What addresses that name nothing themselves may be told: a day and a page of an owner's.
TOLD = {"day": str(KEY), "page": f"/admin/posts/day/{KEY}/change/", "window": "window-1", "text": "A text."}
# Where somebody who is not logged in has to do something: they find a form there, and nothing of the log.
ENTRANCES = {
    *("account_login", "account_logout", "account_inactive", "account_reset_password", "account_reset_password_done"),
    *("account_reset_password_from_key", "account_reset_password_from_key_done", "mfa_login_webauthn"),
    *("mfa_authenticate", "admin:login", "admin:logout", "admin:jsi18n"),
}


def addresses(resolver: URLResolver, before: str = "", space: str = "") -> Iterator[tuple[str, str]]:
    """Yield the name and a path of each address, its parameters filled in."""
    for each in resolver.url_patterns:
        path = before + _filled(each.pattern)
        if isinstance(each, URLResolver):
            yield from addresses(each, path, f"{each.namespace}:" if each.namespace else space)
        elif isinstance(each, URLPattern) and path.startswith("admin/"):
            yield f"{space}{each.name}", f"/{path}"


def _filled(pattern: object) -> str:
    text = str(pattern).replace("([^/]+)", str(KEY)).replace(r"(\d+)", str(KEY))
    text = re.sub(r"\(\?P<\w+>[^)]*\)", "1", text).strip("^$")
    return re.sub(r"<(?:(\w+):)?\w+>", lambda found: VALUES.get(found[1], "x"), text)


ADDRESSES = sorted(set(addresses(get_resolver())))


@pytest.fixture(autouse=True)
def log() -> User:
    """Make one of each, an owner's, under the one key; return the owner."""
    cache.clear()
    owner = User.objects.create_superuser("owner", id=KEY)
    trip = make_trip(pk=KEY, status="draft")
    day = make_day(trip, pk=KEY, made_by=owner, body="I met [Ada](person:ada).")
    ada = make_person("Ada", pk=KEY)
    make_event(trip, pk=KEY)
    make_place("King Taco", pk=KEY)
    make_talk(day, (ada,), pk=KEY)
    Encounter.objects.create(pk=KEY, day=day, person=ada)
    make_figure(trip, pk=KEY, day=day, name="stage")
    Capture.objects.create(pk=KEY, text="A note", captured_by=owner)
    PreviewLink.objects.create(pk=KEY, trip=trip, made_by=owner)
    PersonalLink.objects.create(pk=KEY, person=ada)
    Wish.objects.create(pk=KEY, person=ada, kind="name", text="Ada L.")
    Upload.objects.create(pk=KEY, uuid=UUID, user=owner, name="a.jpg", length=9, day=day)
    Deletion.objects.filter(pk=deletions.delete([make_person("Bo")], owner).pk).update(id=KEY)
    Authenticator.objects.create(pk=KEY, user=owner, type="webauthn", data={"name": "Telephone", "credential": {}})
    UserSession.objects.create(pk=KEY, user=owner, ip="127.0.0.1", session_key="x", user_agent="Laptop")
    return owner


def digest() -> str:
    """Return a digest of all that is stored, but for who logged in and where."""
    stored = hashlib.sha256()
    for model in rows.models():
        if model not in (AccountEvent, Session, UserSession):
            for line in rows.written(model):
                stored.update(re.sub(rb'"last_login":"[^"]*"', b"", line))
    return stored.hexdigest()


def test_the_walk_finds_every_kind_of_page():
    names = {name for name, _ in ADDRESSES}
    assert {"desk:merge", "admin:posts_day_delete", "admin:auth_user_add", "mfa_remove_webauthn"} <= names
    assert {"account_end_session", "admin:posts_trip_revision", "desk:figure-removal"} <= names
    assert not [path for _, path in ADDRESSES if re.search(r"[<>()?\\]", path)]
    assert len(ADDRESSES) > 150


def test_nobody_who_is_not_logged_in_gets_anything_done(client):
    _nothing_done(client, [each for each in ADDRESSES if each[0] not in ENTRANCES])


def test_at_the_entrances_nothing_is_changed(client):
    before = digest()
    for name, path in ADDRESSES:
        if name in ENTRANCES:
            client.post(path, {"next": "/"})
    assert digest() == before


def test_nobody_without_a_role_gets_anything_done(client):
    client.force_login(User.objects.create_user("reader"))
    own = [name for name, _ in ADDRESSES if name.startswith(("mfa_", "account_"))]
    _nothing_done(client, [each for each in ADDRESSES if each[0] not in {*ENTRANCES, *own}])


def test_a_contributor_gets_nothing_done_to_what_others_made(client):
    contributor = User.objects.create_user("contributor")
    give(contributor, Role.CONTRIBUTOR)
    client.force_login(User.objects.get(pk=contributor.pk))
    desk = [(name, path) for name, path in ADDRESSES if name.startswith(("admin:", "desk:"))]
    desk.remove(("admin:password_change", "/admin/password_change/"))
    closed = [each for each in desk if access.OPEN.get(each[0]) is not access._anything]
    assert len(closed) > 120
    _nothing_done(client, closed, only=(403, 405))


def test_an_editor_gets_nothing_done_to_accounts(client):
    editor = User.objects.create_user("editor")
    give(editor, Role.EDITOR)
    client.force_login(User.objects.get(pk=editor.pk))
    accounts = [each for each in ADDRESSES if each[0].startswith("admin:auth_")]
    assert accounts
    _nothing_done(client, accounts, only=(302, 403))


def test_without_a_token_an_owner_gets_nothing_done(log):
    client = Client(enforce_csrf_checks=True)
    client.force_login(log)
    before = digest()
    answers = {path: client.post(path).status_code for _, path in ADDRESSES}
    assert {path: status for path, status in answers.items() if status != 403} == {}
    assert digest() == before


def _nothing_done(
    client: Client, those: list[tuple[str, str]], only: tuple[int, ...] = (302, 401, 403, 404, 405)
) -> None:
    before, faults = digest(), []
    for name, path in those:
        for method in METHODS:
            response = client.post(path, TOLD) if method == "post" else getattr(client, method)(path)
            leads_away = response.status_code != 302 or response.url.startswith(LOGIN)
            if response.status_code not in only or not leads_away:
                faults.append(f"{method} {name} {path}: {response.status_code} {response.get('Location', '')}")
    assert faults == []
    assert digest() == before
