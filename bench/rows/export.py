"""The whole log as JSON: its speed against json.dumps, and that its memory does not grow with the log."""

from functools import cache, partial
from pathlib import Path

from bench.harness import Bench
from bench.processes import python, told
from bench.row import Limit, Outcome, Row, megabytes, per_run


def against_dumps(bench: Bench, case: str) -> Outcome:
    ours, theirs = [], []
    for run in range(bench.runs):
        ours.append(_exported(bench, bench.sizes.middle, run)[case])
        theirs.append(_dumped(bench, run))
    return per_run((ours, theirs), lambda speed: f"{speed / 1e6:.1f} MB/s")


def growth(bench: Bench) -> Outcome:
    peaks = [
        [_exported(bench, trips, run)["peak"] for trips in (bench.sizes.middle, bench.sizes.large)]
        for run in range(bench.runs_of_long_work)
    ]
    grown = [large - middle for middle, large in peaks]
    return Outcome(grown, f"{megabytes(peaks[0][1])} at {bench.sizes.large:,} trips", megabytes(peaks[0][0]))


@cache
def _exported(bench: Bench, trips: int, run: int) -> dict[str, float]:
    """Return the speeds with `empty` caches and `warm`, in bytes a second, and the `peak` of memory in MB."""
    return bench.inside("export", bench.home(trips), _written(bench, trips))


@cache
def _dumped(bench: Bench, run: int) -> float:
    middle = bench.sizes.middle
    _exported(bench, middle, run)
    speed: float = told(python("-m", "bench.peers.dumps", _written(bench, middle)))["speed"]
    return speed


def _written(bench: Bench, trips: int) -> Path:
    return bench.folder / f"export-{trips}.json"


ROWS = [
    Row(
        "export-empty",
        "whole-log JSON of 1,000 trips, caches empty, against json.dumps of the object in memory (bytes/s)",
        Limit(least=0.15),
        partial(against_dumps, case="empty"),
    ),
    Row("export-warm", "the same, warm", Limit(least=1), partial(against_dumps, case="warm")),
    Row(
        "export-memory",
        "growth of its peak memory from 1,000 trips to the large log",
        Limit(most=32, unit="MB"),
        growth,
    ),
]
