"""Hugo: a plain site of the same texts, built whole, as it is after any change."""

from pathlib import Path

from bench.harness import Bench
from bench.processes import PROJECT, Cost, needed, run

SITE = PROJECT / "bench" / "peers" / "hugo_site"


def posts(bench: Bench, count: int, trips: int) -> Path:
    """Return a folder of that many posts, with the texts of a made-up log of `trips` trips; written once a run."""
    site = bench.folder / f"hugo-{count}"
    folder = site / "content" / "posts"
    if not folder.exists():
        bench.fresh(site.name)
        run(["cp", "-r", f"{SITE}/.", site])
        bench.inside("hugo_posts", bench.home(trips), folder, count)
    return folder


def build(bench: Bench, folder: Path) -> Cost:
    """Build the site of such a folder anew, on all cores as Hugo does."""
    public = bench.fresh("hugo-public")
    return run([needed("hugo"), "--quiet", "--source", folder.parent.parent, "--destination", public])
