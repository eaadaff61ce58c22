"""Gives a reader inputs and watches it: what it raises, how long it takes, how much memory it needs."""

import random
import resource
import signal
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import FrameType

from .mutations import Mutator
from .readers import Reader

MOST_SECONDS = 2.0  # of the processor's time, for one input
MOST_MEMORY = 512 * 1024 * 1024  # bytes, on top of what the program itself takes
ENOUGH = 20  # findings, after which a reader gets no more inputs
_MAPPED = 6  # the field of /proc/self/statm that tells data and stack, in pages


class TooLong(Exception):
    """A reader that went on for longer than it may."""


@dataclass(frozen=True)
class Finding:
    """An input that a reader failed on, and how; `where` tells faults apart."""

    reader: str
    content: bytes
    where: str
    what: str


@dataclass
class Outcome:
    """What became of a reader's inputs; `slowest` in seconds of the processor, `grown` in bytes."""

    reader: str
    inputs: int = 0
    refused: int = 0
    slowest: float = 0.0
    grown: int = 0
    findings: dict[str, Finding] = field(default_factory=dict)

    def found(self, finding: Finding) -> None:
        """Keep the shortest input for each fault."""
        known = self.findings.get(finding.where)
        if known is None or len(finding.content) < len(known.content):
            self.findings[finding.where] = finding

    def add(self, other: "Outcome") -> None:
        self.inputs += other.inputs
        self.refused += other.refused
        self.slowest = max(self.slowest, other.slowest)
        self.grown = max(self.grown, other.grown)
        for finding in other.findings.values():
            self.found(finding)


def run(reader: Reader, seed: str, inputs: int) -> Outcome:
    """Give a reader that many inputs; `seed` decides which. Stops early once enough was found."""
    outcome = Outcome(reader.name)
    mutator = Mutator(reader.samples, random.Random(f"{reader.name} {seed}"))  # noqa: S311 (the same inputs each time)
    for sample in reader.samples:  # what is loaded only once needed is loaded now
        _give(reader, sample, outcome)
    before = _peak()
    with _bounded_memory():
        for _ in range(inputs):
            if len(outcome.findings) >= ENOUGH:
                break
            _give(reader, mutator.make(), outcome)
    outcome.grown = _peak() - before
    return outcome


def _give(reader: Reader, content: bytes, outcome: Outcome) -> None:
    outcome.inputs += 1
    begun = time.process_time()
    try:
        with _bounded_time():
            reader.read(content)
    except reader.refuses:
        outcome.refused += 1
    except Exception as error:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{type(error).__name__} {frame.filename}:{frame.lineno}"
        outcome.found(Finding(reader.name, content, where, traceback.format_exc(limit=-5)))
    taken = time.process_time() - begun
    outcome.slowest = max(outcome.slowest, taken)
    if taken > MOST_SECONDS:
        outcome.found(Finding(reader.name, content, "too long", f"took {taken:.1f} s"))


@contextmanager
def _bounded_time() -> Iterator[None]:
    """Raise TooLong within once it took twice as long as it may; regular expressions ask for signals, too."""
    signal.signal(signal.SIGVTALRM, _stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, 2 * MOST_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _stop(signum: int, frame: FrameType | None) -> None:
    raise TooLong(f"more than {2 * MOST_SECONDS:.0f} s")


@contextmanager
def _bounded_memory() -> Iterator[None]:
    """Have Python raise MemoryError within, once more than may be is asked for."""
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    with open("/proc/self/statm") as statm:  # noqa: PTH123 (no file of a folder)
        now = int(statm.read().split()[_MAPPED - 1]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_DATA, (now + MOST_MEMORY, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _peak() -> int:
    """Return the most memory this process ever held, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
