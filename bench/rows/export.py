"""The whole log as JSON: its speed against json.dumps, and that its memory does not grow with the log."""

from functools import partial

from bench.harness import Bench
from bench.processes import python, told
from bench.row import Limit, Outcome, Row, megabytes, per_run


def against_dumps(bench: Bench, case: str) -> Outcome:
    home = bench.home(bench.sizes.middle)
    written = bench.folder / "export.json"
    ours, theirs = [], []
    for _ in range(bench.runs):
        ours.append(bench.inside("export", home, case, *([written] if case == "empty" else []))["speed"])
        if not written.exists():
            bench.inside("export", home, "empty", written)
        theirs.append(told(python("-m", "bench.peers.dumps", written))["speed"])
    return per_run((ours, theirs), lambda speed: f"{speed / 1e6:.1f} MB/s")


def growth(bench: Bench) -> Outcome:
    peaks = [
        [
            bench.inside("export", bench.home(trips), "empty")["peak"]
            for trips in (bench.sizes.middle, bench.sizes.large)
        ]
        for _ in range(1 if bench.is_quick else 2)
    ]
    grown = [large - middle for middle, large in peaks]
    return Outcome(grown, f"{megabytes(peaks[0][1])} at {bench.sizes.large:,} trips", megabytes(peaks[0][0]))


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
        "growth of its peak memory from 1,000 to 10,000 trips",
        Limit(most=32, unit="MB"),
        growth,
    ),
]
