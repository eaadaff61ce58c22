"""deploy/nginx.conf with the real nginx: pages and pictures from files, fresh, with tags and the same headers."""

import http.client
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tripsite.command import manage
from tests.tripsite.serving import free_port, served
from tripsite.security_headers import for_path

from .web_server import CONFIGURATION, NGINX, nginx

pytestmark = pytest.mark.skipif(not Path(NGINX).exists(), reason="nginx is not installed (apt-get install nginx-light)")
SECURITY = (
    *("Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy"),
    *("Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy", "Cache-Control"),
    *("Vary", "Content-Type"),
)
FILL = """
import datetime
from posts.models import Trip, Day, Figure
from media.models import Photo
day = datetime.date(2024, 1, 1)
for name in ("oslo", "bergen"):
    trip = Trip.objects.create(slug=name, title=name.title(), starts_on=day, ends_on=day, status="published")
    Day.objects.create(trip=trip, date=day, body="Words " * 200)
    day += datetime.timedelta(days=400)
"""
CHANGE = "from posts.models import Day; day = Day.objects.get(trip__slug='oslo'); day.body = {!r}; day.save()"


def ask(port: int, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("localhost", port, timeout=30)
    connection.request("GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, dict(response.getheaders()), body


def lowered(headers: dict[str, str]) -> dict[str, str]:
    return {name.lower(): value for name, value in headers.items()}


def directives(policy: str) -> set[str]:
    return {part.strip() for part in policy.split(";")}


@pytest.fixture(scope="module")
def site(empty_log, tmp_path_factory) -> Iterator[tuple[Path, int]]:
    """A log behind nginx: its folder and nginx's port."""
    folder = tmp_path_factory.mktemp("site")
    home, upstream, port = shutil.copytree(empty_log, folder / "log"), free_port(), free_port()
    change(home, FILL)
    with (
        served(home, upstream, "--workers", "1", output=folder / "output", PAGES_AS_FILES="true"),
        nginx(home, port, upstream, folder / "nginx"),
    ):
        yield home, port


def change(home: Path, program: str) -> None:
    """Change the log from another process; this returns when the save has been acknowledged."""
    result = manage(home, "shell", "-v0", "-c", program, PAGES_AS_FILES="true")
    assert (result.returncode, result.stderr) == (0, "")


def file_of(home: Path, port: int, path: str) -> Path:
    return home / "pages" / "current" / "http" / f"localhost:{port}" / path.strip("/") / "index.html"


def test_page_is_served_from_its_file_with_the_application_s_headers(site):
    home, port = site
    status, of_application, body = ask(port, "/trips/oslo/")
    assert status == 200
    assert file_of(home, port, "/trips/oslo/").exists()
    status, of_file, again = ask(port, "/trips/oslo/")
    # What is in the file is what is served, not what the application would say.
    assert (status, again) == (200, body)
    theirs, ours = lowered(of_application), lowered(of_file)
    assert "server" in ours
    for name in map(str.lower, SECURITY):
        if name == "content-security-policy":
            assert directives(ours[name]) == directives(theirs[name])
        else:
            assert ours[name].lower() == theirs[name].lower(), name
    assert (ours["etag"], "last-modified" in ours) == (theirs["etag"], False)


def test_tags_hold_for_files_and_for_the_application(site):
    port = site[1]
    for encoding in ("identity", "gzip"):
        tag = ask(port, "/trips/oslo/", Accept_Encoding=encoding)[1]["ETag"]
        assert ask(port, "/trips/oslo/", Accept_Encoding=encoding)[1]["ETag"] == tag
        status, headers, body = ask(port, "/trips/oslo/", Accept_Encoding=encoding, If_None_Match=tag)
        assert (status, body) == (304, b"")
        assert "content-security-policy" in lowered(headers)


def test_change_from_any_process_is_seen_at_once_and_leaves_other_files(site):
    home, port = site
    ask(port, "/trips/oslo/")
    before = ask(port, "/trips/bergen/")[2]
    file = file_of(home, port, "/trips/bergen/").stat().st_ino
    for number in range(3):
        tag = ask(port, "/trips/oslo/")[1]["ETag"]
        change(home, CHANGE.format(f"Now {number}"))
        status, _, body = ask(port, "/trips/oslo/", If_None_Match=tag)
        assert (status, f"Now {number}".encode() in body) == (200, True)
    assert ask(port, "/trips/bergen/")[2] == before
    assert file_of(home, port, "/trips/bergen/").stat().st_ino == file


def test_query_method_and_what_is_no_page_reach_the_application(site):
    home, port = site
    ask(port, "/")
    file = file_of(home, port, "/")
    assert file.exists()
    assert ask(port, "/?page=99")[0] == 404
    assert ask(port, "/trips/none/")[0] == 404
    assert ask(port, "/healthz")[2] == b"ok"
    assert ask(port, "/admin/")[0] == 302
    for path in ("/index.html.meta", "/pages/current/http/", "/log.sqlite3", "/secret.key", "/..%2fsecret.key"):
        assert ask(port, path)[0] in (400, 404), path


def test_configuration_has_every_header_of_security():
    text = CONFIGURATION.read_text()
    parts = {"/": text[: text.index("location /photos/")], "/photos/": text[text.index("location /photos/") :]}
    for path, part in parts.items():
        told = dict(re.findall(r'add_header ([\w-]+) "?([^"\n]*?)"?;\n', part))
        assert for_path(path).items() <= told.items(), path
