"""Finding in a large log, on both databases, and the sweep of names: scripts that are run by themselves, too."""

from functools import partial

from bench.harness import Bench
from bench.processes import python, told
from bench.row import Limit, Outcome, Row, Skipped, seconds


def search(bench: Bench, database: str) -> Outcome:
    if database == "PostgreSQL" and not bench.postgresql:
        raise Skipped("no PostgreSQL answers at TEST_DATABASE_URL")
    address = bench.postgresql if database == "PostgreSQL" else ""
    env = {"TEST_DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    cost = python("-m", "bench.search", "--days", str(bench.sizes.days_searched), "--json", env=env)
    median = told(cost)["median"]
    return Outcome([median], seconds(median / 1000))


def sweep(bench: Bench) -> Outcome:
    people, mentions = (200, 2000) if bench.is_quick else (10_000, 100_000)
    arguments = ("--people", str(people), "--mentions", str(mentions), "--json")
    env = {"TEST_DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "tests.settings"}
    slowest = told(python("-m", "bench.names", *arguments, env=env))["slowest"]
    return Outcome([slowest], f"{seconds(slowest)}, the slowest of its runs")


ROWS = [
    *(
        Row(
            f"search-{database.lower()}",
            f"a page of search results over 5,000 days, {database} (processor time)",
            Limit(most=20, unit="ms"),
            partial(search, database=database),
        )
        for database in ("SQLite", "PostgreSQL")
    ),
    Row(
        "sweep",
        "the sweep of names of a trip among 10,000 people and 100,000 mentions (processor time)",
        Limit(most=1, unit="s"),
        sweep,
    ),
]
