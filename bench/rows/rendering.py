"""Rendering a page anew, in processor time: against Wagtail, and in a large log against a small one."""

import statistics
from functools import cache, partial

from bench.harness import Bench
from bench.peers import wagtail
from bench.row import Failed, Limit, Outcome, Row, per_run, seconds

TIMES = 30
SAMPLES = 15
CASES = {"unrelated": "rendered anew", "empty": "caches empty", "asked": "after a change elsewhere"}
KINDS = ("home", "trip", "person", "tag", "talks")


def against_wagtail(bench: Bench, case: str) -> Outcome:
    """Return Wagtail's time as a multiple of ours: how much faster ours is."""
    path, times = bench.trip["path"], bench.fewer(TIMES)
    home = bench.copy_of(bench.home(bench.sizes.small), f"rendering-{case}")
    ours, theirs = [], []
    for run in range(bench.runs):
        ours.append(bench.inside("rendering", home, path, case, times)["median"])
        theirs.append(_wagtail_time(bench, run))
    outcome = per_run((theirs, ours), seconds)
    drawn = {f"serve, {CASES[case]}": 1 / statistics.median(ours), "Wagtail, no cache": 1 / statistics.median(theirs)}
    return Outcome(outcome.values, ours=outcome.peer, peer=outcome.ours, drawn=drawn)


def larger(bench: Bench, kind: str) -> Outcome:
    """Return the time in a large log as a multiple of that in a small one."""
    taken: tuple[list[float], list[float]] = ([], [])
    for run in range(bench.runs):
        for times, trips in zip(taken, (bench.sizes.large, bench.sizes.small), strict=True):
            times.append(_cold(bench, trips, kind, run))
    return per_run(taken, seconds)


def by_size(bench: Bench) -> tuple[list[int], dict[str, list[float]]]:
    """Return sizes of logs, and the milliseconds that a page of each kind takes in them."""
    sizes = sorted({bench.sizes.small, bench.sizes.middle, bench.sizes.large})

    def milliseconds(kind: str, size: int) -> float:
        return 1000 * statistics.median(_cold(bench, size, kind, run) for run in range(bench.runs))

    return sizes, {kind: [milliseconds(kind, size) for size in sizes] for kind in KINDS}


@cache
def _wagtail_time(bench: Bench, run: int) -> float:
    return wagtail.rendering_time(bench, bench.fewer(TIMES))


def _cold(bench: Bench, trips: int, kind: str, run: int = 0) -> float:
    """Return the seconds that a page of a kind takes. Raises Failed with the reason."""
    median = _cold_pages(bench, trips, run)[kind]
    if isinstance(median, str):
        raise Failed(median)
    return median


@cache
def _cold_pages(bench: Bench, trips: int, run: int) -> dict[str, float | str]:
    return bench.inside("cold_pages", bench.home(trips), bench.fewer(SAMPLES), *KINDS)


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
            f"cold page in the large log (10,000 trips, or as told), against the same at 10: {kind}",
            Limit(most=1.5),
            partial(larger, kind=kind),
        )
        for kind in KINDS
    ),
]
