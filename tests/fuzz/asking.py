"""Whole requests, written as they come over the wire: to the desk by an owner, and to the public pages by anybody."""

import json
from collections.abc import Mapping
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.test.client import FakePayload

from people.models import PersonalLink
from posts.models import Capture, Encounter, PreviewLink, Upload
from tests.factories import make_day, make_event, make_person, make_place, make_talk, make_trip

KEY = 7777
UUID = "00000000-0000-0000-0000-000000001e61"
TOKEN = "a" * 43
DAY = f"/admin/posts/day/{KEY}/change/"
DRAFT = {"window": "window-1", "values": {"body": ["x"], "_edits": ["3"], "_replaces": ["window-2:1"]}}


def _sent(method: str, path: str, body: bytes = b"", **headers: str) -> bytes:
    told = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    return f"{method} {path}\r\n{told}\r\n".encode() + body


def _json(path: str, told: Mapping[str, object]) -> bytes:
    return _sent("POST", f"/admin/desk/{path}", json.dumps(told).encode(), Content_Type="application/json")


def _form(path: str, **told: object) -> bytes:
    return _sent("POST", path, urlencode(told).encode(), Content_Type="application/x-www-form-urlencoded")


_TUS = {"Tus_Resumable": "1.0.0", "Upload_Length": "9"}
OF_THE_DESK = (
    _json("drafts/", {"page": DAY, **DRAFT, "typed_at": "2024-05-17T10:00:00Z"}),
    _json("drafts/offers/", {"page": DAY, "drafts": [DRAFT]}),
    _json("figures/", {"sha256": "00", "day": KEY, "name": "a.jpg"}),
    _json("figures/order/", {"day": KEY, "figures": [1, 2], "by": "time"}),
    _json("figures/return/", {"deletion": 1}),
    _json("photos/known/", {"hashes": ["00", "01"], "trip": KEY}),
    _sent("POST", "/admin/desk/uploads/", b"", **_TUS, Upload_Metadata="filename YS5qcGc=,day Nzc3Nw==, trip wrI="),
    _sent(
        "PATCH",
        f"/admin/desk/uploads/{UUID}/",
        b"\xff\xd8\xff",
        **_TUS,
        Upload_Offset="0",
        Content_Type="application/offset+octet-stream",
    ),
    _form("/admin/desk/drafts/discard/", page=DAY, window="window-1", edits=3),
    _form("/admin/desk/preview/", text="I met [Ada](person:ada). ![](figure:x)", day=KEY, talk=KEY),
    _form("/admin/desk/people/new/", name="Ben Example", another=1),
    _form(
        f"/admin/desk/days/{KEY}/cast-proposals/",
        **{"body": "I met [Ada](person:ada).", "encounters-0-person": KEY},
        **{"talks-0-speakers": KEY, "talks-0-attendance": "heard", "talks-0-title": "Ponds"},
    ),
    _form("/admin/desk/captures/", text="A note"),
    _form(f"/admin/desk/captures/{KEY}/sort/", day=KEY),
    _form(f"/admin/desk/trips/{KEY}/sections/", kind="day", date="2024-03-15"),
    _form(f"/admin/desk/days/{KEY}/move/", to="up", position=1),
    _form("/admin/desk/people/merge/", kept=KEY, merged=KEY + 1),
    _form(f"/admin/desk/people/{KEY}/split/", name="Ben", piece="day:1"),
    _form(f"/admin/desk/publish/day/{KEY}/", publish=1, ignore="x"),
    _form(f"/admin/desk/events/{KEY}/programme/", event="1", plan=1),
    _form("/admin/desk/names/?day=7777", **{"0-choice": "link", "0-where": "day"}),
    _form(
        DAY,
        kind="day",
        date="2024-03-14",
        body="Text.",
        status="draft",
        _loaded="{}",
        **{f"{name}-{count}": 0 for name in ("talks", "encounters") for count in ("TOTAL_FORMS", "INITIAL_FORMS")},
    ),
    *(_sent("GET", f"/admin/desk/{path}") for path in ("completions/?q=ad&kind=people&day=7777", "names/?page=2")),
    *(_sent("GET", f"/admin/posts/{path}") for path in ("day/?status=draft&q=x&o=1.2&p=1", "day/7777/history/")),
    *(_sent("GET", f"/admin/posts/day/7777/history/{path}") for path in ("compare/?one=1&other=2", "1/")),
)
OF_READERS = (
    _sent(
        "GET", "/trips/oslo/?page=2", If_None_Match='W/"x", "y"', Accept_Encoding="gzip;q=0.5, br", Host="testserver"
    ),
    _sent("GET", "/photos/00000000-0000-0000-0000-000000001e61/480.jpg", Range="bytes=0-9,20-", If_Range='"x"'),
    _sent("GET", "/people/ada/", Accept_Language="nl;q=0.8, en", Cookie="sessionid=x; csrftoken=y; messages=z"),
    _sent("GET", "/api/trips?limit=2&after=x&since=2024-05-17T00:00:00Z", Origin="https://elsewhere.example"),
    _sent(
        "GET", "/talks/?event=pond24&year=2024&track=Water&after=x", If_Modified_Since="Fri, 17 May 2024 10:00:00 GMT"
    ),
    _sent("GET", f"/preview/{TOKEN}/trips/oslo/", X_Forwarded_For="1.2.3.4", X_Forwarded_Proto="https"),
    _sent("OPTIONS", "/api/trips", Access_Control_Request_Method="GET"),
    _form(f"/their-say/{TOKEN}/", kind="photo", text="Please.", figure=KEY),
    _form("/admin/account/login/", login="ada", password="x", next="/admin/"),
    _form("/admin/account/password/reset/", email="ada@ada.example"),
    *(_sent("GET", path) for path in ("/trips/oslo.json", "/events/x/feed.atom", "/calendar.ics", "/people/ada.vcf")),
)


def of_the_desk(content: bytes) -> None:
    """Send a request as an owner to whom one of each belongs; all that it does is taken back."""
    _ask(_made_log(), content)


def of_readers(content: bytes) -> None:
    """Send a request as nobody known."""
    _made_log()
    _ask(None, content)


def _made_log() -> User:
    """Return the owner of a small log, which is made where it is not there yet."""
    if owner := User.objects.filter(pk=KEY).first():
        return owner
    owner = User.objects.create(pk=KEY, username="owner", is_superuser=True, is_staff=True)
    trip = make_trip(pk=KEY, slug="oslo")
    day = make_day(trip, pk=KEY, made_by=owner, body="I met [Ada](person:ada).")
    ada = make_person("Ada", pk=KEY)
    make_person("Ben", pk=KEY + 1)
    make_event(trip, pk=KEY)
    make_place("Pond", pk=KEY)
    make_talk(day, (ada,), pk=KEY)
    Encounter.objects.create(pk=KEY, day=day, person=ada)
    Capture.objects.create(pk=KEY, text="A note", captured_by=owner)
    Upload.objects.create(uuid=UUID, user=owner, name="a.jpg", length=9, day=day)
    PersonalLink.objects.create(person=ada, token=TOKEN)
    PreviewLink.objects.create(trip=trip, token=TOKEN)
    return owner


def _ask(user: User | None, content: bytes) -> None:
    head, _, body = content.partition(b"\r\n\r\n")
    line, *headers = head.decode("latin-1").split("\r\n")
    method, _, target = line.partition(" ")
    path, _, query = target.partition("?")
    told = {"CONTENT_LENGTH": str(len(body)), "wsgi.input": FakePayload(body)}
    for header in headers:
        name, _, value = header.partition(":")
        key = name.upper().replace("-", "_")
        told[key if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value.strip()
    with transaction.atomic():
        client = Client()
        if user:
            client.force_login(user)
        response = client.request(REQUEST_METHOD=method, PATH_INFO=path, QUERY_STRING=query, **told)
        assert response.status_code < 500 or response.status_code == 507, f"{line}: {response.status_code}"
        for _ in response:
            pass
        transaction.set_rollback(True)
