"""Writing: saving a day in a large log against a small one, and taking in a programme."""

from functools import cache, partial

from bench.harness import Bench
from bench.row import Limit, Outcome, Row, per_run, seconds

TIMES = 12


def saving(bench: Bench) -> Outcome:
    """Each run saves in a copy, so that the logs stay as they were made."""
    sizes = bench.sizes
    large, small = (bench.copy_of(bench.home(trips), f"saved-{trips}") for trips in (sizes.large, sizes.small))
    taken: tuple[list[float], list[float]] = ([], [])
    for _ in range(bench.runs):
        for times, home in zip(taken, (large, small), strict=True):
            times.append(bench.inside("saving", home, bench.fewer(TIMES))["median"])
    return per_run(taken, seconds)


def programme(bench: Bench, case: str) -> Outcome:
    taken = _programme(bench)[case]
    return Outcome([taken], seconds(taken))


@cache
def _programme(bench: Bench) -> dict[str, float]:
    return bench.inside("programme", bench.copy_of(bench.empty_home, "programme"), bench.sizes.talks)


ROWS = [
    Row("saving", "saving a day on the desk in the large log, against the same at 10 trips", Limit(most=1.3), saving),
    Row("programme", "`import_schedule` of 5,000 talks", Limit(most=20, unit="s"), partial(programme, case="first")),
    Row("programme-again", "the same programme once more", Limit(most=5, unit="s"), partial(programme, case="second")),
]
