"""Bringing a log's database to what this version of the program needs, or leaving it exactly as it was.

The copy is made by the database's own means, because this program's models do not fit the tables of the one before.
Files are not copied: a migration never touches them.
"""

import datetime
import io
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import Client

from tripsite.set_up import what_is_missing

PAGES = ("/healthz", "/", "/people/", "/talks/", "/events/", "/places/", "/archive/", "/feed.atom", "/export.json")
KEPT_COPIES = 3


class UpgradeFailed(Exception):
    """An upgrade that was taken back. The message says at which step, why, and that the log is as before."""


def upgrade(say: Callable[[str], None]) -> None:
    """Copy the database, migrate it and ask every kind of page. Raises UpgradeFailed when the log is as before."""
    copy = _new_copy()
    say(f"Copying the database to {copy}.")
    _copy_database(copy)
    try:
        say("Changing its tables.")
        call_command("migrate", verbosity=0, interactive=False)
        say("Collecting stylesheets and scripts.")
        call_command("collectstatic", verbosity=0, interactive=False)
        say("Looking at the result.")
        _check()
    except BaseException as error:
        say("That failed. Putting the database back.")
        _put_back(copy)
        raise UpgradeFailed(
            f"{type(error).__name__}: {error}. The database is as it was; go back to the program's version of before. "
            f"A copy of the database is kept at {copy}"
        ) from error
    for old in sorted(copy.parent.iterdir())[:-KEPT_COPIES]:
        old.unlink()


def _new_copy() -> Path:
    folder = settings.HOME / "upgrades"
    folder.mkdir(mode=0o700, exist_ok=True)
    suffix = "sqlite3" if connection.vendor == "sqlite" else "dump"
    return folder / f"before-{datetime.datetime.now(datetime.UTC):%Y-%m-%dT%H%M%S}.{suffix}"


def _copy_database(copy: Path) -> None:
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(settings.DATABASES["default"]["NAME"])) as here, closing(_opened(copy)) as there:
            here.backup(there)
    else:
        _run("pg_dump", "--format=custom", "--no-owner", f"--file={copy}", _address())
        copy.chmod(0o600)


def _put_back(copy: Path) -> None:
    connection.close()
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(settings.DATABASES["default"]["NAME"])) as here, closing(_opened(copy)) as there:
            there.backup(here)
    else:
        with connection.cursor() as cursor:
            # Also what the failed migration made, of which the copy knows nothing.
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        connection.close()
        _run("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", f"--dbname={_address()}", str(copy))


def _opened(copy: Path) -> sqlite3.Connection:
    copy.touch(mode=0o600)
    return sqlite3.connect(copy)


def _address() -> str:
    """Return the database's address as libpq's tools take it, without its password."""
    wanted = {"NAME": "dbname", "USER": "user", "HOST": "host", "PORT": "port"}
    given = settings.DATABASES["default"]
    quoted = {
        key: str(given[name]).replace("\\", "\\\\").replace("'", "\\'") for name, key in wanted.items() if given[name]
    }
    return " ".join(f"{key}='{value}'" for key, value in quoted.items())


def _run(tool: str, *arguments: str) -> None:
    if shutil.which(tool) is None:
        raise UpgradeFailed(
            f"{tool} is missing, which copies the database. On Debian: apt-get install postgresql-client"
        )
    # Everybody on the machine may read the arguments of processes, so the password is not among them.
    secret = {"PGPASSWORD": password} if (password := settings.DATABASES["default"]["PASSWORD"]) else {}
    command, environment = [tool, *arguments], os.environ | secret
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    if done.returncode:
        raise UpgradeFailed(f"{tool}: {done.stderr.strip()}")


def _check() -> None:
    call_command("check", fail_level="ERROR", stdout=io.StringIO())
    if missing := what_is_missing():
        raise UpgradeFailed(missing)
    reader = Client(headers={"host": _host(), "x-forwarded-proto": "https"})
    for page in PAGES:
        answer = reader.get(page, secure=True)
        if answer.status_code != 200:
            raise UpgradeFailed(f"{page} answers {answer.status_code}")


def _host() -> str:
    return next((host.lstrip(".") for host in settings.ALLOWED_HOSTS if host != "*"), "localhost")
