"""A child process ends with its parent, also where that was killed and could not ask it to.

Otherwise it would hold the listening socket, and answer instead of the server that is started next.
"""

import os
import signal
import threading
import time

PARENT = "TRIPSITE_PARENT"
LOOK_SECONDS = 0.5
# What is under way may finish; after that it is cut off.
GRACE_SECONDS = 30
EXIT_ORPHANED = 71


def announce() -> None:
    """Tell the processes that are started from here on who their parent is."""
    os.environ[PARENT] = str(os.getpid())


def follow() -> None:
    """Watch the parent that announced itself, if one did."""
    if parent := os.environ.get(PARENT):
        threading.Thread(target=_watch, args=[int(parent)], daemon=True, name="parent").start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(LOOK_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    os._exit(EXIT_ORPHANED)
