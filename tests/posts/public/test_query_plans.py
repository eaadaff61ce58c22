"""The pages that most are read ask the database by indexes alone, whatever the size of the log."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from .logs import build_log

# What grows with the log.
LARGE = (
    "people_person posts_day posts_encounter posts_event posts_figure posts_figureperson posts_reference"
    " posts_taggedtrip posts_talk posts_talklink posts_talkspeaker posts_trip posts_trip_events"
).split()
PAGES = ["/", "/trips/trip-0/", "/trips/trip-0/2024-01-01/", "/tags/tag-0/", "/categories/category-0/", "/people/"]
# A list is read in the order of its index, up to the end of a page.
IN_ORDER = {"trips_latest_first", "person_by_name"}


def _read_whole_on_sqlite(statement: str) -> list[str]:
    """Return the tables that a statement reads from end to end, or by an index of what nearly all rows have."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
        steps = [row[3] for row in cursor.fetchall()]
    found = []
    for step in steps:
        index = re.search(r"INDEX (\w+)", step)
        if step.startswith("SCAN ") and not (index and index[1] in IN_ORDER):
            found.append(step)
        if "(status=?" in step:
            found.append(step)
    return [step for step in found if re.search(rf"\b(?:{'|'.join(LARGE)}|[A-Z]+\d+)\b", step)]


def _read_whole_on_postgresql(statement: str) -> list[str]:
    """Return the large tables that would be read from end to end even if that were to be avoided."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {statement}")
        steps = [row[0] for row in cursor.fetchall()]
    scans = [re.search(r"Seq Scan on (\w+)", step) for step in steps]
    return [scan[0] for scan in scans if scan and scan[1] in LARGE]


@pytest.mark.django_db
def test_no_large_table_is_read_from_end_to_end(client):
    build_log(3)
    read_whole = _read_whole_on_sqlite if connection.vendor == "sqlite" else _read_whole_on_postgresql
    found = []
    for page in PAGES:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200, page
        asked = [query["sql"] for query in queries.captured_queries if query["sql"].startswith("SELECT")]
        found += [(page, step, statement[:300]) for statement in asked for step in read_whole(statement)]
    assert found == []
