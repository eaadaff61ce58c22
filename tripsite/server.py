"""The production server and the worker of its background tasks, kept alive together.

Two children: `tripsite.answering`, which answers visitors with a few processes, and `manage.py work`, which makes
derivatives. Whichever dies is started again. The socket stays open here, so that no visitor is refused meanwhile.
"""

import os
import resource
import signal
import socket
import time
from types import FrameType

from django.conf import settings

from tripsite import metrics, parents
from tripsite.answering import CONNECTIONS
from tripsite.children import Child

POLL_SECONDS = 0.2
# A visitor's request and a picture under way may finish; after that they are cut off.
GRACE_SECONDS = 30
FIRST_PASSED = 3


def cores() -> int:
    """Return how many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def default_workers() -> int:
    """Return how many server processes to run: one a core, and two at least, so that one can be replaced."""
    return min(max(2, cores()), 16)


def listener(host: str, port: int) -> socket.socket:
    """Return systemd's listening socket, where it passed one (sd_listen_fds(3)), or a new one. Raises OSError."""
    if os.environ.get("LISTEN_PID") == str(os.getpid()) and os.environ.get("LISTEN_FDS") == "1":
        return socket.socket(fileno=FIRST_PASSED)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=CONNECTIONS)


def serve(listening: socket.socket, workers: int, metrics_port: int | None = None) -> None:
    """Run server and worker until a signal asks for the end; SIGHUP replaces their processes one by one."""
    asked = _Asked()
    parents.announce()
    _allow_open_files()
    descriptor = listening.fileno()
    server = Child("server", ("-m", "tripsite.answering", str(descriptor), str(workers)), (descriptor,))
    worker = Child("task worker", ("manage.py", "work"))
    children = [server, worker]
    if metrics_port:
        os.environ[metrics.FOLDER] = str(metrics.empty(settings.HOME / "metrics"))
        children.append(Child("metrics", ("manage.py", "metrics", str(metrics_port))))
    while not asked.to_stop:
        if asked.to_reload:
            asked.to_reload = False
            worker.replace()
            if server.process is not None:
                server.process.send_signal(signal.SIGHUP)
        for child in children:
            child.keep_alive(time.monotonic())
        time.sleep(POLL_SECONDS)
    listening.close()
    _end(children, asked)


class _Asked:
    """What this process was asked for by signals."""

    def __init__(self) -> None:
        self.to_stop = 0
        self.to_reload = False
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self.note)

    def note(self, number: int, frame: FrameType | None) -> None:
        # A terminal that is closed says so by the same signal.
        if number == signal.SIGHUP and not os.isatty(0):
            self.to_reload = True
        else:
            self.to_stop += 1


def _allow_open_files() -> None:
    """Use all the open files that the system grants; the children inherit it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _end(children: list[Child], asked: _Asked) -> None:
    """Ask the children to finish and wait; cut them off when time is up or somebody asks once more."""
    processes = [child.process for child in children if child.process is not None]
    before = asked.to_stop
    deadline = time.monotonic() + GRACE_SECONDS
    for process in processes:
        process.terminate()
    while any(process.poll() is None for process in processes):
        if time.monotonic() > deadline or asked.to_stop > before:
            for process in processes:
                process.kill()
        time.sleep(POLL_SECONDS)
