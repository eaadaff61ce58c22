"""Those who write to a log over HTTP and by command, and remember what they were told is kept."""

import http.client
import random
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from tests.posts.admin.as_sent import read_form
from tests.tripsite.command import PROJECT, environment
from tests.uploading import Client

MARK = re.compile(r"save (\d+)")
POST = """---
title: Import {number}
date: 2024-03-14
---

On Thursday I arrived at [the hall](https://example.org/{number}).

On Friday I met [Ada {number}](https://ada{number}.example.org/).

On Saturday I went home.
"""


@dataclass
class Acknowledged:
    """What the log said it kept, and what was only sent: that may have been kept or not."""

    saved: dict[int, int] = field(default_factory=dict)
    sent: dict[int, int] = field(default_factory=dict)
    published: dict[int, set[str]] = field(default_factory=dict)
    pictures: set[str] = field(default_factory=set)
    imported: set[int] = field(default_factory=set)
    tried_to_import: set[int] = field(default_factory=set)


def attempt(act: Callable[[], None], stop: threading.Event) -> None:
    """Do something again and again until it is enough, whatever the server does meanwhile."""
    while not stop.is_set():
        try:
            act()
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)


class Saver:
    """Saves one day over and over, each time with a number in its text, now published and now not."""

    def __init__(self, client: Client, day: int, known: Acknowledged) -> None:
        self.client, self.day, self.known = client, day, known
        self.address = f"/admin/posts/day/{day}/change/"
        known.sent.setdefault(day, 0)
        known.saved.setdefault(day, 0)

    def save(self) -> None:
        status, _, page = self.client.request("GET", self.address)
        if status != 200:
            return
        number = self.known.sent[self.day] + 1
        state = random.choice(["draft", "published"])  # noqa: S311 (nothing secret)
        values = read_form(page.decode()) | {"body": [f"This is save {number}."], "status": [state]}
        before = self.known.published.get(self.day, {"draft"})
        self.known.sent[self.day] = number
        # Until the answer, either state may be the one that was kept.
        self.known.published[self.day] = before | {state}
        form = urlencode([(name, value) for name, chosen in values.items() for value in chosen]).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        status, headers, answer = self.client.request("POST", self.address, form, headers)
        if status == 302:
            self.known.saved[self.day] = number
            self.known.published[self.day] = {state}
        elif status < 500:
            raise AssertionError(f"{self.address}: {status}, {answer.decode()[:2000]}")


class Uploader:
    """Sends one picture after the other, while there are any; each that arrives is remembered by its name."""

    def __init__(self, client: Client, pictures: list[bytes], trip: int, known: Acknowledged, name: str = "") -> None:
        self.client, self.pictures, self.trip, self.known = client, pictures, trip, known
        self.name = name or "IMG"

    def upload_one(self) -> None:
        if not self.pictures:
            time.sleep(0.1)
            return
        name, content = f"{self.name}_{len(self.pictures)}.jpg", self.pictures.pop()
        outcome = self.client.send(name, content, trip=self.trip)
        assert outcome["photo"], outcome
        self.known.pictures.add(name)


def start_import(home: Path, folder: Path, number: int, variables: dict[str, str]) -> subprocess.Popen[bytes]:
    """Begin to import a post of three days, which is one trip."""
    post = folder / f"import-{number}.md"
    post.write_text(POST.format(number=number))
    command = [sys.executable, "manage.py", "import_hugo", str(post), "--publish", "-v0"]
    return subprocess.Popen(
        command,
        cwd=PROJECT,
        env=environment(home, **variables),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
