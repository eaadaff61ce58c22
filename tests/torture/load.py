"""`make load`: 200 connections read a trip's page for a minute while ten writers save and upload.

No reader may meet an error, and the time that 99 of 100 answers stay under may be five times what it is without
writers, at most. Measured by wrk; the exit status is 1 if either does not hold.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path

from tests.torture.writers import Acknowledged, Saver, Uploader, attempt
from tests.uploading import Client, Server, photographs

CONNECTIONS = 200
MOST_TIMES = 5
SAVERS, UPLOADERS = 3, 7
UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0}
PUBLISH = """
from posts.models import Day, Trip
Day.objects.update(body="A day in Oslo. " * 200, status="published")
Trip.objects.update(status="published")
"""


@dataclass(frozen=True)
class Reading:
    """What wrk saw: requests a second, the 99th percentile in seconds, and what went wrong in its words."""

    rate: float
    p99: float
    errors: list[str]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=int, default=60, help="how long readers and writers meet (%(default)s)")
    seconds = parser.parse_args().seconds
    if shutil.which("wrk") is None:
        print("The load run is skipped: it needs wrk (on Debian: apt-get install wrk).")
        return 0
    with tempfile.TemporaryDirectory(prefix="tripsite-load-") as folder:
        server = Server(Path(folder) / "log")
        try:
            server.manage("shell", "-v0", "-c", PUBLISH)
            idle = read(server.port, max(5, seconds // 4))
            busy, known = read_while_written(server, seconds)
        finally:
            server.stop()
    print(f"idle: {idle.rate:.0f} requests/s, p99 {idle.p99 * 1000:.0f} ms")
    print(f"with writers: {busy.rate:.0f} requests/s, p99 {busy.p99 * 1000:.0f} ms ({busy.p99 / idle.p99:.1f} times)")
    print(f"meanwhile {sum(known.saved.values())} saves and {len(known.pictures)} pictures", *busy.errors, sep="\n")
    return 1 if idle.errors or busy.errors or busy.p99 > MOST_TIMES * idle.p99 else 0


def read(port: int, seconds: int) -> Reading:
    """Read the trip's page with all connections for some time. The first request, which warms up, is not measured."""
    address = f"http://127.0.0.1:{port}/trips/oslo/"
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", "--timeout", "10s", "--latency", f"-d{seconds}s", address]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    value, unit = re.search(r"99%\s+([\d.]+)(us|ms|s|m)", told).groups()
    errors = [line.strip() for line in told.splitlines() if "Socket errors" in line or "Non-2xx" in line]
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])
    return Reading(rate, float(value) * UNITS[unit], errors)


def read_while_written(server: Server, seconds: int) -> tuple[Reading, Acknowledged]:
    known, stop = Acknowledged(), threading.Event()
    days = server.ask('list(Day.objects.values_list("pk", flat=True))')
    trip = server.ask("Trip.objects.get().pk")
    pictures = photographs(UPLOADERS * 40, (1600, 1200))
    savers = [Saver(Client(server.port), day, known) for day in days[:SAVERS]]
    uploaders = [
        Uploader(Client(server.port), pictures[at::UPLOADERS], trip, known, f"IMG_{at}") for at in range(UPLOADERS)
    ]
    acts = [saver.save for saver in savers] + [uploader.upload_one for uploader in uploaders]
    writers = [threading.Thread(target=attempt, args=(act, stop)) for act in acts]
    for writer in writers:
        writer.start()
    reading = read(server.port, seconds)
    stop.set()
    for writer in writers:
        writer.join()
    return reading, known


if __name__ == "__main__":
    sys.exit(main())
