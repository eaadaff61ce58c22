"""A short run of the fuzzing: the same inputs each time, so that a failure is one of today's change."""

import pytest

from .readers import Reader, readers
from .running import run

INPUTS = 60
ALONE = [reader for reader in readers() if not reader.needs_database]
WITH_A_DATABASE = [reader for reader in readers() if reader.needs_database]

pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.mark.parametrize("reader", ALONE, ids=lambda reader: reader.name)
def test_made_up_inputs_are_read_or_refused(reader):
    give(reader)


@pytest.mark.django_db
@pytest.mark.parametrize("reader", WITH_A_DATABASE, ids=lambda reader: reader.name)
def test_made_up_inputs_are_taken_or_refused_by_what_asks_the_database(reader):
    give(reader)


def give(reader: Reader) -> None:
    outcome = run(reader, seed="short", inputs=INPUTS * min(reader.share, 4))
    assert [f"{finding.what}: {finding.content[:200]!r}" for finding in outcome.findings.values()] == []
    assert outcome.inputs > INPUTS


@pytest.mark.parametrize("fault", [ValueError("x"), MemoryError(), RecursionError()], ids=repr)
def test_a_reader_that_fails_is_found(fault):
    def read(content: bytes) -> None:
        raise fault

    outcome = run(Reader("failing", read, [b"x"]), seed="1", inputs=10)
    assert [finding.where.split()[0] for finding in outcome.findings.values()] == [type(fault).__name__]


def test_a_reader_that_takes_too_long_is_found(monkeypatch):
    monkeypatch.setattr("tests.fuzz.running.MOST_SECONDS", 0.01)

    def read(content: bytes) -> None:
        while True:
            pass

    outcome = run(Reader("slow", read, [b"x"]), seed="1", inputs=1)
    assert {where.split()[0] for where in outcome.findings} == {"TooLong", "too"}


def test_a_reader_that_needs_too_much_memory_is_found():
    outcome = run(Reader("large", lambda content: len(content) and bytearray(600_000_000), [b""]), seed="1", inputs=40)
    assert [where.split()[0] for where in outcome.findings] == ["MemoryError"]
