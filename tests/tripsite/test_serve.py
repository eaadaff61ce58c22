"""The production server for real: its own process, its own log, killed and stopped."""

import os
import shutil
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tripsite.command import manage
from tests.tripsite.serving import (
    PATIENCE_SECONDS,
    answering,
    child,
    children,
    fetch,
    free_port,
    served,
    wait_for,
)

needs_proc = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="finds processes in Linux's /proc")
HEADERS = b"POST /admin/account/login/ HTTP/1.1\r\nHost: localhost\r\nCookie: csrftoken=%s\r\n" % (b"a" * 32)
FORM = b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n"
SLOW_CLIENTS = {
    "that send nothing": b"",
    "whose headers never end": HEADERS + b"X-Slow: ",
    "whose form never ends": HEADERS + FORM + b"csrfmiddlewaretoken=",
}


@pytest.fixture(scope="module")
def home(empty_log, tmp_path_factory) -> Path:
    return shutil.copytree(empty_log, tmp_path_factory.mktemp("home") / "log")


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def process(home: Path, port: int, tmp_path: Path) -> Iterator[subprocess.Popen]:
    """A running `serve`, as soon as it answers."""
    with served(home, port, "--workers", "1", output=tmp_path / "output", REQUEST_SECONDS="4") as serving:
        yield serving


@needs_proc
def test_serve_restarts_what_is_killed_and_stops_when_asked(process, port, tmp_path):
    assert fetch(port, "/readyz") == "ready"
    worker = wait_for(lambda: child(process.pid, "work"))
    os.kill(worker, signal.SIGKILL)
    wait_for(lambda: (pid := child(process.pid, "work")) != worker and pid)
    # One of the processes that answer is replaced by the server, the server as a whole by `serve`.
    (answers,) = answering(process)
    os.kill(answers, signal.SIGKILL)
    wait_for(lambda: (pids := answering(process)) and answers not in pids)
    assert wait_for(lambda: fetch(port, "/healthz")) == "ok"
    server = child(process.pid, "tripsite.answering")
    os.kill(server, signal.SIGKILL)
    wait_for(lambda: (pid := child(process.pid, "tripsite.answering")) != server and pid)
    assert wait_for(lambda: fetch(port, "/healthz")) == "ok"

    started = children(process.pid)
    # What only answers visitors is not imported by the two processes that do not.
    for pid in (process.pid, child(process.pid, "work")):
        mapped = Path(f"/proc/{pid}/maps").read_text()
        assert not any(library in mapped for library in ("cryptography", "pydantic_core"))
    process.send_signal(signal.SIGTERM)

    assert process.wait(PATIENCE_SECONDS) == 0
    assert len(started) == 2
    assert not any(Path(f"/proc/{pid}").exists() for pid in started)
    told = (tmp_path / "output").read_text().splitlines()
    address = f"http://127.0.0.1:{port}/"
    assert told[0] == f"Serving {address} - write at {address}admin/ - Ctrl+C stops it."
    assert [line.partition("The ")[2] for line in told if "ended" in line] == [
        "task worker ended with status -9; it starts again in 1 s.",
        "server ended with status -9; it starts again in 1 s.",
    ]


@needs_proc
def test_nothing_goes_on_when_serve_is_killed(process, port):
    server, worker = wait_for(lambda: len(started := children(process.pid)) == 2 and started)
    below = wait_for(lambda: children(server) or children(worker))
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    wait_for(lambda: not any(Path(f"/proc/{pid}").exists() for pid in (server, worker, *below)))
    assert fetch(port, "/healthz") == ""


@needs_proc
def test_a_process_that_is_still_starting_ends_with_its_server(process):
    (before,) = answering(process)
    server = child(process.pid, "tripsite.answering")
    os.kill(before, signal.SIGKILL)
    starting = wait_for(lambda: next((pid for pid in children(server) if pid != before), None))
    os.kill(server, signal.SIGKILL)
    wait_for(lambda: not Path(f"/proc/{starting}").exists())
    wait_for(lambda: answering(process))


@needs_proc
def test_serve_answers_whatever_slow_clients_do(process, port):
    """Forty of each kind are more than the process has threads."""
    connections = []
    for sent in SLOW_CLIENTS.values():
        for _ in range(40):
            connections.append(socket.create_connection(("127.0.0.1", port)))
            connections[-1].sendall(sent)
    began = time.monotonic()
    assert [fetch(port, "/healthz") for _ in range(3)] == ["ok"] * 3
    assert time.monotonic() - began < 5
    # Those whose form never ends hold threads of the process until their time is up; then it is replaced.
    (answers,) = answering(process)
    wait_for(lambda: (pids := answering(process)) and answers not in pids)
    assert wait_for(lambda: fetch(port, "/healthz")) == "ok"
    for connection in connections:
        connection.close()


@needs_proc
def test_serve_takes_a_flood_of_connections(process, port):
    connections = [socket.create_connection(("127.0.0.1", port)) for _ in range(800)]
    began = time.monotonic()
    assert fetch(port, "/healthz") == "ok"
    assert time.monotonic() - began < 5
    for connection in connections:
        connection.close()


def test_serve_refuses_what_is_too_long_before_it_is_sent(process, port):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(HEADERS + FORM.replace(b"1000", b"3000001"))
        answer = connection.recv(4096)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"at most 3,000,000 are taken here" in answer


@needs_proc
def test_serve_is_reloaded_without_an_error(process, port):
    before, worker = answering(process), child(process.pid, "work")
    answers, stop = [], threading.Event()

    def read() -> None:
        while not stop.is_set():
            answers.append(fetch(port, "/"))

    reader = threading.Thread(target=read)
    reader.start()
    process.send_signal(signal.SIGHUP)
    wait_for(lambda: (pids := answering(process)) and not set(pids) & set(before))
    wait_for(lambda: child(process.pid, "work") not in (worker, None))
    stop.set()
    reader.join()
    assert process.poll() is None
    assert answers.count("") == 0
    assert len(answers) > 50


@needs_proc
def test_serve_finishes_a_request_when_asked_to_stop(process, port):
    form = b"csrfmiddlewaretoken=" + b"a" * 32 + b"&login=nobody&password=nothing"
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(HEADERS + FORM.replace(b"1000", b"%d" % len(form)) + form[:5])
        time.sleep(0.5)  # until the request is being answered
        process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        connection.sendall(form[5:])
        assert connection.recv(4096).startswith(b"HTTP/1.1 200 ")
    assert process.wait(PATIENCE_SECONDS) == 0


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


@pytest.mark.parametrize("command", ["serve", "work"])
def test_serve_and_its_worker_without_tables(tmp_path, command):
    result = manage(tmp_path, command)
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr == f"CommandError: {command}: the database lacks the newest tables. Run: make setup\n"


def test_serve_without_static_files(empty_log, tmp_path):
    home = shutil.copytree(empty_log, tmp_path / "log", ignore=shutil.ignore_patterns("static"))
    result = manage(home, "serve")
    assert result.stderr == "CommandError: serve: the stylesheets and scripts are not collected. Run: make setup\n"


def test_serve_without_a_database_server(tmp_path, port):
    result = manage(tmp_path, "serve", DATABASE_URL=f"postgres://nobody@127.0.0.1:{port}/log")
    assert (result.returncode, result.stdout) == (1, "")
    assert result.stderr.startswith("CommandError: serve: the database cannot be used: connection failed:")
