"""The rounds themselves, on the log that TRIPSITE_HOME and DATABASE_URL name: `-m tests.torture.run ROUNDS SEED`."""

import os
import sys
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tripsite.settings")
django.setup()

from tests.torture.rounds import Torture  # noqa: E402 (Django has to be set up first)
from tests.uploading import Server  # noqa: E402


def main(rounds: int, seed: int) -> int:
    home = Path(os.environ["TRIPSITE_HOME"])
    server = Server(home, DATABASE_URL=os.environ["DATABASE_URL"])
    began = time.monotonic()
    try:
        torture = Torture(server, home.parent, rounds, seed)
        for number in range(1, rounds + 1):
            if found := torture.round(number):
                print(f"Round {number}, seed {seed}:", *found, sep="\n  ")
                return 1
            if not number % 20:
                print(f"{number} rounds, {time.monotonic() - began:.0f} s", flush=True)
    finally:
        server.stop()
    known = torture.known
    print(
        f"{rounds} rounds in {time.monotonic() - began:.0f} s: {sum(known.saved.values())} saves, "
        f"{len(known.pictures)} pictures, {len(known.imported)} imports acknowledged and there; nothing half, "
        "nothing left behind."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
