"""The production server and the worker of its background tasks, kept alive together.

Two children: gunicorn, which answers visitors, and `manage.py work`, which makes derivatives.
When the server ends, all ends; when the worker dies, it is started again.
"""

import logging
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from types import FrameType

from django.conf import settings

logger = logging.getLogger(__name__)

POLL_SECONDS = 0.2
THREADS = 4
# A visitor's request and a picture under way may finish; after that they are cut off.
GRACE_SECONDS = 30
# A worker that dies at once is given longer and longer pauses, so that it never spins.
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 60.0
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


def address_problem(host: str, port: int) -> str:
    """Return why nothing can listen at this address, or an empty string."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except socket.gaierror:
        return "no such host"
    except OSError as error:
        return os.strerror(error.errno) if error.errno else str(error)
    return ""


def serve(host: str, port: int, workers: int) -> int:
    """Run server and worker until a signal or the server's end; return the exit status."""
    stop = _Stop()
    for number in STOP_SIGNALS:
        signal.signal(number, stop.request)
    server = _start(
        *("-m", "gunicorn", "tripsite.wsgi:application"),
        *("--bind", f"[{host}]:{port}" if ":" in host else f"{host}:{port}"),
        *("--worker-class", "gthread", "--workers", str(workers), "--threads", str(THREADS)),
        *("--graceful-timeout", str(GRACE_SECONDS - 5), "--log-level", "warning", "--no-control-socket"),
    )
    worker = _Worker()
    while not stop.requests and server.poll() is None:
        worker.keep_alive(time.monotonic())
        time.sleep(POLL_SECONDS)
    status = server.poll()
    _end([process for process in (server, worker.process) if process is not None], stop)
    if status is None:
        return 0
    # The shell's way to say that a signal ended a process.
    return 128 - status if status < 0 else status


@dataclass
class _Stop:
    """How often this process was asked to stop."""

    requests: int = 0

    def request(self, signum: int, frame: FrameType | None) -> None:
        self.requests += 1


@dataclass
class _Worker:
    """The task worker through its lives."""

    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    due: float = 0.0
    pause: float = FIRST_PAUSE_SECONDS

    def keep_alive(self, now: float) -> None:
        """Start the worker when it is due; when it has died, settle when it is due again."""
        if self.process is None:
            if now >= self.due:
                self.process, self.started = _start("manage.py", "work"), now
        elif (status := self.process.poll()) is not None:
            if now - self.started > LONGEST_PAUSE_SECONDS:
                self.pause = FIRST_PAUSE_SECONDS
            logger.warning("The task worker ended with status %s; it starts again in %.0f s.", status, self.pause)
            self.process, self.due = None, now + self.pause
            self.pause = min(self.pause * 2, LONGEST_PAUSE_SECONDS)


def _start(*arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own commands, with a checked host and numbers
        [sys.executable, *arguments],
        cwd=settings.BASE_DIR,
        env=os.environ | {"TRIPSITE_HOME": str(settings.HOME)},
        # In a session of its own, a child does not get the terminal's Ctrl+C: it is asked to stop once, by us.
        start_new_session=True,
    )


def _end(children: list[subprocess.Popen[bytes]], stop: _Stop) -> None:
    """Ask the children to finish and wait; cut them off when time is up or somebody asks once more."""
    asked = stop.requests
    deadline = time.monotonic() + GRACE_SECONDS
    for child in children:
        child.terminate()
    while any(child.poll() is None for child in children):
        if time.monotonic() > deadline or stop.requests > asked:
            for child in children:
                child.kill()
        time.sleep(POLL_SECONDS)
