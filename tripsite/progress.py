"""Progress of long work, told by what does it and shown on standard error, where somebody watches."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress as Bar

# How many of how many are done, and what is at hand.
Progress = Callable[[int, int, str], None]


def in_silence(done: int, total: int, what: str) -> None:
    """Show no progress."""


@contextmanager
def shown(title: str) -> Iterator[Progress]:
    console = Console(stderr=True)
    with Bar(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task(title, total=None)

        def show(done: int, total: int, what: str) -> None:
            bar.update(task, completed=done, total=total or None, description=what)

        yield show
