"""Restores FILE over the log and kills itself with signal 9 at the Nth step, counted from 1: `killed.py FILE N`.

Prints the steps it goes through.
"""

import os
import signal
import sys
from itertools import count
from pathlib import Path

import django

if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "tripsite.settings"
    django.setup()
    from tripsite.backup.restoring import restore

    steps = count(1)

    def progress(done: int, total: int, what: str) -> None:
        print(what, flush=True)
        if next(steps) == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)

    with Path(sys.argv[1]).open("rb") as stream:
        restore(stream, replace=True, progress=progress)
