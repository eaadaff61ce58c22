"""Processor time of requests inside the process."""

import shutil
import time
from collections.abc import Callable
from typing import Any
from wsgiref.util import setup_testing_defaults

from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponse
from django.test import Client

from posts.changes import touch
from posts.models import Trip
from posts.prose import kept, parts, references
from posts.prose.markdown import to_html
from tripsite.wsgi import application


def client() -> Client:
    return Client(headers={"host": "localhost"})


class Reader:
    """Asks as somebody from outside does: of all layers, first those that keep pages."""

    def get(self, path: str) -> HttpResponse:
        environ: dict[str, Any] = {"PATH_INFO": path, "HTTP_HOST": "localhost", "HTTP_ACCEPT_ENCODING": "gzip, br"}
        setup_testing_defaults(environ)
        started: list[Any] = []
        body = b"".join(application(environ, lambda *arguments: started.append(arguments)))
        return HttpResponse(body, status=int(started[-1][0][:3]))


def outdate(path: str = "") -> None:
    """Raise the log's revision, so that what is kept by it is made anew, and touch nothing that pages show."""
    touch({"unrelated"})


def change_another_trip(path: str) -> None:
    """Save a trip with another summary, one whose days are far from those of the trip at `path`."""
    slug = path.strip("/").rpartition("/")[2]
    trips = list(Trip.objects.published().order_by("starts_on", "id"))
    place = next(number for number, trip in enumerate(trips) if trip.slug == slug)
    other = trips[-1 if place < len(trips) / 2 else 0]
    other.summary += "."
    other.save()


def empty_all_caches(path: str = "") -> None:
    outdate()
    for alias in caches:
        caches[alias].clear()
    for remembered in (to_html, references.find_in, parts._drawn):
        remembered.cache_clear()
    kept.forget()
    for folder in ("cache", "pages"):
        shutil.rmtree(settings.HOME / folder, ignore_errors=True)


def processor_time(work: Callable[[], Any]) -> float:
    """Return the seconds of processor time that some work took."""
    start = time.process_time()
    work()
    return time.process_time() - start


def request_time(visitor: Client | Reader, path: str) -> float:
    """Return the processor time of one request, its whole answer read. Raises where it is not answered with 200."""

    def ask() -> None:
        response = visitor.get(path)
        if response.status_code != 200:
            raise RuntimeError(f"{path} is answered with {response.status_code}")
        if response.streaming:
            for _ in response:
                pass

    return processor_time(ask)
