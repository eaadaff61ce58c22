"""`make fuzz`: every reader of what comes from outside, given made-up inputs, as a table. Exits with 1 on findings.

What a reader failed on is kept in `.fuzz/`; `--only "its reader" --again FILE` gives it that once more.
"""

import argparse
import logging
import multiprocessing
import os
import sys
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402 (Django has to be set up first)
from django.db import connection  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from .readers import Reader, readers  # noqa: E402
from .running import Finding, Outcome, run  # noqa: E402

FOUND = Path(".fuzz")
PIECE, SLOW_PIECE = 2_000, 200  # inputs between two looks at the clock

READERS = {reader.name: reader for reader in readers()}


def main() -> None:
    options = _options()
    chosen = [READERS[name] for name in options.only]
    if options.again:
        for reader in chosen:
            reader.read(options.again.read_bytes())
        return
    started, whole = time.monotonic(), Outcome("all")
    print(f"{'reader':<26}{'inputs':>10}{'refused':>10}{'slowest':>10}{'memory':>10}  findings")
    share = options.inputs / sum(reader.share for reader in chosen)
    context = multiprocessing.get_context("fork")
    with context.Pool(options.processes, _prepare, [any(reader.needs_database for reader in chosen)]) as pool:
        for reader in chosen:
            outcome = Outcome(reader.name)
            for piece in pool.imap_unordered(_run, _pieces(reader, int(share * reader.share), options)):
                outcome.add(piece)
            _show(outcome)
            whole.add(outcome)
    _show(whole)
    print(f"{time.monotonic() - started:.0f} s, {options.processes} processes, seed {options.seed}")
    sys.exit(bool(whole.findings))


def _pieces(reader: Reader, inputs: int, options: argparse.Namespace) -> Iterator[tuple[str, str, int, float]]:
    """Part a reader's inputs; none begins once its share of the time is over."""
    size = SLOW_PIECE if reader.share == 1 else PIECE
    until = time.monotonic() + 60 * options.minutes / len(options.only)
    for number, done in enumerate(range(0, inputs, size)):
        yield reader.name, f"{options.seed}.{number}", min(size, inputs - done), until


def _run(piece: tuple[str, str, int, float]) -> Outcome:
    name, seed, inputs, until = piece
    return run(READERS[name], seed, inputs) if time.monotonic() < until else Outcome(name)


def _prepare(needs_database: bool) -> None:
    """Give a process a database of its own, and have it say nothing of what it was given."""
    logging.disable()
    warnings.simplefilter("ignore")
    if needs_database:
        settings.DATABASES["default"]["TEST"]["NAME"] = ":memory:"
        setup_test_environment(debug=False)
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)


def _show(outcome: Outcome) -> None:
    told = f"{outcome.inputs:>10,}{outcome.refused:>10,}{outcome.slowest:>8.2f} s{outcome.grown / 1e6:>7.0f} MB"
    print(f"{outcome.reader:<26}{told}  {len(outcome.findings) or 'none'}")
    for number, finding in enumerate(outcome.findings.values() if outcome.reader in READERS else ()):
        print(f"    {_kept(finding, number)}\n        {finding.what.strip().replace(chr(10), chr(10) + ' ' * 8)}")
    sys.stdout.flush()


def _kept(finding: Finding, number: int) -> Path:
    """Write what was failed on into a file."""
    FOUND.mkdir(parents=True, exist_ok=True)
    path = FOUND / f"{finding.reader.replace(' ', '-')}-{number}"
    path.write_bytes(finding.content)
    return path


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make fuzz", description=__doc__)
    parser.add_argument("--inputs", type=int, default=100_000, help="how many in all (%(default)s)")
    parser.add_argument("--minutes", type=float, default=10, help="the longest it may take (%(default)s)")
    parser.add_argument("--processes", type=int, default=os.cpu_count(), help="side by side (%(default)s)")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="decides which inputs (the time)")
    parser.add_argument("--only", nargs="+", choices=READERS, default=list(READERS), metavar="READER")
    parser.add_argument("--again", type=Path, help="give this file to the reader, once")
    return parser.parse_args()


if __name__ == "__main__":
    main()
