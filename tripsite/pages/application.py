"""The outermost layer: a page that is kept is answered here, before anything of Django runs.

A hit costs a look at the log's revision and at a dictionary. A page whose subjects were not touched since it was made
is right in the new state of the log, too; any other is made anew, once, however many ask for it.
"""

import logging
import re
import threading
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from typing import Any, NamedTuple

from .files import Files
from .journal import Journal, State
from .making import ASKED, Making
from .memory import Memory
from .page import Page, encoding_for, is_among

logger = logging.getLogger(__name__)

Start = Callable[..., Any]
Environ = dict[str, Any]
Application = Callable[[Environ, Start], Iterable[bytes]]

# What is nobody's page, is somebody's alone, or is too large to be kept.
NOT_KEPT = re.compile(
    r"/(?:admin|static|photos|cards|preview|their-say|accounts|api|search)(?:/|$)"
    r"|/(?:healthz|readyz|metrics|favicon\.ico)|.*export(?:\.schema)?\.json$|/trips/[^/]+\.json$"
)
# The parameters that make another page. With any other it is made for the asker alone.
PARAMETERS = {"page", "mentions", "event", "year", "speaker", "track", "after", "before"}
LONGEST_QUERY = 200
# What would make the answer another than everybody's.
OF_THE_ASKER = (
    *("HTTP_ACCEPT_ENCODING", "HTTP_COOKIE", "HTTP_IF_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_NONE_MATCH"),
    *("HTTP_IF_RANGE", "HTTP_IF_UNMODIFIED_SINCE", "HTTP_RANGE", "HTTP_AUTHORIZATION"),
)
WAIT_SECONDS = 20
PICTURES = "/photos/"


class Address(NamedTuple):
    """What tells pages apart: `scheme` is as a proxy may have told it."""

    scheme: str
    host: str
    path: str
    query: str


class Pages:
    """A WSGI application in front of Django's."""

    def __init__(
        self,
        application: Application,
        memory: Memory,
        files: Files | None = None,
        journal: Journal | None = None,
        scheme_header: str = "",
    ) -> None:
        self.application = application
        self.memory = memory
        self.files = files
        self.journal = journal or Journal()
        self.scheme_header = scheme_header
        self.locks: dict[Address, threading.Lock] = {}
        self.guard = threading.Lock()

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if method not in ("GET", "HEAD"):
            return self.application(environ, start_response)
        address = Address(
            environ.get(self.scheme_header) or environ["wsgi.url_scheme"],
            environ.get("HTTP_HOST", ""),
            environ["PATH_INFO"],
            environ.get("QUERY_STRING", ""),
        )
        page = self.memory.get(address)
        if self.files is not None and address.path.startswith(PICTURES):
            return self._picture(address, environ, start_response)
        if page is None and not may_be_kept(address):
            return self.application(environ, start_response)
        state = self._now()
        if state is None:
            last = self.journal.last()
            if page is None or last is None or not self.journal.is_right(page, last):
                return self.application(environ, start_response)
            return answered(page, environ, start_response)
        if page is None or page.number != state.number:
            if page is None or not self.journal.is_right(page, state):
                return self._made(address, environ, start_response)
            self._keep_file(address, page, state)
        return answered(page, environ, start_response)

    def _now(self) -> State | None:
        """Return the state the log is in, if the database can be asked."""
        try:
            return self.journal.now()
        except Exception:
            logger.exception("The log's revision cannot be read; pages are shown as they were, or made one by one.")
            return None

    def _made(self, address: Address, environ: Environ, start_response: Start) -> Iterable[bytes]:
        """Answer with a page that somebody else made meanwhile, or that lies in a file, or that is made now."""
        with self._alone(address):
            state = self._now()
            if state is None:
                return self.application(environ, start_response)
            page = self.memory.get(address)
            if page is not None and self.journal.is_right(page, state):
                return answered(page, environ, start_response)
            page = self._from_file(address, state)
            if page is None:
                making = Making()
                started: list[Any] = []
                # Another answer is passed on as it is.
                asked = {name: value for name, value in environ.items() if name not in OF_THE_ASKER}
                asked |= {"REQUEST_METHOD": "GET", ASKED: making}
                parts = self.application(asked, lambda *arguments: started.append(arguments))
                page = making.page
                if page is None:
                    start_response(*started[-1])
                    return _without_body(parts) if environ["REQUEST_METHOD"] == "HEAD" else parts
                _close(parts)
                self._keep(address, page)
        return answered(page, environ, start_response)

    def _picture(self, address: Address, environ: Environ, start_response: Start) -> Iterable[bytes]:
        """Have a web server find a picture from now on, while the log is in the state in which it was public."""
        before = self._now()
        if before is None:
            return self.application(environ, start_response)
        answered_with: list[str] = []

        def note_status(status: str, *arguments: Any) -> Any:
            answered_with.append(status)
            return start_response(status, *arguments)

        parts = self.application(environ, note_status)
        is_public = answered_with[-1].startswith(("200", "206", "304"))
        after = self._now()
        if is_public and self.files is not None and after is not None and after.number == before.number:
            self.files.keep_picture(address.path, before.version)
        return parts

    def _keep(self, address: Address, page: Page) -> None:
        state = self._now()
        if state is not None and self.journal.admit(page, state):
            self.memory.put(address, page)
            self._keep_file(address, page, state)

    def _from_file(self, address: Address, state: State) -> Page | None:
        if self.files is None or address.query:
            return None
        page = self.files.find(address, state.version, lambda found: self.journal.admit(found, state))
        if page is not None:
            self.memory.put(address, page)
        return page

    def _keep_file(self, address: Address, page: Page, state: State) -> None:
        if self.files is not None and not address.query:
            self.files.keep(address, page, state.version)

    @contextmanager
    def _alone(self, address: Address) -> Any:
        """Let one at a time make a page; who has waited long makes it, too."""
        with self.guard:
            lock = self.locks.setdefault(address, threading.Lock())
        is_mine = lock.acquire(timeout=WAIT_SECONDS)
        try:
            yield
        finally:
            if is_mine:
                with self.guard:
                    self.locks.pop(address, None)
                lock.release()


def may_be_kept(address: Address) -> bool:
    if NOT_KEPT.match(address.path):
        return False
    if not address.query:
        return True
    names = {part.partition("=")[0] for part in address.query.split("&")}
    return names <= PARAMETERS and len(address.query) <= LONGEST_QUERY


def answered(page: Page, environ: Environ, start_response: Start) -> list[bytes]:
    """Answer with a page, or that who asks has it already."""
    answer = page.answer(encoding_for(environ.get("HTTP_ACCEPT_ENCODING", "")))
    asked = environ.get("HTTP_IF_NONE_MATCH")
    if asked and is_among(answer.tag, asked):
        start_response("304 Not Modified", answer.unchanged_headers)
        return []
    start_response("200 OK", answer.headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [answer.body]


def _without_body(parts: Iterable[bytes]) -> list[bytes]:
    _close(parts)
    return []


def _close(parts: Any) -> None:
    if close := getattr(parts, "close", None):
        close()
