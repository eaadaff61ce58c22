"""What a folder was built from, so that the next build asks only for what changed.

It names what pages were made of, hidden people's rows too, so it is kept with the log (`builds/` in its home) and
never among the files that are served.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .search import index as search_index

# Raised when what is kept is kept in another way: the next build then begins anew.
LAYOUT = 1
_TABLES = """
CREATE TABLE told (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE unit (id INTEGER PRIMARY KEY, name TEXT UNIQUE, kind TEXT, following TEXT, awaited TEXT);
CREATE INDEX unit_by_kind ON unit (kind);
CREATE TABLE file (name TEXT PRIMARY KEY, unit INTEGER, digest BLOB, copies TEXT);
CREATE INDEX file_by_unit ON file (unit);
CREATE TABLE subject (id INTEGER PRIMARY KEY, name TEXT UNIQUE);
CREATE TABLE reading (subject INTEGER, unit INTEGER, PRIMARY KEY (subject, unit)) WITHOUT ROWID;
CREATE INDEX reading_by_unit ON reading (unit);
CREATE TABLE put (way TEXT, name TEXT, digest BLOB, PRIMARY KEY (way, name)) WITHOUT ROWID;
"""
_BATCH = 500


@dataclass(frozen=True)
class FileMade:
    """A file as it is now: a digest of its content, and the endings of its compressed copies."""

    name: str
    digest: bytes
    copies: tuple[str, ...] = ()


@dataclass
class UnitMade:
    """What came of one unit: its files, the units it leads to, the subjects it read, and a file it waits for."""

    name: str
    kind: str
    files: list[FileMade] = field(default_factory=list)
    following: tuple[str, ...] = ()
    subjects: Collection[str] = ()
    awaited: str = ""


class State:
    """What is remembered between builds. What is changed within `change` is remembered at its end, or not at all.

    Other processes meanwhile read what was remembered before.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.database = sqlite3.connect(path, isolation_level=None)
        self.database.execute("PRAGMA synchronous=OFF")
        if self.database.execute("PRAGMA user_version").fetchone()[0] != LAYOUT:
            self._begin_anew()
        self.subjects: dict[str, int] = {}

    def _begin_anew(self) -> None:
        self.database.close()
        self.path.unlink()
        self.database = sqlite3.connect(self.path, isolation_level=None)
        self.database.executescript(
            "PRAGMA synchronous=OFF; PRAGMA journal_mode=WAL;"
            f"{_TABLES} {search_index.TABLES} PRAGMA user_version={LAYOUT};"
        )

    @contextmanager
    def change(self, keep: bool = True) -> Iterator[None]:
        self.database.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.database.execute("ROLLBACK")
            raise
        self.database.execute("COMMIT" if keep else "ROLLBACK")

    def told(self, name: str) -> Any:
        """Return something noted about the build as a whole, None where it was not."""
        row = self.database.execute("SELECT value FROM told WHERE name = ?", (name,)).fetchone()
        return json.loads(row[0]) if row else None

    def tell(self, name: str, value: Any) -> None:
        self.database.execute("INSERT OR REPLACE INTO told VALUES (?, ?)", (name, json.dumps(value)))

    def file(self, name: str) -> FileMade | None:
        row = self.database.execute("SELECT name, digest, copies FROM file WHERE name = ?", (name,)).fetchone()
        return FileMade(row[0], row[1], tuple(row[2].split())) if row else None

    def files(self) -> Iterator[FileMade]:
        for name, digest, copies in self.database.execute("SELECT name, digest, copies FROM file ORDER BY name"):
            yield FileMade(name, digest, tuple(copies.split()))

    def files_of(self, unit: str) -> list[FileMade]:
        statement = "SELECT file.name, digest, copies FROM file JOIN unit ON unit.id = file.unit WHERE unit.name = ?"
        rows = self.database.execute(statement, (unit,))
        return [FileMade(name, digest, tuple(copies.split())) for name, digest, copies in rows]

    def units(self, kind: str) -> set[str]:
        return {name for (name,) in self.database.execute("SELECT name FROM unit WHERE kind = ?", (kind,))}

    def following(self) -> dict[str, tuple[str, ...]]:
        """Return the units that lead on to others, with those."""
        rows = self.database.execute("SELECT name, following FROM unit WHERE following != ''")
        return {name: tuple(following.split()) for name, following in rows}

    def awaiting(self) -> list[tuple[str, str]]:
        """Return the units that wait for a file in storage, with its path."""
        return list(self.database.execute("SELECT name, awaited FROM unit WHERE awaited != ''"))

    def readers(self, subjects: Iterable[str]) -> set[str]:
        """Return the units that read any of some subjects."""
        statement = (
            "SELECT DISTINCT unit.name FROM subject JOIN reading ON reading.subject = subject.id"
            " JOIN unit ON unit.id = reading.unit WHERE subject.name IN "
        )
        wanted = sorted(subjects)
        found: set[str] = set()
        for start in range(0, len(wanted), _BATCH):
            some = wanted[start : start + _BATCH]
            marks = ", ".join("?" * len(some))
            found.update(name for (name,) in self.database.execute(f"{statement}({marks})", some))
        return found

    def keep(self, made: UnitMade) -> None:
        """Remember a unit as it is now, instead of what was known of it."""
        self.drop(made.name)
        following = " ".join(made.following)
        unit = self.database.execute(
            "INSERT INTO unit (name, kind, following, awaited) VALUES (?, ?, ?, ?)",
            (made.name, made.kind, following, made.awaited),
        ).lastrowid
        self.database.executemany(
            "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?)",
            [(file.name, unit, file.digest, " ".join(file.copies)) for file in made.files],
        )
        self.database.executemany(
            "INSERT INTO reading VALUES (?, ?)", sorted((self._subject(name), unit) for name in made.subjects)
        )

    def drop(self, unit: str) -> None:
        row = self.database.execute("SELECT id FROM unit WHERE name = ?", (unit,)).fetchone()
        if row:
            for table, column in (("reading", "unit"), ("file", "unit"), ("unit", "id")):
                self.database.execute(f"DELETE FROM {table} WHERE {column} = ?", row)  # noqa: S608 - names of ours

    def put_at(self, way: str) -> dict[str, bytes]:
        """Return the files that were put somewhere else, in some way, with their digests."""
        return dict(self.database.execute("SELECT name, digest FROM put WHERE way = ?", (way,)))

    def note_put(self, way: str, file: FileMade) -> None:
        self.database.execute("INSERT OR REPLACE INTO put VALUES (?, ?, ?)", (way, file.name, file.digest))

    def forget_put(self, way: str, names: Iterable[str]) -> None:
        self.database.executemany("DELETE FROM put WHERE way = ? AND name = ?", [(way, name) for name in names])

    def _subject(self, name: str) -> int:
        if name not in self.subjects:
            self.database.execute("INSERT OR IGNORE INTO subject (name) VALUES (?)", (name,))
            found = self.database.execute("SELECT id FROM subject WHERE name = ?", (name,)).fetchone()
            self.subjects[name] = found[0]
        return self.subjects[name]
