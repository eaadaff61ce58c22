"""The production server for real: its own process, its own log, killed and stopped."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import PROJECT
from tests.tripsite.command import environment, manage

PATIENCE_SECONDS = 60

needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds processes in Linux's /proc")


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
    except OSError:
        return ""


def child(parent: int, word: str) -> int | None:
    """Return the process that this parent started with the word among its arguments."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            ppid = int(stat.read_text().rpartition(")")[2].split()[1])
            arguments = (stat.parent / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue  # it ended meanwhile
        if ppid == parent and word.encode() in arguments:
            return int(stat.parent.name)
    return None


@pytest.fixture(scope="module")
def home(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("log")
    for command in (["migrate", "-v0"], ["collectstatic", "-v0", "--no-input"]):
        result = manage(folder, *command)
        assert (result.returncode, result.stderr) == (0, "")
    return folder


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def process(home: Path, port: int, tmp_path: Path) -> Iterator[subprocess.Popen]:
    """A running `serve`, as soon as it answers."""
    with (tmp_path / "output").open("w") as output:
        serving = subprocess.Popen(
            [sys.executable, "manage.py", "serve", "--port", str(port), "--workers", "1"],
            cwd=PROJECT,
            env=environment(home),
            stdout=output,
            stderr=output,
        )
    try:
        wait_for(lambda: fetch(port, "/healthz") or serving.poll() is not None)
        yield serving
    finally:
        serving.terminate()
        serving.wait(PATIENCE_SECONDS)


@needs_proc
def test_serve_restarts_a_killed_worker_and_stops_when_asked(process, port, tmp_path):
    assert fetch(port, "/healthz") == "ok"
    assert fetch(port, "/readyz") == "ready"
    worker = wait_for(lambda: child(process.pid, "work"))
    os.kill(worker, signal.SIGKILL)
    second = wait_for(lambda: (pid := child(process.pid, "work")) != worker and pid)
    server = child(process.pid, "gunicorn")
    assert fetch(port, "/healthz") == "ok"

    process.send_signal(signal.SIGTERM)

    assert process.wait(PATIENCE_SECONDS) == 0
    assert not any(Path(f"/proc/{pid}").exists() for pid in (server, second))
    told = (tmp_path / "output").read_text().splitlines()
    address = f"http://127.0.0.1:{port}/"
    assert told[0] == f"Serving {address} - write at {address}admin/ - Ctrl+C stops it."
    assert told[1].endswith("The task worker ended with status -9; it starts again in 1 s.")
    assert told[2:] == []


@needs_proc
def test_serve_ends_with_the_server(process):
    worker = wait_for(lambda: child(process.pid, "work"))
    os.kill(wait_for(lambda: child(process.pid, "gunicorn")), signal.SIGKILL)
    assert process.wait(PATIENCE_SECONDS) == 128 + signal.SIGKILL
    assert not Path(f"/proc/{worker}").exists()


def test_serve_at_a_port_that_is_taken(home, port):
    with socket.create_server(("127.0.0.1", port)):
        result = manage(home, "serve", "--port", str(port))
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == (
        f"CommandError: serve: cannot listen at 127.0.0.1, port {port}: Address already in use. "
        "Stop what runs there, or choose another port: --port, or PORT= after make run.\n"
    )


def test_serve_at_a_host_that_is_not_this_machine(home, port):
    result = manage(home, "serve", "--host", "192.0.2.1", "--port", str(port))
    assert result.stderr.startswith(
        f"CommandError: serve: cannot listen at 192.0.2.1, port {port}: Cannot assign requested address. "
    )


@pytest.mark.parametrize("port", ["0", "65536", "http", "²"])
def test_serve_at_what_is_no_port(tmp_path, port):
    result = manage(tmp_path, "serve", "--port", port)
    assert result.returncode != 0
    assert result.stderr.endswith(f"error: argument --port: '{port}' is not a port (1 to 65535)\n")


def test_serve_without_tables(tmp_path):
    result = manage(tmp_path, "serve")
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == "CommandError: serve: the database lacks the newest tables. Run: make setup\n"


def test_serve_without_static_files(tmp_path):
    manage(tmp_path, "migrate", "-v0")
    result = manage(tmp_path, "serve")
    assert result.stderr == "CommandError: serve: the stylesheets and scripts are not collected. Run: make setup\n"


def test_serve_without_a_database_server(tmp_path, port):
    result = manage(tmp_path, "serve", DATABASE_URL=f"postgres://nobody@127.0.0.1:{port}/log")
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith("CommandError: serve: the database cannot be used: connection failed:")
