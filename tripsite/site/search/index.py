"""The index of the search in the state of a build: which things hold which words.

One changed thing costs little. What lies in the files follows from these tables alone, whether they were filled at
once or bit by bit.
"""

import json
import re
import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from .things import KINDS, Thing

TABLES = """
CREATE TABLE thing (number INTEGER PRIMARY KEY, title_words TEXT, words TEXT, shown TEXT);
CREATE INDEX thing_number ON thing (number);
CREATE TABLE holding (beginning TEXT, word TEXT, titles BLOB, texts BLOB, PRIMARY KEY (beginning, word)) WITHOUT ROWID;
"""
# How many numbers share a file that says what they are.
GROUP = 128 * len(KINDS)
# So many words of things are gathered before they are written: the words of a large log take gigabytes.
AT_ONCE = 1_000_000
_PLAIN = re.compile("[a-z0-9]")
# The numbers of the things that have a word in their title, and anywhere.
Held = tuple["array[int]", "array[int]"]


def beginning_of(word: str) -> str:
    """Return the name of the file that lists a word; the script computes the same."""
    if not _PLAIN.match(word):
        return f"u{ord(word[0]) >> 6:x}"
    return word[:2] if _PLAIN.match(word[1:]) else f"{word[0]}_"


class Index:
    """The words and things of a site. `beginnings` and `groups` are the files that changes made outdated."""

    def __init__(self, database: sqlite3.Connection) -> None:
        self.database = database
        self.beginnings: set[str] = set()
        self.groups: set[int] = set()
        self.is_new = False

    def fill(self, things: Iterable[Thing]) -> None:
        """Begin anew with these things."""
        self.is_new = True
        self.beginnings.update(name for (name,) in self.database.execute("SELECT DISTINCT beginning FROM holding"))
        groups = self.database.execute("SELECT DISTINCT number / ? FROM thing", (GROUP,))
        self.groups.update(group for (group,) in groups)
        self.database.execute("DELETE FROM thing")
        self.database.execute("DELETE FROM holding")
        held: dict[str, Held] = defaultdict(lambda: (array("Q"), array("Q")))
        count = 0
        for thing in things:
            self._keep(thing)
            for words, place in ((thing.title_words, 0), (thing.words, 1)):
                for word in words:
                    held[word][place].append(thing.number)
            count += len(thing.title_words) + len(thing.words)
            if count >= AT_ONCE:
                self._add(held)
                held.clear()
                count = 0
        self._add(held)

    def _add(self, held: Mapping[str, Held]) -> None:
        """Write what is held by words besides what was written of them."""
        for word in sorted(held):
            beginning = beginning_of(word)
            self.beginnings.add(beginning)
            before = self._held_by(beginning, word)
            together = [old + new for old, new in zip(before, held[word], strict=True)]
            row = (beginning, word, *map(_packed, together))
            self.database.execute("INSERT OR REPLACE INTO holding VALUES (?, ?, ?, ?)", row)

    def change(self, numbers: Iterable[int], things: Iterable[Thing]) -> None:
        """Replace what is known of these numbers by the things that are still there."""
        now = {thing.number: thing for thing in things}
        for number in sorted(set(numbers)):
            row = self.database.execute(
                "SELECT title_words, words, shown FROM thing WHERE number = ?", (number,)
            ).fetchone()
            thing = now.get(number)
            old = tuple(frozenset(words.split()) for words in row[:2]) if row else (frozenset(), frozenset())
            new = (thing.title_words, thing.words) if thing else (frozenset(), frozenset())
            for place in (0, 1):
                for word in old[place] ^ new[place]:
                    self._hold(word, place, number, is_held=word in new[place])
            if (row[2] if row else None) != (_written(thing.shown) if thing else None):
                self.groups.add(number // GROUP)
            self.database.execute("DELETE FROM thing WHERE number = ?", (number,))
            if thing:
                self._keep(thing)

    def _keep(self, thing: Thing) -> None:
        self.groups.add(thing.number // GROUP)
        row = (thing.number, " ".join(sorted(thing.title_words)), " ".join(sorted(thing.words)), _written(thing.shown))
        self.database.execute("INSERT INTO thing VALUES (?, ?, ?, ?)", row)

    def _hold(self, word: str, place: int, number: int, *, is_held: bool) -> None:
        beginning = beginning_of(word)
        self.beginnings.add(beginning)
        held = [set(part) for part in self._held_by(beginning, word)]
        if is_held:
            held[place].add(number)
        else:
            held[place].discard(number)
        self.database.execute("DELETE FROM holding WHERE beginning = ? AND word = ?", (beginning, word))
        if any(held):
            self.database.execute("INSERT INTO holding VALUES (?, ?, ?, ?)", (beginning, word, *map(_packed, held)))

    def _held_by(self, beginning: str, word: str) -> Held:
        row = self.database.execute(
            "SELECT titles, texts FROM holding WHERE beginning = ? AND word = ?", (beginning, word)
        ).fetchone()
        return (_unpacked(row[0]), _unpacked(row[1])) if row else (array("Q"), array("Q"))

    def files(self) -> Iterator[tuple[str, bytes | None]]:
        """Yield the files that are outdated, below `search/`: a name and its content, None where that is gone."""
        for beginning in sorted(self.beginnings):
            yield f"words/{beginning}.json", self._words(beginning)
        for group in sorted(self.groups):
            yield f"things/{group}.json", self._things(group)
        if self.beginnings or self.groups or self.is_new:
            count = self.database.execute("SELECT count(*) FROM thing").fetchone()[0]
            told = {"count": count, "kinds": KINDS, "group": GROUP, "beginnings": list(self._held())}
            yield "index.json", _written(told).encode()

    def _held(self) -> Iterator[str]:
        """Yield the beginnings of all words, in order. Going from one to the next reads few of the words."""
        following = "SELECT min(beginning) FROM holding WHERE beginning > ?"
        beginning = ""
        while (beginning := self.database.execute(following, (beginning,)).fetchone()[0]) is not None:
            yield beginning

    def _words(self, beginning: str) -> bytes | None:
        rows = self.database.execute(
            "SELECT word, titles, texts FROM holding WHERE beginning = ? ORDER BY word", (beginning,)
        )
        words = {word: [_steps(_unpacked(titles)), _steps(_unpacked(texts))] for word, titles, texts in rows}
        return _written(words).encode() if words else None

    def _things(self, group: int) -> bytes | None:
        rows = self.database.execute(
            "SELECT number, shown FROM thing WHERE number >= ? AND number < ? ORDER BY number",
            (group * GROUP, (group + 1) * GROUP),
        ).fetchall()
        return ("{" + ",".join(f'"{number}":{shown}' for number, shown in rows) + "}").encode() if rows else None


def _written(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _packed(numbers: Iterable[int]) -> bytes:
    return array("Q", sorted(numbers)).tobytes()


def _unpacked(packed: bytes) -> "array[int]":
    return array("Q", packed)


def _steps(numbers: "array[int]") -> list[int]:
    """Return each number's distance from the one before: small numbers compress better."""
    return [number - before for before, number in zip([0, *numbers], numbers, strict=False)]
