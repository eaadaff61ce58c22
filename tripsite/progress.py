"""Progress of long work, told by what does it and shown on standard error, where somebody watches."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module

# How many of how many are done, and what is at hand.
Progress = Callable[[int, int, str], None]


def in_silence(done: int, total: int, what: str) -> None:
    """Show no progress."""


@contextmanager
def shown(title: str) -> Iterator[Progress]:
    if sys.stderr.isatty():
        # Loaded for who watches: what draws bars takes as long as a page does.
        with import_module("tripsite.progress_bar").bar(title) as progress:
            yield progress
    else:
        yield in_silence
