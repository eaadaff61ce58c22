"""A log served for real by several processes, and somebody who visits it with cookies of their own."""

import http.client
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from tests.conftest import PROJECT
from tests.sample_server import _free_port, _wait_for
from tests.tripsite.command import environment, manage

PASSWORD = "a long password of the test"
LOGIN = "/admin/account/login/"
WRITER = f"from django.contrib.auth.models import User; User.objects.create_superuser('writer', password='{PASSWORD}')"


def make_log(home: Path) -> None:
    """Make an empty log with one account, "writer"."""
    for arguments in (("migrate", "-v0"), ("collectstatic", "-v0", "--noinput"), ("shell", "-v0", "-c", WRITER)):
        result = manage(home, *arguments)
        assert result.returncode == 0, result.stderr


@contextmanager
def serving(home: Path, workers: int, **variables: str) -> Iterator[int]:
    """Serve a log as in production; give its port."""
    port = _free_port()
    command = [sys.executable, "manage.py", "serve", "--port", str(port), "--workers", str(workers)]
    server = subprocess.Popen(
        command, cwd=PROJECT, env=environment(home, **variables), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(f"http://127.0.0.1:{port}/readyz")
        yield port
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=60)


class Visitor:
    """A browser without a window: keeps cookies, follows nothing, and comes from an address behind the proxy."""

    def __init__(self, port: int, address: str = "") -> None:
        self.port = port
        self.address = address
        self.cookies: dict[str, str] = {}

    def log_in(self, password: str, name: str = "writer") -> tuple[int, str]:
        """Return the status and the page that trying to log in gives."""
        self.ask("GET", LOGIN)
        form = {"login": name, "password": password, "csrfmiddlewaretoken": self.cookies["csrftoken"]}
        return self.ask("POST", LOGIN, form)

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if self.address:
            headers["X-Forwarded-For"] = self.address
        if form is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, urlencode(form) if form else None, headers)
            answer = connection.getresponse()
            for header in answer.msg.get_all("Set-Cookie", []):
                name, _, value = header.partition(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, answer.read().decode()
        finally:
            connection.close()
