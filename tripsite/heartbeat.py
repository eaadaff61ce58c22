"""The task worker's sign of life: a file that it touches, and whose age tells when it last did."""

import threading
import time
from contextlib import suppress
from pathlib import Path

from django.conf import settings

BEAT_SECONDS = 5
# A machine that is busy may be late; a worker this late is dead or stuck.
DEAD_SECONDS = 60


def _file() -> Path:
    return settings.HOME / "worker.heartbeat"


def start() -> None:
    """Beat in the background as long as this process lives."""
    threading.Thread(target=_beat, daemon=True, name="heartbeat").start()


def age() -> float | None:
    """Return how many seconds ago a worker lived, or None where none has been started in this log's folder."""
    try:
        return time.time() - _file().stat().st_mtime
    except FileNotFoundError:
        return None


def _beat() -> None:
    while True:
        # On a disk that is full or read-only `readyz` tells, and the next beat tries again.
        with suppress(OSError):
            _file().touch()
        time.sleep(BEAT_SECONDS)
