"""Progress as a bar in a terminal."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import Progress as Bar

from .progress import Progress


@contextmanager
def bar(title: str) -> Iterator[Progress]:
    with Bar(console=Console(stderr=True), transient=True) as drawn:
        task = drawn.add_task(title, total=None)

        def show(done: int, total: int, what: str) -> None:
            drawn.update(task, completed=done, total=total or None, description=what)

        yield show
