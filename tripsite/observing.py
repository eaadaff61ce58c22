"""What happened, told without saying who: a request's view, status and time, for the log and for the metrics.

Paths hold the names of people and keys of previews, queries hold what somebody looks for, addresses are somebody's:
none of them is kept. A view's name says what was asked for.
"""

import logging
import re
import secrets
import threading
import time
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from prometheus_client import Counter, Histogram

from .log_lines import request_id

logger = logging.getLogger("tripsite.requests")

# An id that a web server in front has given.
ID = re.compile(r"[A-Za-z0-9-]{8,64}")
SLOW_SECONDS = 5.0
# What is answered before a view is looked up.
FROM_MEMORY = "memory"

REQUESTS = Counter("tripsite_requests", "Answers, by view and status.", ["view", "status"])
SECONDS = Histogram(
    "tripsite_request_seconds",
    "Time until an answer begins, by view.",
    ["view"],
    buckets=(0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60),
)

_current = threading.local()
Start = Callable[..., Any]


class ViewMiddleware:
    """Notes which view answers; it sees none where a kept page or a static file is given."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, arguments: Any, named: Any) -> None:
        match = request.resolver_match
        _current.view = (match.view_name or match.func.__name__) if match else ""


class Observed:
    """A WSGI application whose requests are counted, and told in the log where they are slow, fail or write."""

    def __init__(self, application: Callable[[dict[str, Any], Start], Iterable[bytes]]) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        given = environ.get("HTTP_X_REQUEST_ID", "")
        own = given if ID.fullmatch(given) else secrets.token_hex(16)
        token = request_id.set(own)
        _current.view = FROM_MEMORY
        began = time.perf_counter()
        told: list[str] = ["500"]

        def start(status: str, headers: list[tuple[str, str]], *error: Any) -> Any:
            told[0] = status[:3]
            return start_response(status, [*headers, ("X-Request-ID", own)], *error)

        try:
            return self.application(environ, start)
        finally:
            _tell(environ["REQUEST_METHOD"], told[0], time.perf_counter() - began)
            request_id.reset(token)


def _tell(method: str, status: str, seconds: float) -> None:
    view: str = _current.view
    answers, times = _counted(view, status)
    answers.inc()
    times.observe(seconds)
    level = logging.WARNING if status >= "500" or seconds > SLOW_SECONDS else logging.INFO
    if logger.isEnabledFor(level):
        facts = {"method": method, "view": view, "status": int(status), "milliseconds": round(seconds * 1000)}
        logger.log(level, "%s %s: %s in %s ms", *facts.values(), extra=facts)


@cache
def _counted(view: str, status: str) -> tuple[Counter, Histogram]:
    """Return what counts the answers of a view with a status, which are few, looked up once."""
    return REQUESTS.labels(view, status), SECONDS.labels(view)
