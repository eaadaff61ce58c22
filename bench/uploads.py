"""Forty pictures of 12 megapixels dropped at once: what accepting each takes, and whether one is lost in a crash.

Run by `make bench`, or by itself: `.venv/bin/python -m bench.uploads [--pictures N]`. It serves a log of its own in a
temporary folder. The pictures are sent twice over: some on three connections, while the server is killed with signal
9 and started again; as many others one by one, to measure the processor time of each. The exit status is 1 when one
is lost, out of order or sent twice, or takes longer than the limit.
"""

import argparse
import json
import os
import statistics
import sys
import tempfile
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

import django

django.setup()

from tests.uploading import Client, Server, photographs  # noqa: E402 (Django has to be set up first)

SIZE = (4000, 3000)
LIMIT = 0.5  # seconds of the server's processor time for one picture
AT_ONCE = 3


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=40, help="how many are dropped at once (40)")
    parser.add_argument("--json", action="store_true", help="end with what was found as JSON")
    options = parser.parse_args()
    number = options.pictures
    pictures = photographs(2 * number, SIZE)
    print(f"{number} pictures of {SIZE[0]} × {SIZE[1]} pixels, {len(pictures[0]) / 1e6:.1f} MB each", flush=True)
    with tempfile.TemporaryDirectory(prefix="tripsite-bench-") as folder:
        server = Server(Path(folder) / "log")
        try:
            lost = with_a_crash(server, pictures[:number])
            taken = one_by_one(server, pictures[number:])
        finally:
            server.stop()
    slowest = max(taken)
    if options.json:
        print(json.dumps({"lost": lost, "median": statistics.median(taken), "slowest": slowest}))
    return 1 if lost or slowest > LIMIT else 0


def with_a_crash(server: Server, pictures: list[bytes]) -> int:
    """Send pictures in the opposite of their order, crash midway; return how much is wrong afterwards."""
    client = Client(server.port)
    trip = server.ask('Trip.objects.get(slug="oslo").pk')
    day = server.ask('Day.objects.get(date="2024-03-16").pk')
    parts = threading.Semaphore(0)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        sent = [
            pool.submit(client.send, f"IMG_{at}.jpg", pictures[at], lambda offset: parts.release(), trip=trip)
            for at in reversed(range(len(pictures)))
        ]
        for _ in range(len(pictures)):
            parts.acquire(timeout=120)
        arrived = server.ask("Photo.objects.count()")
        server.kill()
        print(f"killed with signal 9 when {arrived} of {len(pictures)} were here; started again", flush=True)
        server.start()
        failures = [each.result()["failure"] for each in sent]
    names = server.ask(f'list(Day.objects.get(pk={day}).figures.values_list("photo__original_name", flat=True))')
    in_order = names == [f"IMG_{at}.jpg" for at in range(len(pictures))]
    known = client.known(pictures, trip=trip)
    lost = len(pictures) - server.ask("Photo.objects.count()")
    refused = sum(each["figure"] is not None for each in known.values())
    print(f"lost: {lost}; failed: {sum(map(bool, failures))}; in the order of their time, on their day: {in_order}")
    print(f"dropped again: {refused} of {len(pictures)} recognised before a byte is sent", flush=True)
    return lost + sum(map(bool, failures)) + (not in_order) + len(pictures) - refused


def one_by_one(server: Server, pictures: list[bytes]) -> list[float]:
    """Send pictures one after the other; return the processor time that each took, in seconds."""
    client = Client(server.port)
    day = server.ask('Day.objects.get(date="2024-03-17").pk')
    taken = []
    for at, picture in enumerate(pictures):
        before = server.cpu_seconds()
        client.send(f"IMG_{at}.jpg", picture, day=day)
        taken.append(server.cpu_seconds() - before)
    median, most = statistics.median(taken), max(taken)
    print(f"processor time to accept one: median {median:.2f} s, most {most:.2f} s (limit {LIMIT} s)")
    return taken


if __name__ == "__main__":
    sys.exit(main())
