"""Taking in pictures and keeping the whole log."""

from bench.harness import Bench
from bench.processes import needed, python, run, told
from bench.row import Limit, Outcome, Row, per_run, seconds


def backup(bench: Bench) -> Outcome:
    """Against tar, which only copies: no limit was asked for."""
    home = bench.home(bench.sizes.middle, bench.sizes.photos)
    target = bench.fresh("backups")
    ours = python("manage.py", "backup", target / "log.backup", env=bench.env(home)).wall
    theirs = run([needed("tar"), "-cf", target / "log.tar", "-C", home, "."]).wall
    bench.fresh("backups")
    return per_run(([ours], [theirs]), seconds)


def uploads(bench: Bench) -> Outcome:
    env = {"TEST_DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "tests.settings"}
    cost = python("-m", "bench.uploads", "--pictures", "3" if bench.is_quick else "20", "--json", env=env, core=None)
    told_of = told(cost)
    return Outcome([told_of["slowest"]], f"{seconds(told_of['median'])} each; {told_of['lost']} lost in a crash")


ROWS = [
    Row("backup", "`backup` of 1,000 trips with 3,000 photos, against tar of the same folder", Limit(), backup),
    Row(
        "uploads",
        "accepting an uploaded 12-megapixel photo, the slowest (processor time; derivatives come later)",
        Limit(most=0.5, unit="s"),
        uploads,
    ),
]
