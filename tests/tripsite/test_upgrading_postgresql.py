"""The log of the release before on PostgreSQL: tables as that release made them, rows of the SQLite log."""

import lzma
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from tests.scratch import scratch_database
from tests.tripsite.command import manage
from tests.tripsite.test_upgrading import KEPT, PREVIOUS

SERVER = "postgres://postgres@127.0.0.1:5432/postgres"
# The latest migration that the release before had, of each app, in the order in which they depend on each other.
LATEST = "SELECT app, max(name) FROM django_migrations GROUP BY app ORDER BY max(id)"
MIGRATE = """
from django.core.management import call_command
def migrate(latest):
    for app, migration in latest:
        call_command("migrate", app, migration, verbosity=0)
migrate("""
COLUMNS = """
SELECT column_name, format_type(atttypid, atttypmod) FROM information_schema.columns
JOIN pg_attribute ON attrelid = (quote_ident(table_name))::regclass AND attname = column_name
WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'
"""


def answers() -> bool:
    try:
        psycopg.connect(SERVER, connect_timeout=2).close()
    except psycopg.Error:
        return False
    return True


pytestmark = pytest.mark.skipif(not answers(), reason="needs PostgreSQL")


@pytest.fixture
def log(tmp_path) -> Iterator[tuple[Path, str]]:
    """Give the folder and the database's address of the log of the release before."""
    before = tmp_path / "before.sqlite3"
    before.write_bytes(lzma.decompress(PREVIOUS.read_bytes()))
    home = tmp_path / "log"
    with scratch_database(SERVER) as url, closing(sqlite3.connect(before)) as old:
        done = manage(home, "shell", "-v0", "-c", f"{MIGRATE}{old.execute(LATEST).fetchall()!r})", DATABASE_URL=url)
        assert done.returncode == 0, done.stderr
        with psycopg.connect(url) as new:
            copy_rows(old, new)
        yield home, url


def copy_rows(old: sqlite3.Connection, new: psycopg.Connection) -> None:
    """Copy every table that both have, each value as PostgreSQL reads its spelling."""
    new.execute("SET session_replication_role = replica; SET timezone = 'UTC'")
    names = {name for (name,) in old.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    here = {name for (name,) in new.execute("SELECT table_name FROM information_schema.tables")}
    for table in sorted(names & here - {"django_migrations"}):
        types: dict[str, str] = dict(new.execute(COLUMNS, [table]).fetchall())
        rows = old.execute(f'SELECT * FROM "{table}"')  # noqa: S608 (a table's name)
        shared = [(at, name) for at, (name, *_) in enumerate(rows.description) if name in types]
        new.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
        insert = sql.SQL("INSERT INTO {} ({}) OVERRIDING SYSTEM VALUE VALUES ({})").format(
            sql.Identifier(table),
            sql.SQL(", ").join(sql.Identifier(name) for _, name in shared),
            sql.SQL(", ").join(sql.SQL(f"%s::text::{types[name]}") for _, name in shared),
        )
        with new.cursor() as cursor:
            cursor.executemany(insert, [[spelled(row[at]) for at, _ in shared] for row in rows])


def spelled(value: object) -> str | None:
    """Return a value of SQLite as PostgreSQL reads it from a text."""
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    return None if value is None else str(value)


def content(url: str) -> dict[str, list[tuple]]:
    with psycopg.connect(url) as log:
        return {
            table: log.execute(sql.SQL("SELECT id FROM {} ORDER BY id").format(sql.Identifier(table))).fetchall()
            for table in KEPT
        }


def schema(url: str) -> list[tuple]:
    with psycopg.connect(url) as log:
        columns = "SELECT table_name, column_name, data_type FROM information_schema.columns"
        indexes = "SELECT tablename, indexname, indexdef FROM pg_indexes"
        return sorted(
            log.execute(f"{columns} WHERE table_schema = 'public'").fetchall()
            + log.execute(f"{indexes} WHERE schemaname = 'public'").fetchall()
        )


def test_log_of_the_release_before_is_upgraded(log):
    home, url = log
    before = content(url)
    assert all(before.values())
    result = manage(home, "upgrade", DATABASE_URL=url)
    assert (result.returncode, result.stderr) == (0, "")
    assert content(url) == before


def test_upgrade_that_fails_leaves_the_log_as_it_was(log):
    home, url = log
    with psycopg.connect(url) as new:
        new.execute("CREATE TABLE account_emailaddress (id integer)")  # in the way of a migration
    before, tables = content(url), schema(url)
    result = manage(home, "upgrade", DATABASE_URL=url)
    assert result.returncode == 1
    assert 'relation "account_emailaddress" already exists' in result.stderr
    assert "The database is as it was;" in result.stderr
    assert (content(url), schema(url)) == (before, tables)
    assert len(list((home / "upgrades").iterdir())) == 1
