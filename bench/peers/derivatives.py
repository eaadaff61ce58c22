"""The files that this program makes of a picture, made by libvips: the same widths, formats and effort.

JPEGs are of the same quality; AVIFs of the one that takes as many bytes, because each counts qualities in its own way.
"""

import json
import resource
import sys
from pathlib import Path

import pyvips

picture, folder, widths = sys.argv[1], Path(sys.argv[2]), [int(width) for width in sys.argv[3].split(",")]


def spent() -> float:
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


pyvips.Image.black(8, 8).write_to_buffer(".avif")  # what libraries do once
start = spent()
image = pyvips.Image.thumbnail(picture, max(widths), height=100_000).copy_memory()
for width in sorted(widths, reverse=True):
    image = image.thumbnail_image(width, height=100_000).copy_memory()
    image.write_to_file(str(folder / f"{width}.avif"), Q=60, effort=1, keep="none")
    image.write_to_file(str(folder / f"{width}.jpg"), Q=80, interlace=True, optimize_coding=True, keep="none")
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"cpu": spent() - start, "peak": peak}))
