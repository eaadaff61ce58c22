"""Readers on pages that are saved all the while: `make stress`.

Two processes save, each time with the next number in every text of a trip. A reader notes the last number that was
acknowledged, asks for a page, and holds the answer to it: none older, none of two numbers, no error. A third of them
ask with the tag of what they have; to be told that it is unchanged counts as having read it again.
"""

import argparse
import http.client
import re
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from tests.scratch import scratch_database
from tests.tripsite.command import PROJECT, environment, manage
from tests.tripsite.serving import free_port, new_log, served

from .web_server import NGINX, nginx

NUMBER = re.compile(rb"(?:Title|Body|Caption)-(\d+)")
FILL = """
import datetime
from posts.models import Trip, Day
day = datetime.date(2024, 1, 1)
for name in ("oslo", "bergen"):
    trip = Trip.objects.create(slug=name, title="Title-0", starts_on=day, ends_on=day, status="published", location="0")
    for position in range(3):
        Day.objects.create(trip=trip, date=day, position=position, body="Body-0 " * 50)
    day += datetime.timedelta(days=400)
"""
SAVE = """
import sys
from django.db import transaction
from posts.models import Trip
for _ in range({saves}):
    with transaction.atomic():
        trip = Trip.objects.select_for_update().get(slug="oslo")
        number = int(trip.location) + 1
        trip.title, trip.location = f"Title-{{number}}", str(number)
        trip.save()
        for day in trip.days.all():
            day.body = f"Body-{{number}} " * 50
            day.save()
    print(number, flush=True)
"""
PAGES = ("/trips/oslo/", "/trips/oslo/", "/trips/oslo/2024-01-01/", "/")


@dataclass
class Outcome:
    """What readers met: how many answers of which status, and what was wrong with any."""

    answers: Counter[int] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    acknowledged: int = 0
    is_over: bool = False


def reader(outcome: Outcome, ports: list[int], turn: int) -> None:
    """Read until it is over; see the module."""
    port, path = ports[turn % len(ports)], PAGES[turn % len(PAGES)]
    connection = http.client.HTTPConnection("localhost", port, timeout=60)
    tag, kept = "", {0}
    while not outcome.is_over:
        least = outcome.acknowledged
        try:
            connection.request("GET", path, headers={"If-None-Match": tag} if tag and turn % 3 == 0 else {})
            response = connection.getresponse()
            body = response.read()
        except (OSError, http.client.HTTPException) as error:
            outcome.wrong.append(f"{path}: {error!r}")
            connection.close()
            continue
        outcome.answers[response.status] += 1
        if response.status == 200:
            tag, kept = response.getheader("ETag", ""), {int(number) for number in NUMBER.findall(body)}
            # The first page and a neighbour's line tell of another trip, too, which stays at nought.
            kept -= {0} if path == "/" else set()
        elif response.status != 304:
            outcome.wrong.append(f"{path}: {response.status}")
        if len(kept) > 1 and not (len(kept) == 2 and 0 in kept):
            outcome.wrong.append(f"{path}: a mixture of {sorted(kept)}")
        if max(kept, default=0) < least:
            outcome.wrong.append(f"{path}: {sorted(kept)}, older than {least} ({response.status}, port {port})")
    connection.close()


def writer(outcome: Outcome, home: Path, saves: int, variables: dict[str, str]) -> None:
    command = [sys.executable, "manage.py", "shell", "-v0", "-c", SAVE.format(saves=saves)]
    env = environment(home, **variables)
    with subprocess.Popen(command, cwd=PROJECT, env=env, stdout=subprocess.PIPE, text=True) as process:
        for line in process.stdout or ():
            outcome.acknowledged = max(outcome.acknowledged, int(line))
    if process.returncode:
        outcome.wrong.append(f"a writer ended with {process.returncode}")


def stress(folder: Path, readers: int, saves: int, database: str = "") -> Outcome:
    """Save so many times from two processes while so many read, from the application and, if it is here, nginx."""
    variables = {"PAGES_AS_FILES": "true", "DATABASE_URL": database}
    home, ports = new_log(folder / "log", **variables), [free_port()]
    assert manage(home, "shell", "-v0", "-c", FILL, **variables).returncode == 0
    outcome = Outcome()
    with ExitStack() as stack:
        stack.enter_context(served(home, ports[0], "--workers", "2", output=folder / "output", **variables))
        if Path(NGINX).exists():
            ports.append(free_port())
            stack.enter_context(nginx(home, ports[1], ports[0], folder / "nginx"))
        threads = [threading.Thread(target=reader, args=(outcome, ports, turn)) for turn in range(readers)]
        writers = [threading.Thread(target=writer, args=(outcome, home, saves // 2, variables)) for _ in range(2)]
        for thread in (*threads, *writers):
            thread.start()
        for thread in writers:
            thread.join()
        outcome.is_over = True
        for thread in threads:
            thread.join()
    return outcome


def main() -> int:
    parser = argparse.ArgumentParser(description="Hold readers to what was saved, while it is saved.")
    parser.add_argument("--readers", type=int, default=50)
    parser.add_argument("--saves", type=int, default=500)
    parser.add_argument("--postgresql", metavar="URL", help="a server to make a database on, instead of SQLite")
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="stress-"))
        database = stack.enter_context(scratch_database(options.postgresql)) if options.postgresql else ""
        outcome = stress(Path(folder), options.readers, options.saves, database)
    answers = ", ".join(f"{count:,} of {status}" for status, count in sorted(outcome.answers.items()))
    print(f"{outcome.acknowledged} saves acknowledged to 2 writers; answers to {options.readers} readers: {answers}.")
    print("\n".join(outcome.wrong[:20]) or "None was older than an acknowledged save, none a mixture, none an error.")
    return 1 if outcome.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
