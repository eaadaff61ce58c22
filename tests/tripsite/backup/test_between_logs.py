"""Restoring by command, from one log into another: other folder, other database, and killed on the way."""

import hashlib
import json
import os
import signal
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.conftest import PROJECT
from tests.factories import make_figure, make_person, make_trip
from tests.tripsite.command import environment, manage
from tripsite.backup.making import back_up_to

from .logs import make_full_log

SERVER = os.environ.get("TEST_DATABASE_URL") or "postgres://postgres@127.0.0.1:5432/test"
# What restoring changes, or what has its own numbers in every database.
OF_EACH = ("posts_log", "media_photo", "posts_search", "django_", "sqlite_", "auth_permission")


@pytest.fixture
def backup(tmp_path, db) -> Path:
    make_full_log()
    back_up_to(tmp_path / "one.backup")
    return tmp_path / "one.backup"


@pytest.fixture
def postgres() -> Iterator[str]:
    """Make a database where PostgreSQL answers; give its address."""
    server, _, _ = SERVER.rpartition("/")
    name = f"tripsite_backup_{os.getpid()}"
    try:
        connection = psycopg.connect(f"{server}/postgres", autocommit=True, connect_timeout=3)
    except psycopg.Error:
        pytest.skip("no PostgreSQL answers")
    with connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name}")
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield f"{server}/{name}"
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def run(home: Path, *arguments: str, **variables: str) -> str:
    result = manage(home, *arguments, **variables)
    assert (result.returncode, result.stderr) == (0, "")
    return result.stdout


def parts(backup: Path) -> dict[str, Any]:
    """Return what a backup holds, but for what restoring changes on purpose."""
    with zipfile.ZipFile(backup) as archive:
        held: dict[str, Any] = {name: archive.read(name) for name in archive.namelist()}
    held["sequences"] = json.loads(held.pop("manifest.json"))["sequences"]
    photos = [json.loads(line) for line in held["rows/media.photo.jsonl"].splitlines()]
    held["rows/media.photo.jsonl"] = [photo | {"state": ""} for photo in photos]
    held["rows/posts.log.jsonl"] = json.loads(held["rows/posts.log.jsonl"]) | {"revision": 0}
    return held


def exported(home: Path, **variables: str) -> str:
    code = "from posts.exchange.stream import public_log; print(b''.join(public_log()).decode())"
    return run(home, "shell", "-v0", "-c", code, **variables)


def state(home: Path) -> dict[str, Any]:
    """Return the content of a log on SQLite, having seen that each photo has its original."""
    with sqlite3.connect(home / "log.sqlite3") as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        content: dict[str, Any] = {
            name: sorted(map(repr, database.execute(f'SELECT * FROM "{name}"')))  # noqa: S608
            for name in tables
            if not name.startswith(OF_EACH)
        }
        photos = "SELECT id, uuid, original, sha256, original_name FROM media_photo ORDER BY id"
        content["photos"] = list(database.execute(photos))
        content["found"] = sorted(database.execute("SELECT kind, key, words FROM posts_searchentry"))
    database.close()
    for _, _, original, sha256, _ in content["photos"]:
        assert hashlib.sha256((home / "originals" / original).read_bytes()).hexdigest() == sha256
    return content


def killed_at(home: Path, backup: Path, step: int) -> list[str]:
    """Kill a restore at its Nth step; return the steps."""
    result = subprocess.run(
        [sys.executable, "-m", "tests.tripsite.backup.killed", str(backup), str(step)],
        cwd=PROJECT,
        env=environment(home),
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (result.returncode, result.stderr) in ((-signal.SIGKILL, ""), (0, ""))
    return result.stdout.splitlines()


def test_a_log_moves_to_postgresql_and_back(backup, postgres, tmp_path):
    run(tmp_path / "sqlite", "restore", str(backup))
    there = {"DATABASE_URL": postgres}
    run(tmp_path / "there", "restore", str(backup), **there)
    run(tmp_path / "there", "backup", str(tmp_path / "two.backup"), **there)
    assert run(tmp_path / "back", "restore", str(tmp_path / "two.backup")).startswith("Restored ")
    run(tmp_path / "back", "backup", str(tmp_path / "three.backup"))
    one = parts(backup)
    two, three = parts(tmp_path / "two.backup"), parts(tmp_path / "three.backup")
    # The database the tests run on has given out keys before.
    one.pop("sequences")
    assert two.pop("sequences") == three.pop("sequences")
    assert two == one
    assert three == one
    first = exported(tmp_path / "sqlite")
    assert '"slug":"oslo"' in first
    assert exported(tmp_path / "there", **there) == first
    assert exported(tmp_path / "back") == first
    # Keys go on after those that came along.
    code = "from people.models import Person; print(Person.objects.create(name='New', slug='new').pk)"
    highest = max(json.loads(line)["id"] for line in one["rows/people.person.jsonl"].splitlines())
    assert int(run(tmp_path / "there", "shell", "-v0", "-c", code, **there)) > highest


def test_killed_while_restoring_the_log_is_as_before_or_restored(backup, tmp_path):
    trip = make_trip(title="Bergen", slug="bergen")
    make_figure(trip)
    make_person("Later")
    back_up_to(tmp_path / "two.backup")
    home, whole = tmp_path / "home", tmp_path / "whole"
    run(home, "restore", str(backup))
    run(whole, "restore", str(tmp_path / "two.backup"))
    before, after = state(home), state(whole)
    assert before != after
    steps = killed_at(whole, tmp_path / "two.backup", 10**6)
    names = [f"originals/{name[2]}" for name in after["photos"]]
    moments = [
        steps.index(names[-1]) + 1,
        steps.index("posts.Day") + 1,
        steps.index("indexing") + 1,
    ]
    for moment in moments:
        killed_at(home, tmp_path / "two.backup", moment)
        assert state(home) == before
    killed_at(home, tmp_path / "two.backup", steps.index("derivatives") + 1)
    assert state(home) == after


def test_a_backup_goes_through_pipes(backup, tmp_path):
    home = tmp_path / "home"
    run(home, "restore", str(backup))
    made = subprocess.run(
        [sys.executable, "manage.py", "backup", "-"],
        cwd=PROJECT,
        env=environment(home),
        capture_output=True,
        timeout=120,
        check=True,
    )
    (tmp_path / "piped").write_bytes(made.stdout)
    assert parts(tmp_path / "piped")["rows/posts.day.jsonl"] == parts(backup)["rows/posts.day.jsonl"]


def test_a_refusal_is_one_line(backup, tmp_path):
    run(tmp_path / "home", "restore", str(backup))
    again = manage(tmp_path / "home", "restore", str(backup))
    assert again.returncode == 1
    assert again.stderr.startswith(f"CommandError: restore: {backup}: This log is not empty (")
    missing = manage(tmp_path / "home", "restore", str(tmp_path / "nothing"))
    assert missing.stderr == f"CommandError: restore: {tmp_path / 'nothing'}: No such file or directory.\n"
