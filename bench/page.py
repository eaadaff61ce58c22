"""docs/performance.md: the table and the plots of a run, between two marks; what is written around them stays."""

import os
import platform
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from bench.harness import Sizes
from bench.processes import PROJECT
from bench.row import Measured, Outcome, Row, Skipped

PAGE = PROJECT / "docs" / "performance.md"
START, END = "<!-- bench: from here -->", "<!-- bench: to here -->"


@dataclass(frozen=True)
class Run:
    """What a run has measured so far, of how many rows, and its drawings by the names of their files.

    A drawing that could not be made is an exception that says why.
    """

    measured: Sequence[Measured]
    rows: int
    is_quick: bool
    sizes: Sizes
    drawings: Mapping[str, str | Exception] = field(default_factory=dict)


def write(page: Path, run: Run) -> None:
    """Replace what stands between the marks; a page without them gets them at its end. Drawings lie in images/."""
    before = page.read_text() if page.exists() else "# Performance\n"
    if START not in before:
        before = f"{before.rstrip()}\n\n{START}\n{END}\n"
    head, rest = before.split(START, 1)
    tail = rest.split(END, 1)[1]
    parts = [START, _machine(run), table(run.measured), *_pictures(page.parent / "images", run.drawings), END]
    page.write_text(head + "\n\n".join(parts) + tail)


def _pictures(folder: Path, drawings: Mapping[str, str | Exception]) -> Iterator[str]:
    for name, drawing in drawings.items():
        title = Path(name).stem.replace("-", " ")
        if isinstance(drawing, Exception):
            yield f"Not drawn: {title} ({drawing})."
        else:
            folder.mkdir(exist_ok=True)
            (folder / name).write_text(drawing)
            yield f"![{title}](images/{name})"


def table(measured: Sequence[Measured]) -> str:
    """Return a line for each row; what is measured is the median of its runs, with the lowest and the highest."""
    lines = ["| row | work | asked | measured | ours | peer | met |", "| --- | --- | --- | --- | --- | --- | --- |"]
    return "\n".join(lines + [_line(row, outcome) for row, outcome in measured])


def _line(row: Row, outcome: Outcome | Exception) -> str:
    if isinstance(outcome, Exception):
        word = "skipped" if isinstance(outcome, Skipped) else "failed"
        return f"| {row.name} | {row.what} | {row.limit} | {word}: {outcome} | | | |"
    measured = f"{_number(outcome.median)} {row.limit.unit}"
    if len(outcome.values) > 1:
        measured += f" ({_number(min(outcome.values))} to {_number(max(outcome.values))})"
    met = ("yes" if row.limit.is_met_by(outcome.median) else "**no**") if row.limit.is_set else ""
    return f"| {' | '.join((row.name, row.what, str(row.limit), measured, outcome.ours, outcome.peer, met))} |"


def _number(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _machine(run: Run) -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    cores = len(os.sched_getaffinity(0))
    command = "`make bench`"
    if run.is_quick:
        command = "`make bench QUICK=1`, which measures small logs: its ratios to a log's size say little"
    sizes = f"The large log had {run.sizes.large:,} trips, the site was built of {run.sizes.built:,}."
    cut = f" The run was cut off after {len(run.measured)} of {run.rows} rows." * (len(run.measured) < run.rows)
    return (
        f"Measured on {datetime.now(UTC):%d %B %Y} by {command}: {cores} cores ({platform.machine()}), "
        f"{memory:.0f} GB of memory, Python {platform.python_version()}. Each value is the median of its runs, "
        f"with the lowest and the highest. {sizes}{cut}"
    )
