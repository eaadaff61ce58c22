"""Pictures sent to a real server by the tus protocol, one that may be killed at any moment.

For the tests and for `bench.uploads`.
"""

import base64
import datetime
import hashlib
import http.client
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from PIL import Image, ImageFilter

from tests.media.pictures import exif, saved
from tests.sample_server import _free_port, _wait_for
from tests.tripsite.command import PROJECT, environment, manage

PART = 2 * 1024 * 1024
PATIENCE_SECONDS = 300
TAKEN = b"2024:03:16 13:20:04"
PASSWORD = "a long password of the test"
# A trip of three days, and somebody who writes it up.
MAKE_A_LOG = f"""
import datetime
from django.contrib.auth.models import User
from posts.models import Day, Trip
User.objects.create_superuser("writer", password="{PASSWORD}")
first, last = datetime.date(2024, 3, 15), datetime.date(2024, 3, 17)
trip = Trip.objects.create(slug="oslo", title="Oslo", starts_on=first, ends_on=last)
for day in trip.dates:
    Day.objects.create(trip=trip, date=day)
"""


def photographs(number: int, size: tuple[int, int]) -> list[bytes]:
    """Return pictures as a camera takes them, each taken a minute after the one before, on the second day."""
    noise = Image.effect_noise(size, 40).filter(ImageFilter.GaussianBlur(1))
    picture = Image.merge("RGB", (noise, noise.rotate(180), noise.transpose(Image.Transpose.FLIP_LEFT_RIGHT)))
    first = saved(picture, "JPEG", quality=90, exif=exif(TAKEN.decode()))
    return [first.replace(TAKEN, _taken(at)) for at in range(number)]


def _taken(minutes: int) -> bytes:
    moment = datetime.datetime(2024, 3, 16, 9, tzinfo=datetime.UTC) + datetime.timedelta(minutes=minutes)
    return moment.strftime("%Y:%m:%d %H:%M:%S").encode()


class Server:
    """`manage.py serve` on a log of its own, which can be killed with all its processes, and started again."""

    def __init__(self, home: Path, **variables: str) -> None:
        self.home, self.variables = home, variables
        home.mkdir(exist_ok=True)
        for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"], ["shell", "-v0", "-c", MAKE_A_LOG]):
            self.manage(*command)
        self.port = _free_port()
        self.start()

    def manage(self, *command: str) -> str:
        done = manage(self.home, *command, **self.variables)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def start(self) -> None:
        command = [sys.executable, "manage.py", "serve", "--port", str(self.port)]
        # What it says while it is being killed is of no interest.
        self.process = subprocess.Popen(
            command,
            cwd=PROJECT,
            env=environment(self.home, **self.variables),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _wait_for(f"http://127.0.0.1:{self.port}/readyz")

    def kill(self) -> None:
        for process in self.processes():
            os.kill(process, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=PATIENCE_SECONDS)

    def processes(self) -> list[int]:
        """Return the server's own process and all that came from it."""
        parents = {}
        for path in Path("/proc").glob("[0-9]*/stat"):
            try:
                parents[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
            except OSError:  # it has ended meanwhile
                continue
        found = [self.process.pid]
        for process in found:
            found += [child for child, parent in parents.items() if parent == process]
        return found

    def cpu_seconds(self) -> float:
        """Return the processor time of those processes that answer requests, so far."""
        ticks = 0
        for process in self.processes():
            folder = Path(f"/proc/{process}")
            if b"tripsite.answering" in (folder / "cmdline").read_bytes():
                ticks += sum(map(int, (folder / "stat").read_text().rpartition(")")[2].split()[11:13]))
        return ticks / os.sysconf("SC_CLK_TCK")

    def ask(self, code: str) -> Any:
        """Return what a Python expression in the log's shell comes to, as JSON."""
        given = f"import json; from posts.models import *; from media.models import Photo; print(json.dumps({code}))"
        return json.loads(self.manage("shell", "-v0", "-c", given))


LOGIN = "/admin/account/login/"


class Client:
    """Sends pictures as the desk's own script does: in parts, and after a lost connection from where it was."""

    def __init__(self, port: int, part: int = PART) -> None:
        self.port = port
        self.part = part
        self.cookies: dict[str, str] = {}
        self.request("GET", LOGIN)
        form = {"login": "writer", "password": PASSWORD, "csrfmiddlewaretoken": self.cookies["csrftoken"]}
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        self.request("POST", LOGIN, urlencode(form).encode(), headers)

    def request(
        self, method: str, path: str, body: bytes = b"", headers: dict[str, str] | None = None
    ) -> tuple[int, dict[str, str], bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = {"Tus-Resumable": "1.0.0", "X-CSRFToken": self.cookies.get("csrftoken", "")} | (headers or {})
        sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request(method, path, body, sent)
            answer = connection.getresponse()
            for name, value in answer.getheaders():
                if name.lower() == "set-cookie":
                    key, _, rest = value.partition("=")
                    self.cookies[key] = rest.partition(";")[0]
            return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        finally:
            connection.close()

    def send(
        self, name: str, content: bytes, acknowledged: Callable[[int], None] = lambda offset: None, **told: Any
    ) -> Any:
        """Send a picture to its end, however often the server dies; return what became of it."""
        pairs = {"filename": name} | told
        metadata = ",".join(f"{key} {base64.b64encode(str(value).encode()).decode()}" for key, value in pairs.items())
        headers = {"Upload-Length": str(len(content)), "Upload-Metadata": metadata}
        address = self.insist("POST", "/admin/desk/uploads/", b"", headers, 201)[1]["location"]
        offset, promised = 0, 0
        while offset < len(content):
            headers = {"Upload-Offset": str(offset), "Content-Type": "application/offset+octet-stream"}
            try:
                status, answer, _ = self.request("PATCH", address, content[offset : offset + self.part], headers)
            except (OSError, http.client.HTTPException):
                status, answer = 0, {}
            if status != 204:
                answer = self.insist("HEAD", address, b"", {}, 200)[1]
            offset = int(answer["upload-offset"])
            assert offset >= promised, f"{name}: {promised} bytes were acknowledged, {offset} are there"
            promised = offset
            if acknowledged:
                acknowledged(offset)
        return json.loads(self.insist("GET", address, b"", {}, 200)[2])

    def insist(self, method: str, path: str, body: bytes, headers: dict[str, str], status: int) -> Any:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                answer = self.request(method, path, body, headers)
            except (OSError, http.client.HTTPException):
                answer = (0, {}, b"no answer")
            if answer[0] == status:
                return answer
            if time.monotonic() > deadline or 400 <= answer[0] < 500:
                raise AssertionError(f"{method} {path}: {answer}")
            time.sleep(0.2)

    def known(self, contents: list[bytes], **place: int) -> Any:
        told = {"hashes": [hashlib.sha256(content).hexdigest() for content in contents]} | place
        headers = {"Content-Type": "application/json"}
        return json.loads(self.request("POST", "/admin/desk/photos/known/", json.dumps(told).encode(), headers)[2])[
            "known"
        ]
