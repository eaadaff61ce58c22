"""A log with one account, served for real, and somebody who visits it with cookies of their own."""

import http.client
from pathlib import Path
from urllib.parse import urlencode

from tests.tripsite.command import manage

PASSWORD = "a long password of the test"
LOGIN = "/admin/account/login/"
WRITER = f"from django.contrib.auth.models import User; User.objects.create_superuser('writer', password='{PASSWORD}')"


def add_writer(home: Path) -> None:
    """Give a log one account, "writer"."""
    assert manage(home, "shell", "-v0", "-c", WRITER).returncode == 0


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
