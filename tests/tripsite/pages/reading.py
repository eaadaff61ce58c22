"""A visitor of the log as it is served: through pages kept in memory, and through files as a web server finds them."""

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.http import HttpResponse

from posts.models import Log
from tripsite.pages.application import PICTURES, Pages
from tripsite.pages.files import INDEX, Files
from tripsite.pages.journal import Journal
from tripsite.pages.memory import Memory

MEGABYTES = 1_000_000


def revision() -> int:
    """Read the revision as this test's transaction sees it: another connection would not."""
    return Log.current().revision


@contextmanager
def one_connection() -> Iterator[None]:
    """Have Django keep the connection of the test, whose transaction would end with it."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


class Reader:
    """Asks the application in front of Django; `folder` is that of the files, if pages are kept as such.

    `made` counts how often Django was asked.
    """

    def __init__(self, folder: Path | None = None, memory: int = 50 * MEGABYTES) -> None:
        django = WSGIHandler()
        self.made: list[str] = []

        def counted(environ, start_response):
            self.made.append(environ["PATH_INFO"])
            return django(environ, start_response)

        self.files = Files(folder, "program") if folder else None
        self.pages = Pages(counted, Memory(memory), self.files, Journal(revision))

    def get(self, address: str, headers: Mapping[str, str] | None = None, method: str = "GET", **more: str):
        """Ask for an address; a file that a web server would find is the answer, before the application is asked."""
        if self.files and (found := self._found(address)) is not None:
            return HttpResponse(found)
        url = urlsplit(address)
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": unquote(url.path, "latin-1"),
            "QUERY_STRING": url.query,
            "HTTP_HOST": "localhost",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "wsgi.url_scheme": "http",
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": io.StringIO(),
            **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in (headers or {}).items()},
            **more,
        }
        started: list[tuple] = []
        with one_connection():
            parts = self.pages(environ, lambda *arguments: started.append(arguments))
            status, told = started[-1][:2]
            response = HttpResponse(b"".join(parts), status=int(status.split()[0]), headers=dict(told))
            if hasattr(parts, "close"):
                parts.close()
        if "Content-Type" not in dict(told):
            del response["Content-Type"]
        return response

    def _found(self, address: str) -> bytes | None:
        assert self.files
        # What a transaction does once it is committed; those of tests never are.
        self.files.follow()
        url = urlsplit(address)
        if url.path.startswith(PICTURES):
            place = self.files.current / url.path.lstrip("/")
            return place.read_bytes() if place.is_file() else None
        place = self.files.current / "http" / "localhost" / unquote(url.path).strip("/") / INDEX
        return place.read_bytes() if not url.query and url.path.endswith("/") and place.is_file() else None
