"""The headers of every kind of answer."""

import pytest
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from tests.factories import make_day, make_figure, make_trip
from tripsite import security_headers, urls

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("broken")


urlpatterns = [path("broken/", broken), *urls.urlpatterns]
handler403, handler404, handler500 = urls.handler403, urls.handler404, urls.handler500

# Each kind of answer: the method, the path, the status; what is asked along.
KINDS = {
    "home": ("get", "/", 200, {}),
    "trip": ("get", "/trips/oslo/", 200, {}),
    "day": ("get", "/trips/oslo/2024-03-14/", 200, {}),
    "people": ("get", "/people/", 200, {}),
    "search": ("get", "/search/?q=oslo", 200, {}),
    "map": ("get", "/map/", 200, {}),
    "feed": ("get", "/feed.atom", 200, {}),
    "JSON": ("get", "/trips/oslo.json", 200, {}),
    "export": ("get", "/export.json", 200, {}),
    "API": ("get", "/api/", 200, {}),
    "API's documentation": ("get", "/api/docs", 200, {}),
    "robots": ("get", "/robots.txt", 200, {}),
    "sitemap": ("get", "/sitemap.xml", 200, {}),
    "health": ("get", "/healthz", 200, {}),
    "icon": ("get", "/favicon.ico", 302, {}),
    "photo": ("get", "PHOTO", 200, {}),
    "photo of before": ("get", "PHOTO", 304, {"If-None-Match": "*"}),
    "static file": ("get", "/static/a.css", 200, {}),
    "missing static file": ("get", "/static/b.css", 404, {}),
    "page of before": ("get", "/", 304, {"If-None-Match": "*"}),
    "missing": ("get", "/nothing/", 404, {}),
    "without its slash": ("get", "/people", 301, {}),
    "broken": ("get", "/broken/", 500, {}),
    "other host": ("get", "/", 400, {"Host": "evil.example"}),
    "too long": ("post", "/search/", 413, {"Content-Length": "9000000"}),
    "login": ("get", "/admin/account/login/", 200, {}),
    "login without a token": ("post", "/admin/account/login/", 403, {}),
    "desk for nobody": ("get", "/admin/", 302, {}),
    "script that asks first": ("options", "/api/trips", 204, {"Access-Control-Request-Method": "GET"}),
}


@pytest.fixture
def log(settings, tmp_path) -> str:
    """Make a small log, and one static file; return the path of a picture."""
    trip = make_trip(slug="oslo", title="Oslo")
    figure = make_figure(trip, day=make_day(trip))
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATIC_ROOT.mkdir()
    (settings.STATIC_ROOT / "a.css").write_text("a { color: red }")
    return f"/photos/{figure.photo.uuid}/64.jpg"


def test_every_kind_of_answer_has_every_header(log):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    faults = []
    for kind, (method, named, status, headers) in KINDS.items():
        address = log if named == "PHOTO" else named
        response = getattr(client, method)(address, headers=headers)
        if response.streaming:
            list(response)
        if response.status_code != status:
            faults.append(f"{kind}: {response.status_code}")
        wrong = {name for name, value in security_headers.for_path(address).items() if response.get(name) != value}
        faults += [f"{kind}: {name} is {response.get(name)!r}" for name in sorted(wrong)]
    assert faults == []


def test_the_desk_has_every_header(log):
    client = Client()
    client.force_login(User.objects.create_superuser("owner"))
    for address in ("/admin/", "/admin/posts/trip/", "/admin/posts/trip/add/", "/admin/account/2fa/"):
        response = client.get(address)
        expected = security_headers.for_path(address)
        assert {name: response.get(name) for name in expected} == expected
        assert response.status_code == 200


def test_what_a_view_asked_for_stays(log):
    assert Client().get("/preview/nothing/")["Referrer-Policy"] in ("no-referrer", "same-origin")


def test_the_policy_lets_nothing_inline_and_no_string_run():
    policy = dict(
        part.split(" ", 1) for part in security_headers.content_security_policy(is_https=False, tiles="").split("; ")
    )
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["require-trusted-types-for"] == "'script'"
    assert {policy[name] for name in ("object-src", "base-uri", "frame-ancestors")} == {"'none'"}
    assert "unsafe" not in " ".join(policy.values())


def test_the_sanitizer_of_the_api_has_a_policy_there_alone():
    policies = {
        address: security_headers.for_path(address)["Content-Security-Policy"].split("trusted-types ")[-1].split(";")[0]
        for address in ("/", "/admin/", "/api/", "/api/docs", "/api/docs/", "/trips/api/docs")
    }
    assert policies.pop("/api/docs") == "default inert dompurify"
    assert set(policies.values()) == {"default inert"}


@pytest.mark.parametrize(
    ("address", "policy"),
    [
        ("/", "same-origin"),
        ("/admin/", "same-origin"),
        ("/static/a.css", "same-origin"),
        ("/photos/x/64.jpg", "cross-origin"),
        ("/cards/x.png", "cross-origin"),
        ("/feed.atom", "cross-origin"),
        ("/api/trips", "cross-origin"),
        ("/trips/oslo.json", "cross-origin"),
        ("/trips/oslo/", "same-origin"),
    ],
)
def test_pictures_and_what_is_for_programs_may_be_shown_elsewhere(address, policy):
    assert security_headers.for_path(address)["Cross-Origin-Resource-Policy"] == policy
