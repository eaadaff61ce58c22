"""What a photo's derivatives cost the worker to make: all of them, or (`jpegs`) some widths as JPEG alone."""

import json
import sys
import time
from pathlib import Path

from bench.inside.memory import peak
from media import derivatives
from media.files import store
from media.models import Photo
from tripsite.management.commands import work  # noqa: F401 (what makes them in real life: its memory counts)

picture, case, *given = sys.argv[1:]
photo, _ = store(Path(picture), "picture.jpg")
Photo.objects.filter(pk=photo.pk).update(state=Photo.State.PENDING)


def jpegs() -> None:
    for number, content in enumerate(derivatives.encoded(photo, [int(width) for width in given], "jpg")):
        Path(picture).with_name(f"written-{number}.jpg").write_bytes(content)


start = time.process_time()
jpegs() if case == "jpegs" else derivatives.make(photo)
cpu = time.process_time() - start
if case != "jpegs" and photo.state != Photo.State.READY:
    raise SystemExit(photo.failure)
print(json.dumps({"cpu": cpu, "peak": peak()}))
