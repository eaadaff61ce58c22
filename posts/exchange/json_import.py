"""Reading JSON in this program's own format (docs/json.md) into the log: all of it, or nothing and what is wrong."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID
from zoneinfo import available_timezones

from django.db import DatabaseError, transaction
from pydantic import ValidationError

from . import schema
from .load import Loaded, LoadError, load

# What PostgreSQL cannot keep in a text, and what UTF-8 cannot spell.
UNFIT = {"\0": "a NUL character"} | dict.fromkeys(map(chr, range(0xD800, 0xE000)), "half of a surrogate pair")
SHOWN = 60


@dataclass(frozen=True)
class Problem:
    """Something wrong with a document; `path` says where, such as `trips[3].days[0].date`, or nothing for all of it."""

    path: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class DocumentRefused(Exception):
    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(map(str, problems)))
        self.problems = problems


@dataclass
class Report:
    """What became of a document, or what is wrong with it."""

    loaded: Loaded = field(default_factory=Loaded)
    trips: list[schema.TripDocument] = field(default_factory=list)
    errors: list[Problem] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "trips": [{"slug": trip.slug, "title": trip.title, "state": self._state(trip.uuid)} for trip in self.trips],
            "created": len(self.loaded.created),
            "updated": len(self.loaded.updated),
            "unchanged": len(self.loaded.unchanged),
            "skipped": 0,
            "warnings": self.loaded.warnings,
            "errors": [{"path": problem.path, "message": problem.message} for problem in self.errors],
        }

    def as_lines(self) -> Iterator[str]:
        for trip in self.trips:
            yield f"{trip.slug}: {self._state(trip.uuid)}"
        yield from self.loaded.warnings
        told = self.as_json()
        yield f"{told['created']} created, {told['updated']} updated, {told['unchanged']} unchanged."

    def _state(self, uuid: UUID) -> str:
        return next(name for name in ("created", "updated", "unchanged") if uuid in getattr(self.loaded, name))


def import_json(written: bytes, dry_run: bool = False) -> Report:
    """Load a document and return what became of its parts; a dry run reports the same and leaves nothing behind.

    What is wrong with a document is in the report; nothing of it is loaded then.
    """
    try:
        document = read(written)
        with transaction.atomic():
            loaded = load(document)
            if dry_run:
                transaction.set_rollback(True)
    except DocumentRefused as refused:
        return Report(errors=list(refused.problems))
    except LoadError as error:
        return Report(errors=[_problem_of(error)])
    except DatabaseError as error:
        return Report(errors=[Problem("", f"The database does not take it: {str(error).strip()}")])
    return Report(loaded, document.trips)


def read(written: bytes) -> schema.LogDocument:
    """Raises DocumentRefused, with every field that is wrong."""
    try:
        told = json.loads(written)
    except (ValueError, RecursionError) as error:
        raise DocumentRefused(Problem("", f"This is not JSON: {error}.")) from error
    if not isinstance(told, dict) or told.get("format") != schema.FORMAT:
        raise DocumentRefused(
            Problem("format", f"It should say “{schema.FORMAT}”. Only exports of this program are read here.")
        )
    version = told.get("version")
    if isinstance(version, int) and version > schema.VERSION:
        raise DocumentRefused(
            Problem(
                "version",
                f"{version} is newer than what this program reads, which is up to {schema.VERSION}. "
                "Update the program, then import again.",
            )
        )
    if unfit := list(_unfit(told, "")):
        raise DocumentRefused(*unfit)
    try:
        document = schema.LogDocument.model_validate_json(json.dumps(told))
    except ValidationError as error:
        raise DocumentRefused(*map(_problem, error.errors(include_url=False))) from error
    if strange := list(_unknown_zones(document)):
        raise DocumentRefused(*strange)
    return document


def path_of(location: tuple[int | str, ...]) -> str:
    """Return a place in a document as one would write it: `trips[3].days[0].date`."""
    path = ""
    for step in location:
        path += f"[{step}]" if isinstance(step, int) else f".{step}" if path else step
    return path


def _problem(error: Any) -> Problem:
    message = error["msg"].removeprefix("Value error, ")
    if error["type"] == "extra_forbidden":
        message = "There is no such field in this format. Leave it out, or correct its name"
    elif error["type"] == "missing":
        message = "It is missing"
    elif isinstance(error["input"], str | int | float):
        message += f", not {json.dumps(error['input'], ensure_ascii=False)[:SHOWN]}"
    return Problem(path_of(error["loc"]), f"{message[:1].upper()}{message[1:]}.")


def _problem_of(error: LoadError) -> Problem:
    """Part a message of loading into its path and what it says."""
    path, colon, message = str(error).partition(": ")
    return Problem(path, message) if colon and " " not in path else Problem("", str(error))


def _unfit(told: Any, path: str) -> Iterator[Problem]:
    if isinstance(told, str):
        found = next((UNFIT[character] for character in told if character in UNFIT), None)
        if found:
            yield Problem(path, f"It holds {found}, which no text can hold. Remove it.")
    elif isinstance(told, dict):
        for name, value in told.items():
            yield from _unfit(value, f"{path}.{name}" if path else name)
    elif isinstance(told, list):
        for index, value in enumerate(told):
            yield from _unfit(value, f"{path}[{index}]")


def _unknown_zones(document: schema.LogDocument) -> Iterator[Problem]:
    known = available_timezones()
    zones = {f"events[{index}]": event.time_zone for index, event in enumerate(document.events)}
    zones |= {f"trips[{index}]": trip.time_zone for index, trip in enumerate(document.trips)}
    for path, zone in zones.items():
        if zone not in known:
            yield Problem(f"{path}.time_zone", f"“{zone}” is no time zone; Europe/Oslo would be one.")
