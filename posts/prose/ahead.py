"""HTML of texts that is made ahead, on the other cores, for a command that needs that of many, one after another.

It is kept where `to_html` looks for it; a text that is needed sooner is converted then.
"""

import multiprocessing
import os
import signal
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from multiprocessing.pool import Pool

from django.conf import settings

from . import kept
from .markdown import to_html

# Fewer texts are converted sooner than other processes are started.
WORTH_PROCESSES = 100


@dataclass
class _OtherCores:
    """The processes on the other cores, once there is enough to do."""

    count: int
    asked: int = 0
    pool: Pool | None = None

    def convert(self, texts: list[str]) -> None:
        self.asked += len(texts)
        if self.pool is None and self.asked >= WORTH_PROCESSES:
            self.pool = multiprocessing.get_context("fork").Pool(self.count, initializer=_begin)
        if self.pool is not None:
            self.pool.map_async(_convert, texts, chunksize=1)


_others: ContextVar[_OtherCores | None] = ContextVar("others", default=None)


@contextmanager
def other_cores() -> Iterator[None]:
    """Have `make_ahead` use the other cores meanwhile. For commands: a server's processes are not to be forked."""
    count = len(os.sched_getaffinity(0)) - 1
    others = _OtherCores(count) if count and settings.PROSE_FILE else None
    token = _others.set(others)
    try:
        yield
    finally:
        _others.reset(token)
        if others and others.pool:
            others.pool.terminate()
            others.pool.join()


def make_ahead(texts: Iterable[str]) -> None:
    """Have the HTML of texts made that will be needed soon, where a command lets other cores do that."""
    if others := _others.get():
        others.convert([text for text in texts if len(text) >= kept.SHORTEST])


def _begin() -> None:
    # Whoever interrupts a command interrupts its first process, which ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    kept.leave_connection()


def _convert(text: str) -> None:
    to_html(text)
