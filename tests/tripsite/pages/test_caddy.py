"""deploy/Caddyfile with the real Caddy, and pictures by nginx and by Caddy: files, fresh, with the same headers."""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from tests.tripsite.command import manage
from tests.tripsite.serving import free_port, served
from tripsite.security_headers import _headers

from .test_nginx import CHANGE, FILL, SECURITY, ask, change, directives, file_of, lowered
from .web_server import CADDY, CADDYFILE, NGINX, caddy, nginx

SERVERS: dict[str, tuple[str, Callable[[Path, int, int, Path], AbstractContextManager[None]]]] = {
    "nginx": (NGINX, nginx),
    "caddy": (CADDY, caddy),
}
SHOW = """
from tests.factories import make_figure
from posts.models import Day, Trip
trip = Trip.objects.get(slug="bergen")
print(make_figure(trip, day=Day.objects.get(trip=trip)).photo.uuid)
"""
PUBLISH = "from posts.models import Trip; trip = Trip.objects.get(slug='bergen'); trip.status = {!r}; trip.save()"


@pytest.fixture(scope="module", params=SERVERS)
def site(request, empty_log, tmp_path_factory) -> Iterator[tuple[str, Path, int]]:
    """A log behind a web server: its name, the log's folder and the server's port."""
    program, run = SERVERS[request.param]
    if not Path(program).exists():
        pytest.skip(f"{request.param} is not installed (on Debian: apt-get install {request.param})")
    folder = tmp_path_factory.mktemp("site")
    home, upstream, port = shutil.copytree(empty_log, folder / "log"), free_port(), free_port()
    change(home, FILL)
    with (
        served(home, upstream, "--workers", "1", output=folder / "output", PAGES_AS_FILES="true"),
        run(home, port, upstream, folder / "server"),
    ):
        yield request.param, home, port


@pytest.fixture(scope="module")
def picture(site) -> str:
    result = manage(site[1], "shell", "-v0", "-c", SHOW, PAGES_AS_FILES="true")
    assert result.returncode == 0, result.stderr
    return f"/photos/{result.stdout.strip()}/64.jpg"


def test_page_is_served_from_its_file_with_the_application_s_headers(site):
    _, home, port = site
    ask(port, "/trips/oslo/")
    file = file_of(home, port, "/trips/oslo/")
    theirs = lowered(ask(port, "/trips/oslo/?page=1")[1]) | {"vary": "Accept-Encoding"}
    # What is in the file is what is served, whoever would say something else.
    file.write_bytes(b"<p>the file's own words</p>")
    status, of_file, body = ask(port, "/trips/oslo/", Accept_Encoding="identity")
    assert (status, body) == (200, b"<p>the file's own words</p>")
    ours = lowered(of_file)
    for name in map(str.lower, SECURITY):
        if name == "content-security-policy":
            assert directives(ours[name]) - {"upgrade-insecure-requests"} == directives(theirs[name])
        else:
            assert ours[name].lower() == theirs[name].lower(), name
    assert "last-modified" not in ours
    for encoding in ("gzip", "identity"):
        tag = lowered(ask(port, "/trips/oslo/", Accept_Encoding=encoding)[1])["etag"]
        status, headers, body = ask(port, "/trips/oslo/", Accept_Encoding=encoding, If_None_Match=tag)
        assert (status, body) == (304, b"")
        assert "content-security-policy" in lowered(headers)
    change(home, CHANGE.format("Now"))
    assert b"Now" in ask(port, "/trips/oslo/", If_None_Match=tag)[2]


def test_query_method_and_what_is_no_page_reach_the_application(site):
    _, _, port = site
    ask(port, "/")
    assert ask(port, "/?page=99")[0] == 404
    assert ask(port, "/people")[0] == 301
    assert ask(port, "/healthz")[2] == b"ok"
    assert ask(port, "/admin/")[0] == 302
    for path in ("/index.html.meta", "/pages/current/http/", "/log.sqlite3", "/secret.key", "/..%2fsecret.key"):
        assert ask(port, path)[0] in (400, 404), path


def test_picture_of_a_published_page_is_served_from_its_file(site, picture):
    _, home, port = site
    status, of_application, content = ask(port, picture)
    assert (status, content[:2]) == (200, b"\xff\xd8")
    assert (home / "pages" / "current" / picture.strip("/")).exists()
    status, headers, again = ask(port, picture)
    assert (status, again) == (200, content)
    theirs, ours = lowered(of_application), lowered(headers)
    for name in ("content-type", "cross-origin-resource-policy", "x-content-type-options", "x-frame-options"):
        assert ours[name] == theirs[name], name
    assert ours["cross-origin-resource-policy"] == "cross-origin"
    status, headers, piece = ask(port, picture, Range="bytes=2-9")
    assert (status, piece) == (206, content[2:10])
    assert "content-security-policy" in lowered(headers)
    assert ask(port, picture, If_None_Match=ours["etag"])[::2] == (304, b"")


def test_picture_that_no_published_page_shows_is_nowhere(site, picture):
    _, home, port = site
    assert ask(port, picture)[0] == 200
    change(home, PUBLISH.format("draft"))
    for path in (picture, picture.replace("jpg", "avif"), f"/pages/current{picture}"):
        assert ask(port, path)[0] == 404, path
    change(home, PUBLISH.format("published"))
    assert ask(port, picture)[0] == 200
    for folder in ("originals", "derivatives"):
        for file in (path for path in (home / folder).rglob("*") if path.is_file()):
            assert ask(port, f"/{file.relative_to(home)}")[0] == 404


@pytest.mark.skipif(not Path(CADDY).exists(), reason="caddy is not installed (on Debian: apt-get install caddy)")
def test_caddyfile_is_valid_and_formatted():
    validated = subprocess.run(
        [CADDY, "validate", "--adapter", "caddyfile", "--config", str(CADDYFILE)], capture_output=True, check=False
    )
    assert validated.returncode == 0, validated.stderr
    formatted = subprocess.run([CADDY, "fmt", str(CADDYFILE)], capture_output=True, text=True, check=True).stdout
    assert formatted == CADDYFILE.read_text()


def test_caddyfile_has_every_header_of_security():
    told = dict(re.findall(r'^\t\t([A-Z][\w-]+) "([^"\n]*)"$', CADDYFILE.read_text(), flags=re.MULTILINE))
    expected = _headers(False, True, "")
    expected.pop("Cross-Origin-Resource-Policy")
    assert told == expected
