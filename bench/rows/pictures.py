"""Derivatives of a photo of 12 megapixels, in processor time and memory, against libvips and Hugo."""

import random
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from bench.harness import Bench
from bench.processes import PROJECT, SERVER_CORE, needed, run, told
from bench.row import Limit, Outcome, Row, megabytes, per_run, seconds
from posts.made_up.cities import CITIES
from posts.made_up.pictures import jpeg

SIZE = (4000, 3000)
WIDTHS = (480, 960, 1440, 1920)  # those of media.derivatives
JPEG_WIDTHS = ("480", "960", "1440")
HUGO_SITE = PROJECT / "bench" / "peers" / "hugo_pictures"


@cache
def photograph(folder: Path) -> Path:
    """Return a photo as a phone takes it."""
    picture = folder / "photograph.jpg"
    picture.write_bytes(jpeg(random.Random(1), datetime(2024, 3, 16, 13, 20, tzinfo=UTC), CITIES[0], SIZE))  # noqa: S311
    return picture


def against_libvips(bench: Bench) -> Outcome:
    picture = photograph(bench.folder)
    widths = ",".join(map(str, WIDTHS))
    ours, theirs = [], []
    for number in range(bench.runs):
        ours.append(_all(bench, number)["cpu"])
        script: list[str | Path] = ["bench.peers.derivatives", picture, bench.fresh("libvips"), widths]
        theirs.append(told(run([bench.peers, "-m", *script], core=SERVER_CORE))["cpu"])
    return per_run((ours, theirs), seconds)


def memory(bench: Bench) -> Outcome:
    peaks = [_all(bench, number)["peak"] for number in range(bench.runs)]
    return Outcome(peaks, f"{megabytes(max(peaks))}, of the whole process")


def against_hugo(bench: Bench) -> Outcome:
    """Hugo's time is that of its site with the photo, less that of the same site without."""
    ours, theirs = [], []
    for _ in range(bench.runs):
        ours.append(_ours(bench, "jpegs", *JPEG_WIDTHS)["cpu"])
        theirs.append(_hugo(bench, [photograph(bench.folder)]) - _hugo(bench, []))
    return per_run((ours, theirs), seconds)


@cache
def _all(bench: Bench, number: int) -> dict[str, float]:
    return _ours(bench, "all")


def _ours(bench: Bench, *arguments: str) -> dict[str, float]:
    home = bench.copy_of(bench.empty_home, "derivatives")
    return bench.inside("derivatives", home, photograph(bench.folder), *arguments)


def _hugo(bench: Bench, pictures: list[Path]) -> float:
    site = bench.fresh("hugo-pictures")
    run(["cp", "-r", f"{HUGO_SITE}/.", site])
    bundle = site / "content" / "trip"
    bundle.mkdir(parents=True)
    (bundle / "index.md").write_text("---\ntitle: A trip\n---\n")
    for picture in pictures:
        (bundle / picture.name).write_bytes(picture.read_bytes())
    environment = {"HUGO_PARAMS_WIDTHS": ",".join(JPEG_WIDTHS)}
    return run([needed("hugo"), "--quiet", "--source", site], environment).cpu


ROWS = [
    Row(
        "derivatives",
        "all derivatives of a 12-megapixel photo, against libvips writing the same files (processor time)",
        Limit(most=1.15),
        against_libvips,
    ),
    Row("derivatives-memory", "the same, peak memory", Limit(most=150, unit="MB"), memory),
    Row("jpegs", "three JPEG widths of it, against Hugo's (processor time)", Limit(most=0.25), against_hugo),
]
