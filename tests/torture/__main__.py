"""`make torture`: rounds of writing and killing on SQLite, then on PostgreSQL where one answers at TEST_DATABASE_URL.

A log grows with each round, and with it what a start and a look at everything take: after some, a new one is begun.
The exit status is 1 as soon as something acknowledged is lost, half there, or left behind.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.scratch import scratch_database

ROUNDS_OF_A_LOG = 50


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200, help="rounds on each database (%(default)s)")
    parser.add_argument("--seed", type=int, default=1, help="decides when what is killed (%(default)s)")
    parser.add_argument("--postgresql", metavar="URL", help="a server to make a database on, instead of SQLite")
    arguments = parser.parse_args()
    for number, done in enumerate(range(0, arguments.rounds, ROUNDS_OF_A_LOG)):
        rounds = min(ROUNDS_OF_A_LOG, arguments.rounds - done)
        if _torture_a_log(rounds, arguments.seed + number, arguments.postgresql):
            return 1
    return 0


def _torture_a_log(rounds: int, seed: int, postgresql: str | None) -> int:
    given = [str(rounds), str(seed)]
    with tempfile.TemporaryDirectory(prefix="tripsite-torture-") as folder:
        if not postgresql:
            return _run(Path(folder), given, "")
        with scratch_database(postgresql) as url:
            return _run(Path(folder), given, url)


def _run(folder: Path, arguments: list[str], url: str) -> int:
    """Run rounds in a process of its own, whose Django looks at the tortured log."""
    environment = os.environ | {"TRIPSITE_HOME": str(folder / "log"), "DATABASE_URL": url}
    command = [sys.executable, "-m", "tests.torture.run", *arguments]
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
