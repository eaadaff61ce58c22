"""A server for real that loses its database, its cache, its bucket or its disk's last byte, and gets them back."""

import http.client
import select
import signal
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import psycopg
import pytest
import redis

from tests.posts.admin.as_sent import read_form
from tests.scratch import scratch_database
from tests.tripsite.command import manage
from tests.tripsite.serving import answering, child, fetch, free_port, new_log, served, wait_for
from tests.uploading import MAKE_A_LOG, Client

POSTGRESQL = "postgres://postgres@127.0.0.1:5432/postgres"
PUBLISH = (
    'from posts.models import Day, Trip; Day.objects.update(body="Kept."); Trip.objects.update(status="published")'
)


DAY = "/admin/posts/day/1/change/"
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Gate:
    """An address before another one, that can be shut as if what is behind it had died."""

    def __init__(self, behind: int) -> None:
        self.behind, self.port, self.is_open = behind, free_port(), False
        self.pairs: list[socket.socket] = []

    def open(self) -> None:
        self.listening = socket.create_server(("127.0.0.1", self.port))
        self.is_open = True
        threading.Thread(target=self._accept, daemon=True).start()

    def shut(self) -> None:
        self.is_open = False
        for end in [self.listening, *self.pairs]:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self.pairs.clear()

    def _accept(self) -> None:
        while self.is_open:
            with suppress(OSError):
                near = self.listening.accept()[0]
                far = socket.create_connection(("127.0.0.1", self.behind))
                self.pairs += [near, far]
                threading.Thread(target=self._carry, args=(near, far), daemon=True).start()

    def _carry(self, near: socket.socket, far: socket.socket) -> None:
        others = {near: far, far: near}
        with suppress(OSError, ValueError):
            while self.is_open:
                for end in select.select(others, [], [], 1)[0]:
                    if not (content := end.recv(65536)):
                        raise ConnectionResetError
                    others[end].sendall(content)
        near.close()
        far.close()


@contextmanager
def gate(behind: int) -> Iterator[Gate]:
    it = Gate(behind)
    it.open()
    try:
        yield it
    finally:
        if it.is_open:
            it.shut()


def status(port: int, path: str) -> tuple[int, str]:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()


def becomes(port: int, path: str, expected: tuple[int, str]) -> None:
    wait_for(lambda: status(port, path) == expected)


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def answers(ask: Callable[[], object]) -> bool:
    try:
        ask()
    except (psycopg.Error, redis.RedisError):
        return False
    return True


@pytest.mark.skipif(
    not answers(lambda: psycopg.connect(POSTGRESQL, connect_timeout=2).close()), reason="needs PostgreSQL"
)
@pytest.mark.skipif(not answers(lambda: redis.Redis(db=8).ping()), reason="needs Redis")
def test_lost_database_and_lost_cache(stack, tmp_path):
    database, cache = stack.enter_context(gate(5432)), stack.enter_context(gate(6379))
    url = urlsplit(stack.enter_context(scratch_database(POSTGRESQL)))
    variables = {
        "DATABASE_URL": url._replace(netloc=f"postgres@127.0.0.1:{database.port}").geturl(),
        "CACHE_URL": f"redis://127.0.0.1:{cache.port}/8",
    }
    home, port = new_log(tmp_path / "log", **variables), free_port()
    for code in (MAKE_A_LOG, PUBLISH):
        assert manage(home, "shell", "-v0", "-c", code, **variables).returncode == 0
    stack.enter_context(served(home, port, "--workers", "1", output=tmp_path / "output", **variables))
    becomes(port, "/readyz", (200, "ready"))
    writer = Client(port)
    sent = read_form(writer.request("GET", DAY)[2].decode())
    _, page = status(port, "/trips/oslo/")
    assert "Kept." in page

    cache.shut()
    becomes(port, "/readyz", (200, "ready, but ill: cache"))
    assert status(port, "/trips/oslo/")[0] == 200
    assert status(port, "/people/")[0] == 200
    cache.open()
    becomes(port, "/readyz", (200, "ready"))

    database.shut()
    becomes(port, "/readyz", (503, "not ready: database"))
    assert status(port, "/healthz") == (200, "ok")
    # What is kept is shown; what would have to be made is not, and nothing can be saved.
    assert status(port, "/trips/oslo/") == (200, page)
    assert status(port, "/places/")[0] == 503
    form = urlencode(sent | {"body": "While the database is lost."}, doseq=True).encode()
    refused, headers, _ = writer.request("POST", DAY, form, FORM)
    assert (refused, headers["retry-after"]) == (503, "30")
    database.open()
    becomes(port, "/readyz", (200, "ready"))
    assert status(port, "/places/")[0] == 200
    assert save(writer, "Afterwards.") == (302, "")
    assert "Afterwards." in fetch(port, "/trips/oslo/")


def _mounted(folder: Path) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(folder)]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def test_full_disk(stack, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    if not _mounted(disk):
        pytest.skip("needs the right to mount a small disk")
    stack.callback(subprocess.run, ["umount", "--lazy", str(disk)], check=False)
    home, port = new_log(disk / "log"), free_port()
    for code in (MAKE_A_LOG, PUBLISH):
        assert manage(home, "shell", "-v0", "-c", code).returncode == 0
    stack.enter_context(served(home, port, "--workers", "1", output=tmp_path / "output"))
    writer = Client(port)
    assert save(writer, "Before.") == (302, "")
    filler = disk / "filler"
    fill(filler)

    refused, page = save(writer, "While the disk is full, this is a text of some length. " * 400)
    assert refused == 507
    assert "disk is full" in page
    assert "While the disk is full, this is a text" in page
    assert "Before." in fetch(port, "/trips/oslo/")
    assert status(port, "/people/")[0] == 200

    filler.unlink()
    assert save(writer, "After.") == (302, "")
    assert "After." in fetch(port, "/trips/oslo/")


def fill(file: Path) -> None:
    """Write until nothing more fits."""
    with suppress(OSError), file.open("wb", buffering=0) as open_file:
        while open_file.write(bytes(65536)):
            pass


def save(client: Client, text: str) -> tuple[int, str]:
    """Save the first day's text; return the status, and the page if it was refused, or its form not given."""
    code, _, page = client.request("GET", DAY)
    if code != 200:
        return code, page.decode()
    values = read_form(page.decode()) | {"body": [text], "status": ["published"]}
    form = urlencode([(name, value) for name, chosen in values.items() for value in chosen]).encode()
    code, _, page = client.request("POST", DAY, form, FORM)
    return code, page.decode()


def test_disk_that_can_only_be_read(stack, tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    if not _mounted(disk):
        pytest.skip("needs the right to mount a small disk")
    stack.callback(subprocess.run, ["umount", "--lazy", str(disk)], check=False)
    home, port = new_log(disk / "log"), free_port()
    for code in (MAKE_A_LOG, PUBLISH):
        assert manage(home, "shell", "-v0", "-c", code).returncode == 0
    serving = stack.enter_context(served(home, port, "--workers", "1", output=tmp_path / "output"))
    writer = Client(port)
    assert save(writer, "Before.") == (302, "")
    sent = read_form(writer.request("GET", DAY)[2].decode())
    assert "Before." in fetch(port, "/trips/oslo/")
    # A disk with files that are open for writing cannot be remounted. What is opened from now on passes this mount.
    again = [["mount", "--bind", str(disk), str(disk)], ["mount", "-o", "remount,bind,ro", str(disk)]]
    mounted = stack.enter_context(ExitStack())
    for command in again:
        subprocess.run(command, check=True)
    mounted.callback(subprocess.run, ["umount", "--lazy", str(disk)], check=False)
    before, worker = answering(serving), child(serving.pid, "work")
    serving.send_signal(signal.SIGHUP)
    wait_for(lambda: (pids := answering(serving)) and not set(pids) & set(before))
    wait_for(lambda: child(serving.pid, "work") not in (worker, None))

    form = urlencode(sent | {"body": "While the disk can only be read."}, doseq=True).encode()
    refused, _, answer = writer.request("POST", DAY, form, FORM)
    assert (refused, "can only be read" in answer.decode()) == (503, True)
    assert "While the disk can only be read." in answer.decode()
    assert "Before." in fetch(port, "/trips/oslo/")
    assert status(port, "/people/")[0] == 200
    ill = status(port, "/readyz")
    assert (ill[0], "originals" in ill[1]) == (503, True)

    mounted.close()
    # SQLite keeps what it opened meanwhile for as long as the process has a connection: the server is reloaded.
    serving.send_signal(signal.SIGHUP)
    wait_for(lambda: save(writer, "After.")[0] == 302)
    assert "After." in fetch(port, "/trips/oslo/")
    becomes(port, "/readyz", (200, "ready"))
