"""The security headers of whatever a real server answers, which passes layers before Django and some not at all."""

import re
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tripsite.command import manage
from tests.tripsite.serving import free_port, served
from tests.uploading import MAKE_A_LOG
from tripsite.security_headers import for_path

FILL = """
from tests.factories import make_figure, make_trip
from posts.models import Day, Trip
trip = Trip.objects.get()
Trip.objects.update(status="published")
day = Day.objects.first()
Day.objects.filter(pk=day.pk).update(body="Kept.", status="published")
print(make_figure(trip, day=day).photo.uuid)
make_trip(slug="gone", title="Gone", status="withdrawn")
"""
# What is sent, and the status; `{photo}`, `{static}` and `{tag}` are those of the log.
ANSWERS = {
    "page that is made": ("GET /trips/oslo/", 200),
    "page from memory": ("GET /trips/oslo/", 200),
    "its head": ("HEAD /trips/oslo/", 200),
    "page that is unchanged": ("GET /trips/oslo/|If-None-Match: {tag}", 304),
    "missing page": ("GET /trips/nowhere/", 404),
    "withdrawn page": ("GET /trips/gone/", 410),
    "page that takes no method of this name": ("OPTIONS /trips/oslo/", 405),
    "method that nobody knows": ("BREW /trips/oslo/", 403),
    "form that is too long": ("POST /search/|Content-Length: 9000000", 413),
    "path without its slash": ("GET /people", 301),
    "desk for nobody": ("GET /admin/", 302),
    "form without a token": ("POST /admin/account/login/|Content-Length: 0", 403),
    "other host": ("GET /|Host: evil.example", 400),
    "feed": ("GET /feed.atom", 200),
    "export": ("GET /export.json", 200),
    "refused parameter": ("GET /api/trips?limit=x", 422),
    "static file": ("GET {static}", 200),
    "missing static file": ("GET /static/none.css", 404),
    "picture": ("GET {photo}", 200),
    "piece of a picture": ("GET {photo}|Range: bytes=0-9", 206),
    "piece beyond a picture": ("GET {photo}|Range: bytes=99999999-", 416),
    "picture that is unchanged": ("GET {photo}|If-None-Match: *", 304),
    "health": ("GET /healthz", 200),
    "readiness": ("GET /readyz", 200),
}
# What the server refuses before any of our code: it names nothing, and carries nothing that a browser would show.
BEFORE_US = {
    "no HTTP": (b"nonsense\r\n\r\n", 400),
    "headers without end": (b"GET / HTTP/1.1\r\n" + b"X: y\r\n" * 200 + b"\r\n", 431),
    "length that is none": (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n", 400),
    "two lengths": (b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
    "address without end": (b"GET /" + b"a" * 70_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414),
}


@pytest.fixture(scope="module")
def site(empty_log, tmp_path_factory) -> Iterator[tuple[int, str]]:
    """A log that is served; the port and the path of a picture."""
    home, port = shutil.copytree(empty_log, tmp_path_factory.mktemp("site") / "log"), free_port()
    assert manage(home, "shell", "-v0", "-c", MAKE_A_LOG).returncode == 0
    filled = manage(home, "shell", "-v0", "-c", FILL)
    assert filled.returncode == 0, filled.stderr
    with served(home, port, "--workers", "1", output=Path(home) / "output"):
        yield port, f"/photos/{filled.stdout.strip()}/64.jpg"


def ask(port: int, sent: bytes) -> tuple[int, dict[str, str], bytes]:
    with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
        connection.sendall(sent)
        answer = b""
        while piece := connection.recv(65536):
            answer += piece
    head, _, body = answer.partition(b"\r\n\r\n")
    line, *lines = head.decode("latin-1").split("\r\n")
    pairs = (each.partition(": ") for each in lines)
    return int(line.split()[1]), {name.lower(): value for name, _, value in pairs}, body


def request(written: str) -> bytes:
    line, *headers = written.split("|")
    lines = [f"{line} HTTP/1.1", *headers, "Connection: close"]
    if not any(header.startswith("Host:") for header in headers):
        lines.append("Host: localhost")
    return "\r\n".join([*lines, "", ""]).encode()


def test_whatever_is_answered_has_every_header(site):
    port, photo = site
    _, headers, page = ask(port, request("GET /trips/oslo/"))
    static = re.search(rb'href="(/static/[^"]+\.css)"', page)
    assert static
    named = {"photo": photo, "static": static[1].decode(), "tag": headers["etag"]}
    faults = []
    for kind, (written, expected) in ANSWERS.items():
        sent = written.format(**named)
        status, headers, _ = ask(port, request(sent))
        if status != expected:
            faults.append(f"{kind}: {status}")
        path = sent.split("|")[0].split()[1].partition("?")[0]
        for name, value in for_path(path).items():
            if headers.get(name.lower()) != value:
                faults.append(f"{kind}: {name} is {headers.get(name.lower())!r}")
    assert faults == []


def test_what_the_server_refuses_by_itself_holds_nothing(site):
    for kind, (sent, expected) in BEFORE_US.items():
        status, headers, body = ask(site[0], sent)
        assert (status, body, headers.get("content-type")) == (expected, b"", None), kind
