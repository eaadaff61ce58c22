"""The Wagtail site: made once a run, served, or asked in its process."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.harness import Bench
from bench.processes import SERVER_CORE, free_port, run, server, told

PACKAGE = "bench.peers.wagtail_site"


@contextmanager
def wagtail(bench: Bench) -> Iterator[str]:
    """Serve the trip's page with Django's page cache in front of it; give its address."""
    home = _site(bench)
    port = free_port()
    address = f"http://127.0.0.1:{port}/"
    arguments = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--http", "1"]
    arguments += ["--workers", "1", "--blocking-threads", "16", f"{PACKAGE}.wsgi:application"]
    with server([bench.peers, *arguments], address, _env(home) | {"WAGTAIL_CACHE": "1"}):
        yield address


def rendering_time(bench: Bench, times: int) -> float:
    """Return the median processor time of rendering the page without a cache."""
    cost = run([bench.peers, "-m", f"{PACKAGE}.measure", str(times)], _env(_site(bench)), SERVER_CORE)
    median: float = told(cost)["median"]
    return median


def _site(bench: Bench) -> Path:
    home = bench.folder / "wagtail"
    if not (home / "made").exists():
        home = bench.fresh("wagtail")
        (home / "trip.json").write_text(json.dumps(bench.trip))
        run([bench.peers, "-m", f"{PACKAGE}.build", home / "trip.json"], _env(home))
        (home / "made").touch()
    return home


def _env(home: Path) -> dict[str, str]:
    return {"WAGTAIL_HOME": str(home), "DJANGO_SETTINGS_MODULE": f"{PACKAGE}.settings"}
