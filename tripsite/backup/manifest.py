"""What a backup says about itself: `manifest.json`, its last part."""

import json
from typing import Any, Final, Literal

from django.db.migrations.loader import MigrationLoader
from pydantic import BaseModel, ConfigDict, ValidationError

from tripsite import __version__

FORMAT: Final = "tripsite-backup"
VERSION: Final = 1
MANIFEST: Final = "manifest.json"


class BackupRefused(Exception):
    """A backup that is not made or not restored. The message names the part, says what is wrong and what to do."""


class Part(BaseModel):
    """One file in the backup: its size in bytes, its SHA-256 in hexadecimal, and of a table its number of rows."""

    model_config = ConfigDict(extra="forbid")

    name: str
    size: int
    sha256: str
    rows: int | None = None


class Manifest(BaseModel):
    """`sequences` are the highest keys ever given out, by model; `missing` are originals that were not there."""

    model_config = ConfigDict(extra="forbid")

    format: Literal["tripsite-backup"] = FORMAT
    version: Literal[1] = VERSION
    program: str
    made_at: str
    migrations: dict[str, list[str]]
    sequences: dict[str, int]
    missing: list[str]
    parts: list[Part]


def read(written: bytes) -> Manifest:
    """Raises BackupRefused, also for a backup that only a newer program understands."""
    try:
        told = json.loads(written)
    except ValueError as error:
        raise BackupRefused(f"{MANIFEST}: it is not JSON ({error}). Take another copy of the backup.") from error
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        raise BackupRefused(f"{MANIFEST}: it does not say that it is a {FORMAT}.")
    _refuse_newer(told)
    try:
        return Manifest.model_validate(told)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise BackupRefused(f"{MANIFEST}: {where}: {first['msg']}.") from error


def migrations() -> dict[str, list[str]]:
    """Return the names of the migrations this program has, by app."""
    names: dict[str, list[str]] = {}
    for app, name in sorted(MigrationLoader(None).disk_migrations):
        names.setdefault(app, []).append(name)
    return names


def _refuse_newer(told: dict[str, Any]) -> None:
    update = f"This program is {__version__}: update it, then restore."
    if told.get("version") != VERSION:
        raise BackupRefused(
            f"{MANIFEST}: it is version {told.get('version')} of the format, and {VERSION} is known here. {update}"
        )
    program = str(told.get("program", ""))
    if _numbers(program) > _numbers(__version__):
        raise BackupRefused(f"{MANIFEST}: it was made by the newer program {program}. {update}")
    known = migrations()
    theirs = told.get("migrations")
    for app, names in theirs.items() if isinstance(theirs, dict) else ():
        if strange := sorted(set(names) - set(known.get(app, []))):
            raise BackupRefused(
                f"{MANIFEST}: its tables are newer than this program, which does not know {app} {strange[0]}. {update}"
            )


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in version.split(".") if number.isdigit())
