"""What a folder was built from, so that the next build asks only for what changed.

It names what pages were made of, hidden people's rows too, so it is kept with the log (`builds/` in its home) and
never among the files that are served.
"""

import json
import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from .search import index as search_index

# Raised when what is kept is kept in another way: the next build then begins anew.
LAYOUT = 3
_TABLES = """
CREATE TABLE told (name TEXT PRIMARY KEY, value TEXT);
CREATE TABLE unit (
    id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, kind TEXT, following TEXT, awaited TEXT, read BLOB
);
CREATE INDEX unit_by_kind ON unit (kind, name);
CREATE INDEX unit_leading ON unit (name, following) WHERE following != '';
CREATE INDEX unit_waiting ON unit (name, awaited) WHERE awaited != '';
CREATE TABLE file (name TEXT PRIMARY KEY, unit INTEGER, digest BLOB, copies TEXT);
CREATE INDEX file_by_unit ON file (unit);
CREATE TABLE subject (id INTEGER PRIMARY KEY, name TEXT UNIQUE, readers BLOB DEFAULT x'');
CREATE TABLE put (way TEXT, name TEXT, digest BLOB, PRIMARY KEY (way, name)) WITHOUT ROWID;
"""
# What a change brings, until its end: which units read a subject from now on (1), and which no more (0).
_CHANGES = "CREATE TEMPORARY TABLE reading (subject INTEGER, unit INTEGER, now INTEGER)"
_BATCH = 500
# Of a large log's half a million; those that a page reads are mostly those of the pages before.
MOST_AT_HAND = 50_000


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


def begun_beside(state: Path) -> Path:
    """Return the file that is there while a build is at work, or after it was stopped: the names of its new files."""
    return state.with_suffix(".begun")


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
        self.database.execute(_CHANGES)
        self.subjects: dict[str, int] = {}

    def _begin_anew(self) -> None:
        """Forget what another version of this program kept, but for which files are ours."""
        if self.database.execute("SELECT 1 FROM sqlite_master WHERE name = 'file'").fetchone():
            names = (name for (name,) in self.database.execute("SELECT name FROM file"))
            with begun_beside(self.path).open("a", encoding="utf-8") as begun:
                begun.writelines(f"{name}\n" for name in names)
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
        if keep:
            self._write_readers()
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

    def kinds(self, units: Iterable[str]) -> dict[str, set[str]]:
        """Return those of some units that are known, by their kind."""
        found: dict[str, set[str]] = defaultdict(set)
        for some in _batches(sorted(units)):
            statement = f"SELECT kind, name FROM unit WHERE name IN ({_marks(some)})"  # noqa: S608 - only marks
            for kind, name in self.database.execute(statement, some):
                found[kind].add(name)
        return found

    def following(self) -> dict[str, tuple[str, ...]]:
        """Return the units that lead on to others, with those."""
        rows = self.database.execute("SELECT name, following FROM unit WHERE following != ''")
        return {name: tuple(following.split()) for name, following in rows}

    def awaiting(self) -> list[tuple[str, str]]:
        """Return the units that wait for a file in storage, with its path."""
        return list(self.database.execute("SELECT name, awaited FROM unit WHERE awaited != ''"))

    def readers(self, subjects: Iterable[str]) -> set[str]:
        """Return the units that read any of some subjects, as they were before what is being changed."""
        found: set[int] = set()
        for some in _batches(sorted(subjects)):
            statement = f"SELECT readers FROM subject WHERE name IN ({_marks(some)})"  # noqa: S608 - only marks
            for (readers,) in self.database.execute(statement, some):
                found.update(_unpacked(readers))
        return self._names(found)

    def _names(self, keys: set[int]) -> set[str]:
        names: set[str] = set()
        for some in _batches(sorted(keys)):
            statement = f"SELECT name FROM unit WHERE id IN ({_marks(some)})"  # noqa: S608 - only marks
            names.update(name for (name,) in self.database.execute(statement, some))
        return names

    def keep(self, made: UnitMade) -> None:
        """Remember a unit as it is now, instead of what was known of it."""
        row = self.database.execute("SELECT id, read FROM unit WHERE name = ?", (made.name,)).fetchone()
        key, before = (row[0], _unpacked(row[1])) if row else (None, ())
        now = sorted(self._subject(name) for name in made.subjects)
        key = self.database.execute(
            "INSERT OR REPLACE INTO unit (id, name, kind, following, awaited, read) VALUES (?, ?, ?, ?, ?, ?)",
            (key, made.name, made.kind, " ".join(made.following), made.awaited, array("I", now).tobytes()),
        ).lastrowid
        self._read(int(key or 0), before, now)
        if row:
            self.database.execute("DELETE FROM file WHERE unit = ?", (key,))
        self.database.executemany(
            "INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?)",
            [(file.name, key, file.digest, " ".join(file.copies)) for file in made.files],
        )

    def drop(self, unit: str) -> None:
        row = self.database.execute("SELECT id, read FROM unit WHERE name = ?", (unit,)).fetchone()
        if row:
            self._read(row[0], _unpacked(row[1]), ())
            self.database.execute("DELETE FROM file WHERE unit = ?", row[:1])
            self.database.execute("DELETE FROM unit WHERE id = ?", row[:1])

    def _read(self, unit: int, before: Sequence[int], now: Sequence[int]) -> None:
        """Note who reads what. Readers are written once for each subject, at the end: a whole build has millions."""
        changes = [(subject, unit, 1) for subject in set(now).difference(before)]
        changes += [(subject, unit, 0) for subject in set(before).difference(now)]
        self.database.executemany("INSERT INTO reading VALUES (?, ?, ?)", changes)

    def _write_readers(self) -> None:
        changes = self.database.execute("SELECT subject, unit, now FROM reading ORDER BY subject, rowid")
        for subject, rows in groupby(changes, key=itemgetter(0)):
            (packed,) = self.database.execute("SELECT readers FROM subject WHERE id = ?", (subject,)).fetchone()
            # A unit may be made more than once: the last time counts.
            reads = dict.fromkeys(_unpacked(packed), 1) | {unit: now for _, unit, now in rows}
            readers = array("I", sorted(unit for unit, now in reads.items() if now)).tobytes()
            self.database.execute("UPDATE subject SET readers = ? WHERE id = ?", (readers, subject))
        self.database.execute("DELETE FROM reading")

    def put_at(self, way: str) -> dict[str, bytes]:
        """Return the files that were put somewhere else, in some way, with their digests."""
        return dict(self.database.execute("SELECT name, digest FROM put WHERE way = ?", (way,)))

    def note_put(self, way: str, file: FileMade) -> None:
        self.database.execute("INSERT OR REPLACE INTO put VALUES (?, ?, ?)", (way, file.name, file.digest))

    def forget_put(self, way: str, names: Iterable[str]) -> None:
        self.database.executemany("DELETE FROM put WHERE way = ? AND name = ?", [(way, name) for name in names])

    def _subject(self, name: str) -> int:
        if name not in self.subjects:
            if len(self.subjects) >= MOST_AT_HAND:
                self.subjects.clear()
            self.database.execute("INSERT OR IGNORE INTO subject (name) VALUES (?)", (name,))
            found = self.database.execute("SELECT id FROM subject WHERE name = ?", (name,)).fetchone()
            self.subjects[name] = found[0]
        return self.subjects[name]


def _unpacked(packed: bytes) -> "array[int]":
    return array("I", packed)


def _batches(wanted: list[Any]) -> Iterator[list[Any]]:
    return (wanted[start : start + _BATCH] for start in range(0, len(wanted), _BATCH))


def _marks(values: Collection[object]) -> str:
    return ", ".join("?" * len(values))
