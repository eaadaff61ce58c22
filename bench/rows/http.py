"""A trip's page over HTTP: requests a second, kept or not, against a file, a bare view and Wagtail."""

import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from bench.harness import Bench
from bench.load import side_by_side
from bench.peers import hugo
from bench.peers.nginx import nginx
from bench.peers.wagtail import wagtail
from bench.processes import free_port, server
from bench.row import Limit, Outcome, Row, per_run, rate

SERVE = "serve, hot page"
GRANIAN = ("-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--http", "1", "--workers", "1")


@contextmanager
def ours(bench: Bench) -> Iterator[str]:
    """Serve the small log with one process and give the address of its trip's page; rows share it."""
    port = free_port()
    address = f"http://127.0.0.1:{port}{bench.trip['path']}"
    command = [sys.executable, "manage.py", "serve", "--port", str(port), "--workers", "1"]
    with server(command, address, bench.env(bench.home(bench.sizes.small))):
        yield address


@contextmanager
def bare(bench: Bench) -> Iterator[str]:
    """Serve the same bytes from a view that does nothing else, under the same server with the same threads."""
    port = free_port()
    page = bench.folder / "page.html"
    page.write_text(bench.trip["html"])
    address = f"http://127.0.0.1:{port}/"
    command = [
        sys.executable,
        *GRANIAN,
        "--port",
        str(port),
        "--blocking-threads",
        "16",
        "bench.peers.bare:application",
    ]
    with server(command, address, {"PAGE": str(page), "DJANGO_SETTINGS_MODULE": ""}):
        yield address


def against_bare(bench: Bench) -> Outcome:
    mine = bench.kept_open(ours)
    with bare(bench) as theirs:
        rates = side_by_side((mine, {}), (theirs, {}), bench.seconds, bench.runs)
    return per_run(rates, rate, drawn=(SERVE, "bare Django view"))


def against_wagtail(bench: Bench) -> Outcome:
    mine = bench.kept_open(ours)
    with wagtail(bench) as theirs:
        rates = side_by_side((mine, {}), (theirs, {}), bench.seconds, bench.runs)
    return per_run(rates, rate, drawn=(SERVE, "Wagtail, page cache"))


def unchanged(bench: Bench) -> Outcome:
    address = bench.kept_open(ours)
    with urllib.request.urlopen(address) as answer:  # noqa: S310 (our own address)
        tag = answer.headers["ETag"]
    rates = side_by_side((address, {"If-None-Match": tag}), (address, {}), bench.seconds, bench.runs)
    return per_run(rates, rate, drawn=("serve, 304", SERVE))


def through_nginx(bench: Bench) -> Outcome:
    """Hugo's file of the same text, from the same nginx: its single process answers for both."""
    hugo.build(bench, hugo.posts(bench, bench.sizes.small, bench.sizes.small))
    path, home = bench.trip["path"], bench.home(bench.sizes.small)
    port = urlsplit(bench.kept_open(ours)).port or 0
    with nginx(bench.fresh("nginx"), home, port, bench.folder / "hugo-public") as (ours_at, files_at):
        mine, file = f"{ours_at}{path}", f"{files_at}{path.replace('/trips/', '/posts/')}"
        rates = side_by_side((mine, {}), (file, {}), bench.seconds, bench.runs)
    return per_run(rates, rate, drawn=("nginx, our files", "nginx, Hugo's file"))


ROWS = [
    Row("nginx", "hot trip page through nginx, against nginx serving Hugo's file", Limit(least=0.9), through_nginx),
    Row(
        "bare",
        "hot trip page from `serve`, against a bare Django view returning the same bytes",
        Limit(least=1.5),
        against_bare,
    ),
    Row(
        "wagtail-cached",
        "hot trip page from `serve`, against Wagtail with its page cache",
        Limit(least=5),
        against_wagtail,
    ),
    Row("304", "a conditional request answered 304, against the hot page", Limit(least=1.2), unchanged),
]
