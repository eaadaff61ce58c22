"""Granian on a socket that is given to it: `python -m tripsite.answering FILE_DESCRIPTOR PROCESSES`.

By itself granian opens one socket a process (SO_REUSEPORT), and what waits in a process's queue is lost with it. Here
all share the one socket that `serve` holds open: whoever connects while processes are killed, replaced or started
waits for the next that is ready, and is never refused.
"""

import os
import signal
import socket
import sys
import threading
from contextlib import suppress
from pathlib import Path
from types import FrameType
from typing import Any

from granian import _signals
from granian._granian import SocketHolder, WorkerSignal
from granian._signals import set_main_signals
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings
from granian.log import LogLevels
from granian.server import MPServer

from tripsite import parents

# Of each process. A thread is made when it is needed; `tripsite.limits` keeps some of them free of slow clients.
THREADS = 16
# A connection costs a process a few kilobytes and one open file until it sends a request.
CONNECTIONS = 4096
HEADER_SECONDS = 10
# A visitor's request may finish; after that it is cut off.
GRACE_SECONDS = 25
# What was accepted is read before a process ends.
READING_SECONDS = 0.3


class SharedSocketServer(MPServer):
    """Granian's server, whose processes accept from one socket."""

    def __init__(self, descriptor: int, workers: int) -> None:
        super().__init__(
            "tripsite.wsgi:application",
            interface=Interfaces.WSGI,
            http=HTTPModes.http1,
            http1_settings=HTTP1Settings(header_read_timeout=HEADER_SECONDS * 1000),
            websockets=False,
            workers=workers,
            blocking_threads=THREADS,
            backpressure=CONNECTIONS,
            log_level=LogLevels.error,
            respawn_failed_workers=True,
            workers_kill_timeout=GRACE_SECONDS,
        )
        self.descriptor = descriptor

    def _init_shared_socket(self) -> None:
        # Granian's type stubs leave out what its own code does here where processes share a socket.
        shared: Any = SocketHolder
        vars(self).update(_ssp=None, _shd=shared(self.descriptor, False, CONNECTIONS), _sfd=self.descriptor, _sso=None)


def _deaf_before_it_ends() -> WorkerSignal:
    """Have a process that is asked to end take no more connections first, and return granian's event of that.

    Granian closes what it has accepted and not read yet. So its descriptors of the shared socket become those of a
    socket that nobody connects to; who comes meanwhile is accepted by the others, and what was accepted is read.
    """
    event = WorkerSignal()
    deaf = socket.create_server(("127.0.0.1", 0))
    deaf.setblocking(False)
    shared = os.fstat(int(sys.argv[1])).st_ino

    def end(number: int, frame: FrameType | None) -> None:
        for descriptor in (int(path.name) for path in Path("/dev/fd").iterdir()):
            with suppress(OSError):
                if os.fstat(descriptor).st_ino == shared:
                    os.dup2(deaf.fileno(), descriptor)
        threading.Timer(READING_SECONDS, event.set).start()

    set_main_signals(end)
    return event


def _end_when_asked() -> None:
    """Have a process that does not answer yet end at once: until then, granian left it with its server's own handlers,
    which would note the signal and go on."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)


if __name__ == "__main__":
    parents.follow()
    parents.announce()
    _signals.set_sync_signals = _deaf_before_it_ends
    os.register_at_fork(after_in_child=_end_when_asked)
    SharedSocketServer(*map(int, sys.argv[1:])).serve()
