"""Keys that are no keys, wherever somebody may send them: digits of other scripts, and more of them than are read."""

from base64 import b64encode

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.test import Client

from people.models import Person, PersonalLink
from posts.keys import key_in
from posts.models import Capture, Day, Encounter, Event, Figure, Talk
from tests.factories import make_day, make_figure, make_person, make_trip

ODD = ["²", "٣", "9" * 5000, "-1", "", "1.0", " 1", "x"]
KEY = 7777
TUS = {"Tus-Resumable": "1.0.0", "Upload-Length": "9"}


@pytest.mark.parametrize("text", ODD)
def test_what_is_no_key_is_none_that_anything_has(text):
    assert key_in(text) == 0


def test_a_key_is_read():
    assert key_in("42") == 42


@pytest.fixture
def log(db) -> Client:
    """Make one of each under one key; return the browser of an owner."""
    owner = User.objects.create_superuser("owner")
    trip = make_trip(pk=KEY, slug="oslo")
    day = make_day(trip, pk=KEY)
    make_figure(trip, pk=KEY, day=day)
    Capture.objects.create(pk=KEY, text="A note", captured_by=owner)
    PersonalLink.objects.create(person=make_person("Ada"), token="secret")
    client = Client()
    client.force_login(owner)
    return client


FORMS = {
    "/admin/desk/preview/": ("text", "day", "talk", "figure", "trip"),
    f"/admin/desk/captures/{KEY}/sort/": ("day",),
    f"/admin/desk/days/{KEY}/cast-proposals/": ("encounters-0-person", "talks-0-speakers"),
    f"/admin/desk/days/{KEY}/move/": ("to", "by"),
    "/admin/desk/drafts/discard/": ("edits",),
    "/their-say/secret/": ("figure", "kind"),
}
ASKED = {
    "/talks/": ("page", "year", "after"),
    "/people/": ("page",),
    "/admin/desk/names/": ("day", "page"),
    "/admin/posts/day/add/": ("trip",),
    f"/admin/posts/day/{KEY}/history/compare/": ("one", "other"),
    "/api/trips": ("after", "limit"),
}


@pytest.mark.parametrize("text", ODD)
def test_odd_keys_break_nothing(log, text):
    for address, fields in FORMS.items():
        assert log.post(address, dict.fromkeys(fields, text)).status_code < 500, address
    for address, fields in ASKED.items():
        for field in fields:
            assert log.get(address, {field: text}).status_code < 500, f"{address}?{field}"


@pytest.mark.parametrize("text", ODD)
def test_odd_keys_of_uploads_are_refused(log, text):
    sent = {"day": text, "trip": text}
    told = ",".join(f"{name} {b64encode(value.encode()).decode()}" for name, value in sent.items())
    answer = log.post("/admin/desk/uploads/", headers=TUS | {"Upload-Metadata": told})
    assert answer.status_code == (422 if text else 201)
    assert log.post("/admin/desk/uploads/", headers=TUS | {"Upload-Length": "9" * 5000}).status_code == 400


@pytest.mark.parametrize("model", [Day, Encounter, Event, Figure, Person, Talk])
def test_forms_show_again_what_is_no_key(db, rf, model):
    request = rf.get("/admin/")
    request.user = User.objects.create_superuser("owner")
    desk = admin.site.get_model_admin(model)
    rows = [inline.get_formset(request).form for inline in desk.get_inline_instances(request)]
    for form in (desk.get_form(request), *rows):
        for text in (*ODD, "7\x177"):
            assert "<select" in str(form(dict.fromkeys(form.base_fields, text)))


@pytest.mark.parametrize("path", ["/admin/posts/day/?status=%00", "/admin/posts/trip/?q=a%00b"])
def test_a_query_to_the_desk_has_no_nul(log, path):
    response = log.get(path)
    assert (response.status_code, b"NUL" in response.content) == (400, True)


@pytest.mark.parametrize("path", ["/their-say/a%00b/", "/preview/a%00b/"])
def test_a_token_has_no_nul(log, path):
    assert log.get(path).status_code == 404
