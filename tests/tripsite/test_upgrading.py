"""A log of the release before, as its program left it (commit e2a56fc, the sample log), brought to this one."""

import lzma
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.tripsite.command import manage

PREVIOUS = Path(__file__).with_name("previous.sqlite3.xz")
KEPT = ("posts_trip", "posts_day", "posts_figure", "people_person", "media_photo", "auth_user", "posts_talk")


@pytest.fixture
def home(tmp_path) -> Path:
    folder = tmp_path / "log"
    folder.mkdir()
    (folder / "log.sqlite3").write_bytes(lzma.decompress(PREVIOUS.read_bytes()))
    return folder


def content(home: Path) -> dict[str, list[tuple]]:
    """Return the rows of the tables that matter most, by the columns that the release before had, too."""
    with closing(sqlite3.connect(home / "log.sqlite3")) as log:
        return {table: log.execute(f"SELECT id FROM {table} ORDER BY id").fetchall() for table in KEPT}  # noqa: S608


def schema(home: Path) -> list[tuple]:
    with closing(sqlite3.connect(home / "log.sqlite3")) as log:
        return log.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()


def test_log_of_the_release_before_is_upgraded(home):
    before = content(home)
    assert all(before.values())
    result = manage(home, "upgrade")
    assert (result.returncode, result.stderr) == (0, "")
    assert content(home) == before
    assert manage(home, "makemigrations", "--check", "--dry-run").returncode == 0


def test_upgrade_that_fails_leaves_the_log_as_it_was(home):
    with closing(sqlite3.connect(home / "log.sqlite3")) as log:
        log.execute("CREATE TABLE account_emailaddress (id integer)")  # in the way of a migration
        log.commit()
    before, tables = content(home), schema(home)
    result = manage(home, "upgrade")
    assert result.returncode == 1
    assert 'table "account_emailaddress" already exists. The database is as it was;' in result.stderr
    assert (content(home), schema(home)) == (before, tables)
    assert len(list((home / "upgrades").iterdir())) == 1
