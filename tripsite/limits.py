"""What one client may take of a server process: bytes, threads and time.

Slow headers and idle connections are the server's matter and hold no thread. What does hold one is a request whose
body is still arriving, and an answer that is made while it is sent. Those get most of a process's threads, never all:
readers of pages always find one.
"""

import logging
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from tripsite import security_headers

logger = logging.getLogger(__name__)

# Of the 16 threads of a process.
SLOW_THREADS = 10
MOST_BYTES_OF_ANYBODY = 3_000_000
# A whole Hugo folder in a zip.
MOST_BYTES_OF_A_WRITER = 1_000_000_000
# An answer up to this length is handed to the server at once, which sends it as slowly as the client reads.
MOST_BYTES_AT_ONCE = 1_000_000
RETRY_SECONDS = "10"
EXIT_OVERDUE = 70

Start = Callable[..., Any]
Application = Callable[[dict[str, Any], Start], Iterable[bytes]]


class SizeMiddleware:
    """Refuse a body that is too long before a byte of it is read; a long one is taken from writers alone."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        size = _announced(request.META)
        if size > MOST_BYTES_OF_ANYBODY:
            most = MOST_BYTES_OF_A_WRITER if request.user.is_authenticated else MOST_BYTES_OF_ANYBODY
            if size > most:
                text = f"This is {size:,} bytes long; at most {most:,} are taken here. Send it in smaller parts."
                return HttpResponse(text, status=413, content_type="text/plain")
        return self.get_response(request)


class NulMiddleware:
    """Refuse a query to the desk that holds a NUL: no text has one, and PostgreSQL compares nothing with it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(reverse("admin:index")) and "\0" in unquote(request.META["QUERY_STRING"]):
            return HttpResponse("There is a NUL (%00) in this address.", status=400, content_type="text/plain")
        return self.get_response(request)


class Bounded:
    """The WSGI application, with a limit of slow requests at a time, and of the time that any may take.

    A request that takes longer than `settings.REQUEST_SECONDS` is logged with where it is, and ends the process, which
    the server replaces: a thread cannot be ended alone. Other requests of the process get ten seconds to finish.
    """

    def __init__(self, application: Application) -> None:
        self.application = application
        self.slots = threading.BoundedSemaphore(SLOW_THREADS)
        self.under_way: dict[int, float] = {}
        self.watch = threading.Thread(target=self._watch, daemon=True, name="overdue requests")
        self.lock = threading.Lock()

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        if not self.watch.ident:
            self._start_watch()
        has_body = _announced(environ) > 0
        if has_body and not self.slots.acquire(blocking=False):
            return _busy(start_response)
        thread = threading.get_ident()
        self.under_way[thread] = time.monotonic()
        try:
            response = self.application(environ, start_response)
            if not getattr(response, "streaming", False) or _length(response) <= MOST_BYTES_AT_ONCE:
                return [_whole(response)]
        finally:
            self.under_way.pop(thread, None)
            if has_body:
                self.slots.release()
        return self._streamed(response, start_response)

    def _streamed(self, response: Any, start_response: Start) -> Iterable[bytes]:
        if not self.slots.acquire(blocking=False):
            response.close()
            return _busy(start_response)
        return _Streamed(response, self.slots)

    def _start_watch(self) -> None:
        with self.lock:
            if not self.watch.ident:
                self.watch.start()

    def _watch(self) -> None:
        seconds = settings.REQUEST_SECONDS
        while not (overdue := self._begun_before(time.monotonic() - seconds)):
            time.sleep(min(5, seconds / 4))
        frames = sys._current_frames()
        for thread in overdue:
            where = "".join(traceback.format_stack(frames[thread])) if thread in frames else ""
            logger.error("A request took more than %s s; its process is replaced. It was at:\n%s", seconds, where)
        deadline = time.monotonic() + 10
        while self.under_way.keys() - overdue and time.monotonic() < deadline:
            time.sleep(0.02)
        os._exit(EXIT_OVERDUE)

    def _begun_before(self, moment: float) -> set[int]:
        return {thread for thread, begun in list(self.under_way.items()) if begun < moment}


class _Streamed:
    """An answer that is sent while it is made; it holds its slot until it is closed."""

    def __init__(self, response: Any, slots: threading.BoundedSemaphore) -> None:
        self.parts = iter(response)
        self.response = response
        self.slots: threading.BoundedSemaphore | None = slots

    def __iter__(self) -> "_Streamed":
        return self

    def __next__(self) -> bytes:
        part: bytes = next(self.parts)
        return part

    def close(self) -> None:
        slots, self.slots = self.slots, None
        if slots is not None:
            slots.release()
        self.response.close()


def _announced(environ: dict[str, Any]) -> int:
    length = environ.get("CONTENT_LENGTH") or ""
    return int(length) if length.isdecimal() else 0


def _length(response: Any) -> float:
    length = response.headers.get("Content-Length", "")
    return int(length) if length.isdecimal() else float("inf")


def _whole(response: Any) -> bytes:
    try:
        return b"".join(response)
    finally:
        response.close()


def _busy(start_response: Start) -> list[bytes]:
    text = b"The server is busy with slow requests. Try again in a moment."
    headers = [("Content-Type", "text/plain"), ("Content-Length", str(len(text))), ("Retry-After", RETRY_SECONDS)]
    headers += security_headers.for_path("/").items()
    start_response("503 Service Unavailable", headers)
    return [text]
