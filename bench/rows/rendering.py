"""Rendering a page anew, in processor time: against Wagtail, and in a large log against a small one."""

import statistics
from collections.abc import Sequence
from functools import partial

from bench.harness import Bench
from bench.peers.wagtail import rendering_time
from bench.row import Limit, Outcome, Row, per_run, seconds

TIMES = 30
CASES = {"unrelated": "rendered anew", "empty": "caches empty", "asked": "after a change elsewhere"}
KINDS = ("home", "trip", "person", "tag", "talks")


def against_wagtail(bench: Bench, case: str) -> Outcome:
    """Return Wagtail's time as a multiple of ours: how much faster ours is."""
    path, home = bench.trip["path"], bench.home(bench.sizes.small)
    ours, theirs = [], []
    for _ in range(bench.runs):
        ours.append(bench.inside("rendering", home, path, case, TIMES)["median"])
        theirs.append(rendering_time(bench, TIMES))
    outcome = per_run((theirs, ours), seconds)
    drawn = {f"serve, {CASES[case]}": 1 / statistics.median(ours), "Wagtail, no cache": 1 / statistics.median(theirs)}
    return Outcome(outcome.values, ours=outcome.peer, peer=outcome.ours, drawn=drawn)


def larger(bench: Bench, kind: str) -> Outcome:
    """Return the time in a large log as a multiple of that in a small one."""
    large, small = bench.home(bench.sizes.large), bench.home(bench.sizes.small)
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(bench.runs):
        for times, home in zip(taken, (large, small), strict=True):
            times.append(bench.inside("cold_pages", home, kind)[kind])
    return per_run(taken, seconds)


def by_size(bench: Bench, sizes: Sequence[int]) -> dict[str, list[float]]:
    """Return the milliseconds that a page of each kind takes, in logs of these sizes."""
    measured = [bench.inside("cold_pages", bench.home(size), *KINDS) for size in sizes]
    return {kind: [1000 * medians[kind] for medians in measured] for kind in KINDS}


ROWS = [
    Row(
        "asked",
        "trip page as a reader gets it after another trip was saved (found to be right still), against Wagtail without "
        "cache",
        Limit(least=3),
        partial(against_wagtail, case="asked"),
    ),
    Row(
        "unrelated",
        "trip page rendered anew after an unrelated change (no reader waits for this; HTML of texts is kept), against "
        "Wagtail without cache",
        Limit(least=3),
        partial(against_wagtail, case="unrelated"),
    ),
    Row(
        "empty",
        "trip page rendered with every cache empty, against Wagtail without cache",
        Limit(least=0.6),
        partial(against_wagtail, case="empty"),
    ),
    *(
        Row(
            f"cold-{kind}",
            f"cold page at 10,000 trips, against the same at 10: {kind}",
            Limit(most=1.5),
            partial(larger, kind=kind),
        )
        for kind in KINDS
    ),
]
