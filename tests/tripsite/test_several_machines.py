"""Two machines for real: a folder each, one database, one cache, one bucket, and nginx before them."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from functools import partial
from pathlib import Path
from urllib.parse import urlencode

import boto3
import psycopg
import pytest
import redis

from tests.posts.admin.as_sent import read_form
from tests.scratch import scratch_database
from tests.tripsite.command import manage
from tests.tripsite.serving import fetch, free_port, served, wait_for
from tests.uploading import MAKE_A_LOG, Client, photographs

POSTGRESQL = "postgres://postgres@127.0.0.1:5432/postgres"
REDIS = "redis://127.0.0.1:6379/8"
NGINX = shutil.which("nginx", path="/usr/sbin:/usr/bin:/usr/local/bin")
CONFIGURATION = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;
events {{}}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  upstream log {{ {servers} keepalive 16; }}
  server {{
    listen 127.0.0.1:{port};
    location / {{
      proxy_pass http://log; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_set_header Host $http_host; proxy_connect_timeout 2s;
      proxy_next_upstream error timeout http_502 http_503;
    }}
  }}
}}
"""


def missing() -> str:
    """Return what these tests need and this machine lacks."""
    if NGINX is None:
        return "nginx"
    try:
        psycopg.connect(POSTGRESQL, connect_timeout=2).close()
        with redis.Redis.from_url(REDIS) as cache:
            cache.ping()
    except (psycopg.Error, redis.RedisError) as error:
        return str(error)
    return ""


pytestmark = [
    pytest.mark.skipif(bool(missing()), reason=f"needs nginx, PostgreSQL and Redis: {missing()}"),
    # The connection with which the bucket was made is kept by its library.
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


class Machines:
    """Two servers behind nginx; `ports` are theirs, `port` is nginx's."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.stack, self.folder = stack, folder
        self.variables = {
            "DATABASE_URL": stack.enter_context(scratch_database(POSTGRESQL)),
            "CACHE_URL": REDIS,
            "SECRET_KEY": "of both machines, and long enough to be nobody's guess: 8f0b1c2d",
            **self._bucket(),
        }
        with redis.Redis.from_url(REDIS) as cache:
            cache.flushdb()
        self.homes = [folder / "a", folder / "b"]
        manage(self.homes[0], "migrate", "-v0", **self.variables)
        manage(self.homes[0], "shell", "-v0", "-c", MAKE_A_LOG, **self.variables)
        for home in self.homes:
            manage(home, "collectstatic", "-v0", "--no-input", **self.variables)
        self.ports = [free_port(), free_port()]
        self.serving = [self.start(at) for at in (0, 1)]
        self.port = self._nginx()

    def start(self, at: int) -> subprocess.Popen:
        output = self.folder / f"output-{at}"
        options = ("--workers", "1")
        return self.stack.enter_context(
            served(self.homes[at], self.ports[at], *options, output=output, **self.variables)
        )

    def kill(self, at: int) -> None:
        """Kill a machine's every process at once, as a power cut does."""
        for process in descendants(self.serving[at].pid):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self.serving[at].wait()

    def _bucket(self) -> dict[str, str]:
        port = free_port()
        self._run([sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)])
        wait_for(lambda: answers_at(port))
        variables = {
            "S3_BUCKET": "log",
            "S3_ENDPOINT_URL": f"http://127.0.0.1:{port}",
            "S3_REGION": "us-east-1",
            "S3_ACCESS_KEY_ID": "anybody",
            "S3_SECRET_ACCESS_KEY": "anything",
        }
        client = boto3.client(
            "s3",
            endpoint_url=variables["S3_ENDPOINT_URL"],
            region_name="us-east-1",
            aws_access_key_id="anybody",
            aws_secret_access_key="anything",
        )
        client.create_bucket(Bucket="log")
        client.close()
        return variables

    def _nginx(self) -> int:
        port = free_port()
        servers = " ".join(f"server 127.0.0.1:{each} max_fails=1 fail_timeout=1s;" for each in self.ports)
        configuration = self.folder / "nginx.conf"
        configuration.write_text(CONFIGURATION.format(folder=self.folder, servers=servers, port=port))
        self._run([NGINX, "-c", str(configuration), "-p", str(self.folder)])
        wait_for(lambda: fetch(port, "/healthz"))
        return port

    def _run(self, command: list[str]) -> None:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.stack.callback(process.wait)
        self.stack.callback(process.terminate)


def answers_at(port: int) -> bool:
    with closing(socket.socket()) as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


def descendants(pid: int) -> list[int]:
    found = [pid]
    for process in found:
        with suppress(OSError):
            tasks = Path(f"/proc/{process}/task").iterdir()
            found += [int(child) for task in tasks for child in (task / "children").read_text().split()]
    return found


@pytest.fixture(scope="module")
def machines(tmp_path_factory) -> Iterator[Machines]:
    with ExitStack() as stack:
        yield Machines(tmp_path_factory.mktemp("machines"), stack)


@pytest.fixture(scope="module")
def writer(machines) -> Client:
    """Somebody who logged in once, on the first machine."""
    return Client(machines.ports[0])


def at(client: Client, port: int) -> Client:
    client.port = port
    return client


def save(client: Client, day: int, text: str) -> None:
    address = f"/admin/posts/day/{day}/change/"
    page = client.request("GET", address)[2].decode()
    values = read_form(page) | {"body": [text], "status": ["published"]}
    form = urlencode([(name, value) for name, chosen in values.items() for value in chosen]).encode()
    status, _, answer = client.request("POST", address, form, {"Content-Type": "application/x-www-form-urlencoded"})
    assert status == 302, answer.decode()


def first_day(client: Client) -> int:
    page = client.request("GET", "/admin/posts/day/")[2].decode()
    return int(re.search(r"/admin/posts/day/(\d+)/change/", page)[1])


def test_a_save_on_one_machine_is_read_on_the_other_at_once(machines, writer):
    ask(machines, 'Trip.objects.update(status="published")')
    day = first_day(writer)
    for number in range(6):
        here, there = machines.ports if number % 2 else reversed(machines.ports)
        save(at(writer, here), day, f"This is text {number}.")
        assert f"This is text {number}." in fetch(there, "/trips/oslo/")


def test_an_upload_goes_on_at_the_other_machine_and_its_picture_is_shown_by_both(machines, writer):
    (content,) = photographs(1, (1800, 1350))
    ports = iter([*machines.ports] * 50)
    writer.part = 200_000
    outcome = writer.send("IMG_1.jpg", content, lambda offset: at(writer, next(ports)) and None, trip=1)
    assert outcome["failure"] == ""
    state = "Photo.objects.values_list('state', flat=True)[0]"
    wait_for(lambda: ask(machines, state) == "ready")
    shown = ask(
        machines,
        "Figure.objects.update(day=Day.objects.filter(status='published').first()) and str(Photo.objects.get().uuid)",
    )
    for port in machines.ports:
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
            connection.request("GET", f"/photos/{shown}/480.jpg")
            answer = connection.getresponse()
            assert (answer.status, answer.read()[:2]) == (200, b"\xff\xd8")
    assert not (machines.homes[0] / "originals").exists()


def test_either_machine_dies_and_no_reader_notices(machines, writer):
    failures: list[str] = []
    stop = threading.Event()
    readers = [threading.Thread(target=keep_reading, args=(machines.port, failures, stop)) for _ in range(8)]
    for reader in readers:
        reader.start()
    for number in (0, 1):
        time.sleep(1)
        machines.kill(number)
        time.sleep(2)
        # The other takes the writer's session, and does the work in the background.
        assert at(writer, machines.port).request("GET", "/admin/")[0] == 200
        machines.serving[number] = machines.start(number)
        wait_for(partial(fetch, machines.ports[number], "/readyz"))
    stop.set()
    for reader in readers:
        reader.join()
    assert failures == []


def keep_reading(port: int, failures: list[str], stop: threading.Event) -> None:
    while not stop.is_set():
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        try:
            connection.request("GET", "/trips/oslo/")
            answer = connection.getresponse()
            if answer.status != 200 or b"Oslo" not in answer.read():
                failures.append(f"status {answer.status}")
        except (OSError, http.client.HTTPException) as error:
            failures.append(repr(error))
        finally:
            connection.close()


def ask(machines: Machines, expression: str) -> str:
    code = f"from posts.models import *; from media.models import Photo; print({expression})"
    done = manage(machines.homes[1], "shell", "-v0", "-c", code, **machines.variables)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
