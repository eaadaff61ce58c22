"""Processor time of requests inside the process."""

import resource
import shutil
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.test import Client

from posts.changes import touch
from posts.prose.markdown import to_html


def client() -> Client:
    return Client(headers={"host": "localhost"})


def outdate() -> None:
    """Change something else, as far as readers can tell."""
    touch({"unrelated"})


def empty_all_caches() -> None:
    outdate()
    for alias in caches:
        caches[alias].clear()
    to_html.cache_clear()
    for folder in ("cache", "pages"):
        shutil.rmtree(settings.HOME / folder, ignore_errors=True)


def processor_time(work: Callable[[], Any]) -> float:
    """Return the seconds of processor time that some work took."""
    start = time.process_time()
    work()
    return time.process_time() - start


def request_time(visitor: Client, path: str) -> float:
    """Return the processor time of one request, its whole answer read. Raises where it is not answered with 200."""

    def ask() -> None:
        response = visitor.get(path)
        if response.status_code != 200:
            raise SystemExit(f"{path} is answered with {response.status_code}")
        if response.streaming:
            for _ in response:
                pass

    return processor_time(ask)


def peak() -> float:
    """Return the most memory this process had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
