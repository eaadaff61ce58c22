"""The speed of /export.json in bytes a second and the memory it takes; `warm` asks a second time."""

import json
import os
import sys
import time
from pathlib import Path
from typing import BinaryIO

from bench.inside.timing import client, empty_all_caches, peak

case, *file = sys.argv[1:]
visitor = client()


def ask(target: BinaryIO) -> float:
    """Write the whole answer into a file and return the bytes a second of processor time."""
    size, start = 0, time.process_time()
    for piece in visitor.get("/export.json"):
        size += target.write(piece)
    return size / (time.process_time() - start)


with Path(*file or [os.devnull]).open("wb") as written:
    empty_all_caches()
    speed = ask(written)
if case == "warm":
    with Path(os.devnull).open("wb") as nothing:
        speed = ask(nothing)
print(json.dumps({"speed": speed, "peak": peak()}))
