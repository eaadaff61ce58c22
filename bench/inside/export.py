"""The speed of /export.json in bytes a second, with every cache empty and again, and the memory that it takes."""

import json
import os
import sys
import time
from pathlib import Path

from bench.inside.memory import peak
from bench.inside.timing import client, empty_all_caches

visitor = client()


def speed(target: str) -> float:
    """Write the whole answer into a file and return the bytes a second of processor time."""
    with Path(target).open("wb") as file:
        size, start = 0, time.process_time()
        for piece in visitor.get("/export.json"):
            size += file.write(piece)
        return size / (time.process_time() - start)


empty_all_caches()
empty, highest = speed(sys.argv[1]), peak()
print(json.dumps({"empty": empty, "peak": highest, "warm": speed(os.devnull)}))
