"""Fetching from the web, tried on real servers of this machine, which the guard is told to allow."""

import functools
import ipaddress
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.core.management import CommandError, call_command

from posts.exchange.fetching import FetchError, Limits, fetch, is_public, networks
from posts.models import Event

LOOPBACK = networks(["127.0.0.1"])
fetch_here = functools.partial(fetch, limits=Limits(1000, 5, LOOPBACK))


class Site(BaseHTTPRequestHandler):
    pages: dict[str, object] = {}
    asked: list[str] = []

    def do_GET(self):
        self.asked.append(self.path)
        page = self.pages.get(self.path)
        if isinstance(page, str):
            self.send_response(302)
            self.send_header("Location", page)
            self.end_headers()
        elif isinstance(page, bytes):
            self.send_response(200)
            self.end_headers()
            self.wfile.write(page)
        elif callable(page):
            page(self)
        else:
            self.send_error(404)

    def log_message(self, *args):
        pass


@pytest.fixture
def site():
    Site.pages, Site.asked = {}, []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.1", "100.64.0.1",
        "224.0.0.1", "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1", "fc00::1", "fec0::1", "ff02::1",
        "::ffff:127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2001:db8::1",
        "2001:0:4136:e378:8000:63bf:80ff:fffe",
    ],
)  # fmt: skip
def test_addresses_of_this_machine_and_its_networks_are_not_public(address):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["151.101.1.1", "2a00:1450:4001:80b::200e", "64:ff9b::9765:101"])
def test_addresses_of_the_internet_are_public(address):
    assert is_public(ipaddress.ip_address(address))


def test_what_is_allowed_is_fetched_with_its_query(site):
    Site.pages["/a%20b?c=%C3%A4&d=1"] = b"programme"
    assert fetch_here(f"{site}/a%20b?c=ä&d=1") == b"programme"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "2130706433", "0x7f.1", "127.1", "[::1]"])
def test_this_machine_is_refused_however_it_is_written_and_not_asked(site, host):
    with pytest.raises(FetchError, match="not on the public internet"):
        fetch(site.replace("127.0.0.1", host), Limits(1000, 5))
    assert Site.asked == []


@pytest.mark.parametrize(
    "url",
    ["file:///etc/passwd", "ftp://example.org/x", "http:///x", "x", "", "http://[::1", "http://a:99999/", "//x/y"],
)
def test_what_is_no_web_address_is_refused(url):
    with pytest.raises(FetchError, match=r"no (web )?address"):
        fetch_here(url)


def test_address_with_a_password_is_refused(site):
    with pytest.raises(FetchError, match="password"):
        fetch_here(site.replace("//", "//me:secret@"))


def test_redirects_are_followed_a_few_times(site):
    Site.pages = {"/": "/1", "/1": f"{site}/2", "/2": "3", "/3": b"programme"}
    assert fetch_here(f"{site}/") == b"programme"
    Site.pages["/loop"] = "/loop"
    Site.asked.clear()
    with pytest.raises(FetchError, match="leads on more than 5 times"):
        fetch_here(f"{site}/loop")
    assert len(Site.asked) == 6


@pytest.mark.parametrize(
    ("onward", "reason"),
    [
        ("http://10.0.0.1/", "not on the public internet"),
        ("http://[::1]:{port}/", "not on the public internet"),
        ("http://169.254.169.254/latest/meta-data/", "not on the public internet"),
        ("file:///etc/passwd", "no web address"),
        ("http://me:secret@127.0.0.1:{port}/", "password"),
    ],
)
def test_each_redirect_is_judged_as_the_first_address(site, onward, reason):
    Site.pages["/"] = onward.format(port=site.rpartition(":")[2])
    with pytest.raises(FetchError, match=reason):
        fetch_here(f"{site}/")
    assert Site.asked == ["/"]


def test_name_is_resolved_once_and_each_of_its_addresses_judged(site, monkeypatch):
    """The names of a conference are not known here, so the resolver is told them."""
    asked: list[str] = []
    answers = {"one.example": ["127.0.0.1"], "mixed.example": ["127.0.0.1", "10.0.0.1"]}
    resolve = socket.getaddrinfo

    def told(host, port, *args, **kwargs):
        if host not in answers:
            return resolve(host, port, *args, **kwargs)
        asked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port)) for address in answers[host]]

    monkeypatch.setattr(socket, "getaddrinfo", told)
    Site.pages["/"] = b"programme"
    assert fetch_here(site.replace("127.0.0.1", "one.example") + "/") == b"programme"
    assert asked == ["one.example"]
    with pytest.raises(FetchError, match=r"mixed.example is 10\.0\.0\.1"):
        fetch_here(site.replace("127.0.0.1", "mixed.example") + "/")
    assert Site.asked == ["/"]


def test_what_is_too_long_is_refused_also_without_a_length(site):
    Site.pages["/"] = b"x" * 1001
    with pytest.raises(FetchError, match="longer than"):
        fetch_here(f"{site}/")


def drip(at, what):
    at.send_response(200)
    at.end_headers()
    for _ in range(100):
        try:
            at.wfile.write(what)
        except OSError:
            return
        time.sleep(0.05)


def drip_headers(at):
    at.wfile.write(b"HTTP/1.0 200 OK\r\n")
    for number in range(90):
        try:
            at.wfile.write(b"X-%d: 1\r\n" % number)
        except OSError:
            return
        time.sleep(0.05)


@pytest.mark.parametrize("slow", [lambda at: drip(at, b"x"), drip_headers])
def test_what_comes_drop_by_drop_ends_when_the_time_is_over(site, slow):
    Site.pages["/"] = slow
    begun = time.monotonic()
    with pytest.raises(FetchError, match=r"127\.0\.0\.1 took longer than 0\.5 seconds"):
        fetch(f"{site}/", Limits(1000, 0.5, LOOPBACK))
    assert time.monotonic() - begun < 2.5


def test_what_breaks_off_is_refused(site):
    def short(at):
        at.send_response(200)
        at.send_header("Content-Length", "100")
        at.end_headers()
        at.wfile.write(b"half")

    Site.pages["/"] = short
    with pytest.raises(FetchError, match=r"96 (bytes|more expected)|too early"):
        fetch_here(f"{site}/")


def test_nobody_there_and_nothing_there_are_told_apart(site):
    with pytest.raises(FetchError, match=r"127\.0\.0\.1 answered 404 Not Found\."):
        fetch_here(f"{site}/")
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        with pytest.raises(FetchError, match=r"127\.0\.0\.1: Connection refused\."):
            fetch_here(f"http://127.0.0.1:{closed.getsockname()[1]}/")


def test_https_to_somebody_without_a_certificate_is_refused(site):
    with pytest.raises(FetchError, match=r"127\.0\.0\.1: "):
        fetch_here(site.replace("http:", "https:"))


@pytest.mark.django_db
def test_programme_is_imported_from_an_address(site, settings, capsys):
    programme = b'{"schedule": {"conference": {"title": "Pond", "days": []}}}'
    Site.pages = {"/": "/schedule.json", "/schedule.json": programme}
    with pytest.raises(CommandError, match=r"not on the public internet.* Nothing is imported\."):
        call_command("import_schedule", url=f"{site}/", event="pond")
    settings.FETCH_ALLOWED_NETWORKS = ["127.0.0.1"]
    call_command("import_schedule", url=f"{site}/", event="pond", verbosity=0)
    assert Event.objects.get().name == "Pond"
    with pytest.raises(CommandError, match="name either FILE or --url"):
        call_command("import_schedule", "x.json", url=f"{site}/", event="pond")
