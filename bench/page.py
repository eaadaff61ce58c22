"""docs/performance.md: the table and the plots of a run, between two marks; what is written around them stays."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.processes import PROJECT
from bench.row import Outcome, Row

PAGE = PROJECT / "docs" / "performance.md"
IMAGES = PROJECT / "docs" / "images"
START, END = "<!-- bench: from here -->", "<!-- bench: to here -->"
Measured = tuple[Row, Outcome | str]


def write(page: Path, measured: Sequence[Measured], is_quick: bool, images: Sequence[str]) -> None:
    """Replace what stands between the marks; a page without them gets them at its end."""
    before = page.read_text() if page.exists() else "# Performance\n"
    if START not in before:
        before = f"{before.rstrip()}\n\n{START}\n{END}\n"
    head, rest = before.split(START, 1)
    tail = rest.split(END, 1)[1]
    pictures = "\n\n".join(f"![{Path(name).stem.replace('-', ' ')}](images/{name})" for name in images)
    parts = [START, _machine(is_quick), table(measured), pictures, END]
    page.write_text(head + "\n\n".join(part for part in parts if part) + tail)


def table(measured: Sequence[Measured]) -> str:
    lines = ["| work | ours | peer | measured | spread | asked | met |", "| --- | --- | --- | --- | --- | --- | --- |"]
    lines += [_line(row, outcome) for row, outcome in measured]
    return "\n".join(lines)


def _line(row: Row, outcome: Outcome | str) -> str:
    if isinstance(outcome, str):
        return f"| {row.what} | | | skipped: {outcome} | | {row.limit} | |"
    unit = row.limit.unit
    spread = f"{_number(min(outcome.values))} to {_number(max(outcome.values))}" if len(outcome.values) > 1 else ""
    asked = row.limit != type(row.limit)()
    met = ("yes" if row.limit.is_met_by(outcome.median) else "**no**") if asked else ""
    cells = (row.what, outcome.ours, outcome.peer, f"{_number(outcome.median)} {unit}", spread, str(row.limit), met)
    return "| " + " | ".join(cells) + " |"


def _number(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _machine(is_quick: bool) -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    cores = len(os.sched_getaffinity(0))
    size = "`make bench QUICK=1`, which measures small logs: its ratios to a log's size say little" if is_quick else ""
    return (
        f"Measured on {datetime.now(UTC):%d %B %Y} by {size or '`make bench`'}: {cores} cores ({platform.machine()}), "
        f"{memory:.0f} GB of memory, Python {platform.python_version()}. Each value is the median of its runs."
    )
