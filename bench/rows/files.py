"""What is read from files and written as files, in time passed, against Hugo's build of the same texts."""

from functools import partial
from pathlib import Path

from bench.harness import Bench
from bench.peers import hugo
from bench.processes import PROJECT, Cost, python
from bench.row import Limit, Outcome, Row, Skipped, megabytes, per_run, seconds

BUILD_SITE = PROJECT / "tripsite" / "management" / "commands" / "build_site.py"


def importing(bench: Bench) -> Outcome:
    sizes = bench.sizes
    folder = hugo.posts(bench, sizes.posts, sizes.middle)
    ours, theirs = [], []
    for _ in range(bench.runs_of_long_work):
        home = bench.copy_of(bench.empty_home, "imported")
        arguments = ["manage.py", "import_hugo", str(folder), "--publish", "--verbosity", "0"]
        ours.append(python(*arguments, env=bench.env(home), core=None).wall)
        theirs.append(hugo.build(bench, folder).wall)
    return per_run((ours, theirs), seconds)


def site(bench: Bench, case: str) -> Outcome:
    """Return the time of building the site as a multiple of Hugo's."""
    theirs = hugo.build(bench, hugo.posts(bench, bench.sizes.built, bench.sizes.built))
    return per_run(
        ([_site_costs(bench)[case].wall], [theirs.wall]), lambda value: f"{seconds(value)}, {bench.sizes.built:,} trips"
    )


def site_memory(bench: Bench) -> Outcome:
    theirs = hugo.build(bench, hugo.posts(bench, bench.sizes.built, bench.sizes.built))
    return per_run(([_site_costs(bench)["empty"].peak], [theirs.peak]), megabytes)


_costs: dict[Path, dict[str, Cost]] = {}


def _site_costs(bench: Bench) -> dict[str, Cost]:
    """Build the site of a log three times: from nothing, after one changed caption, after no change; once a run."""
    if not BUILD_SITE.exists():
        raise Skipped("build_site is not here yet")
    if bench.folder not in _costs:
        _costs[bench.folder] = {}
        home = bench.copy_of(bench.home(bench.sizes.built), "to-build")
        bench.inside("add_a_figure", home)
        target = bench.fresh("site")

        def build() -> Cost:
            return python(
                "manage.py",
                "build_site",
                target,
                "--url",
                "https://trips.example",
                "--verbosity",
                "0",
                env=bench.env(home),
                core=None,
            )

        first = build()
        bench.inside("change_a_caption", home)
        _costs[bench.folder] = {"empty": first, "caption": build(), "nothing": build()}
    if not _costs[bench.folder]:
        raise Skipped("build_site failed, as the first of these rows tells")
    return _costs[bench.folder]


ROWS = [
    Row(
        "import",
        "`import_hugo` of 1,000 posts of the seed's size, against Hugo's build of them",
        Limit(most=10),
        importing,
    ),
    Row(
        "site-empty",
        "`build_site` from nothing, against Hugo's build of the same trips (5,000, or as many as told)",
        Limit(most=5),
        partial(site, case="empty"),
    ),
    Row("site-caption", "the same with one caption changed", Limit(most=0.1), partial(site, case="caption")),
    Row("site-nothing", "the same with nothing changed", Limit(most=0.1), partial(site, case="nothing")),
    Row("site-memory", "peak memory of the first of these builds, against Hugo's", Limit(most=0.25), site_memory),
]
