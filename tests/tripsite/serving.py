"""`manage.py serve` for real: its own process, its own log, ready to be asked, killed and stopped."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.tripsite.command import PROJECT, environment, manage

PATIENCE_SECONDS = 60


def wait_for(question: Callable[[], Any]) -> Any:
    """Ask until the answer is something, and return it."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (answer := question()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.1)
    return answer


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def fetch(port: int, path: str) -> str:
    """Return the body of a page, or nothing while nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as response:
            return response.read().decode()
    except (OSError, http.client.HTTPException):
        return ""


def children(parent: int, *words: str) -> list[int]:
    """Return the processes that this parent started with the words among their arguments."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            ppid = int(stat.read_text().rpartition(")")[2].split()[1])
            arguments = (stat.parent / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue  # it ended meanwhile
        if ppid == parent and all(word.encode() in arguments for word in words):
            found.append(int(stat.parent.name))
    return found


def child(parent: int, word: str) -> int | None:
    return next(iter(children(parent, word)), None)


def answering(serving: subprocess.Popen) -> list[int]:
    """Return the processes that answer requests."""
    server = child(serving.pid, "tripsite.answering")
    return children(server, "tripsite.answering") if server else []


def new_log(home: Path, **variables: str) -> Path:
    """Make the tables and the static files of an empty log."""
    home.mkdir(exist_ok=True)
    for command in (["migrate", "-v0"], ["collectstatic", "-v0", "--no-input"]):
        result = manage(home, *command, **variables)
        assert (result.returncode, result.stderr) == (0, "")
    return home


@contextmanager
def served(home: Path, port: int, *options: str, output: Path, **variables: str) -> Iterator[subprocess.Popen]:
    """Give a running `serve`, as soon as it answers."""
    with output.open("w") as told:
        serving = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(port), *options],
            cwd=PROJECT,
            env=environment(home, **variables),
            stdin=subprocess.DEVNULL,
            stdout=told,
            stderr=told,
        )
    try:
        wait_for(lambda: fetch(port, "/healthz") or serving.poll() is not None)
        yield serving
    finally:
        serving.terminate()
        try:
            serving.wait(PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            os.kill(serving.pid, signal.SIGKILL)
            raise
