"""One line of the table: what is measured, what it is held against, and the limit."""

import statistics
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bench.harness import Bench


class Skipped(Exception):
    """A row that cannot be measured here; the message says why."""


class Failed(Exception):
    """A program that should have run to its end and did not; the message holds its last words."""


@dataclass(frozen=True)
class Limit:
    """What is asked of the median: at least, at most, or nothing. `unit` is × where the value is a ratio to a peer."""

    least: float | None = None
    most: float | None = None
    unit: str = "×"

    @property
    def is_set(self) -> bool:
        return self.least is not None or self.most is not None

    def is_met_by(self, value: float) -> bool:
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)

    def __str__(self) -> str:
        if self.least is not None:
            return f"at least {self.least:g} {self.unit}"
        return f"at most {self.most:g} {self.unit}" if self.most is not None else "none"


@dataclass(frozen=True)
class Outcome:
    """What was measured: the value of each run, and in words what was ours and what the peer's.

    `drawn` names what the plot of requests a second shows.
    """

    values: list[float]
    ours: str
    peer: str = ""
    drawn: Mapping[str, float] = field(default_factory=dict)

    @property
    def median(self) -> float:
        return statistics.median(self.values)


@dataclass(frozen=True)
class Row:
    name: str
    what: str
    limit: Limit
    measure: Callable[["Bench"], Outcome] = field(repr=False)


# A row with what came out, or with why nothing did.
Measured = tuple[Row, Outcome | Exception]


def per_run(
    taken: tuple[list[float], list[float]], name: Callable[[float], str], drawn: tuple[str, str] | None = None
) -> Outcome:
    """Return ours as a multiple of the peer's, run by run; the runs alternated, so that both met the same machine.

    `taken` are both, `drawn` their names in the plot of requests a second.
    """
    ours, peer = taken
    ratios = [mine / theirs for mine, theirs in zip(ours, peer, strict=True)]
    medians = statistics.median(ours), statistics.median(peer)
    return Outcome(ratios, name(medians[0]), name(medians[1]), dict(zip(drawn or (), medians, strict=False)))


def rate(value: float) -> str:
    return f"{value:,.0f} /s"


def seconds(value: float) -> str:
    return f"{value:.2f} s" if value >= 1 else f"{value * 1000:.1f} ms"


def megabytes(value: float) -> str:
    return f"{value:,.0f} MB"
