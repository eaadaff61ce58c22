"""What this process knows of the journal: the state that the log is in now, and when each subject was last touched."""

import datetime
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection, connections
from django.utils import timezone

from media.recording import EVERYTHING
from posts.changes import touched_since
from posts.freshness import Version, current_version

from .page import Page

# How long pages are shown as they were while the database cannot be asked: meanwhile another machine may reach it.
SHOWN_WITHOUT_SECONDS = 60 * 60
READ = "SELECT revision FROM posts_log WHERE id = 1"
# Subjects are few beside pages; more than this are forgotten together, and every page is looked at anew.
MOST_SUBJECTS = 500_000


@dataclass(frozen=True)
class State:
    """A state of the log, numbered as this process met them. It lasts until a change, or until `due` has come."""

    number: int
    version: Version
    moment: datetime.datetime

    def lasts(self, revision: int) -> bool:
        due = self.version.due
        return self.version.revision == revision and (due is None or timezone.now() < due)


class Journal:
    """Tells in which state the log is, at the price of one tiny query, and whether a page is right in it."""

    def __init__(self, read_revision: Callable[[], int] | None = None) -> None:
        self.read_revision = read_revision or Watch().revision
        self.lock = threading.Lock()
        self.touched: dict[str, int] = {}
        self.state: State | None = None
        self.asked_at = 0.0

    def now(self) -> State:
        """Return the state that the log is in, or was in after this was called."""
        revision = self.read_revision()
        self.asked_at = time.monotonic()
        state = self.state
        return state if state is not None and state.lasts(revision) else self._advance(revision)

    def last(self) -> State | None:
        """Return the last known state, for when the database is lost; none if that was too long ago."""
        return self.state if time.monotonic() - self.asked_at < SHOWN_WITHOUT_SECONDS else None

    def is_right(self, page: Page, state: State) -> bool:
        """Whether a page that was right in an earlier state is so in this one; notes it."""
        if page.number < 0 or EVERYTHING in page.subjects:
            return page.number == state.number
        since = page.number
        touched = self.touched
        if touched.get(EVERYTHING, 0) > since or any(touched.get(each, 0) > since for each in page.subjects):
            return False
        page.number = state.number
        return True

    def admit(self, page: Page, state: State) -> bool:
        """Take up a page from elsewhere, if what it depends on has not been touched since it was made."""
        is_of_now = page.revision == state.version.revision and page.moment >= state.moment
        if is_of_now or not touched_since(page.revision, page.moment).concerns(page.subjects):
            page.number = state.number
            return True
        return False

    def _advance(self, revision: int) -> State:
        with self.lock:
            state = self.state
            if state is not None and state.lasts(revision):
                return state
            moment = timezone.now()
            version = current_version()
            number = 1 if state is None else state.number + 1
            if state is not None:
                self._note(touched_since(state.version.revision, state.moment).subjects, number)
            # Last: who reads it finds everything noted that led to it.
            self.state = State(number, version, moment)
            return self.state

    def _note(self, subjects: frozenset[str], number: int) -> None:
        if len(self.touched) > MOST_SUBJECTS:
            self.touched = {EVERYTHING: number}
        self.touched.update(dict.fromkeys(subjects, number))


class Watch:
    """Reads the log's revision on a connection of its own for each thread, as fast as the database lets it.

    On SQLite a counter in memory that all processes share says whether anybody wrote since (PRAGMA data_version).
    """

    def __init__(self) -> None:
        self.own = threading.local()
        self.is_sqlite = connection.vendor == "sqlite"

    def revision(self) -> int:
        raw = getattr(self.own, "raw", None) or self._connect()
        try:
            return self._counted(raw) if self.is_sqlite else self._read(raw)
        except Exception:
            # A database that was restarted; the next request connects anew.
            self.own.raw = None
            raise

    def _counted(self, raw: Any) -> int:
        counter = raw.execute("PRAGMA data_version").fetchone()[0]
        if counter != self.own.counter:
            self.own.revision = self._read(raw)
            self.own.counter = counter
        known: int = self.own.revision
        return known

    def _read(self, raw: Any) -> int:
        row = raw.execute(READ).fetchone()
        return row[0] if row else 0

    def _connect(self) -> Any:
        wrapper = connections.create_connection("default")
        wrapper.connect()
        self.own.wrapper, self.own.raw, self.own.counter = wrapper, wrapper.connection, None
        return self.own.raw
