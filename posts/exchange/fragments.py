"""Pieces of the public JSON, kept as files from one export to the next: a piece is right until a subject is touched.

    cache/export/<program>/log                 which pieces the last whole export was made of, at which revision
    cache/export/<program>/trips-3f-8123       documents, joined by commas; beside it .subjects, what it was made of

A file is never changed: a piece made anew gets the name of its revision, and `log` is replaced once an export is
complete. So whatever else runs or is killed meanwhile, `log` names pieces that were right at its revision or later.
"""

import datetime
import hashlib
import json
import logging
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from media.recording import recording
from posts import prose
from posts.changes import ALL_TOUCHED, Touched, touched_since
from posts.models import Change, Log

logger = logging.getLogger(__name__)

# A reader of an export that began earlier may still be at a piece that is not used any more.
SPARED_SECONDS = 3600


@dataclass(frozen=True)
class Piece:
    """What is kept of one piece: its file's name, and the keys of the rows it tells of."""

    file: str
    keys: list[int]


def _digest_of_program() -> str:
    """Return a digest of the code that makes documents: what another version made is not used."""
    folders = (Path(__file__).parent, Path(prose.__path__[0]))
    digest = hashlib.sha256()
    for source in sorted(path for folder in folders for path in folder.glob("*.py")):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:12]


PROGRAM = _digest_of_program()


class Fragments:
    """The pieces of one export, from the kept ones where they are right still. Made before anything else is read."""

    def __init__(self) -> None:
        self._folder = Path(settings.HOME) / "cache" / "export" / PROGRAM
        self._moment = timezone.now()
        self._revision = Log.current().revision
        self._change = Change.objects.order_by("-pk").first()
        self._kept: dict[str, Piece] = {}
        self._used: dict[str, Piece] = {}
        self._touched = self._read_log()

    @property
    def is_unchanged(self) -> bool:
        """Whether nothing at all has changed since the kept pieces were made."""
        return not self._touched.subjects

    def kept(self, part: str) -> Iterator[tuple[str, list[int]]]:
        """Yield the name and keys of each piece of a part that is kept, in order."""
        yield from ((name, self._kept[name].keys) for name in sorted(self._kept) if name.startswith(f"{part}-"))

    def piece(self, name: str, keys: list[int], make: Callable[[list[int]], bytes]) -> bytes:
        """Return a piece: the kept one, or one that `make` makes of the rows with these keys."""
        known = self._kept.get(name)
        if known is not None and known.keys == keys and self._is_right(known):
            with suppress(FileNotFoundError):  # swept, or removed by hand
                content = (self._folder / known.file).read_bytes()
                self._used[name] = known
                return content
        with recording() as subjects:
            content = make(keys)
        file = f"{name}-{self._revision}"
        if self._write(f"{file}.subjects", "\n".join(sorted(subjects)).encode()) and self._write(file, content):
            self._used[name] = Piece(file, keys)
        return content

    def complete(self) -> None:
        """Have the next export begin from the pieces of this one, and remove those that are of no use any more."""
        if self.is_unchanged and self._used == self._kept:
            return
        if self._change is None:  # nothing to know this log's history by
            return
        pieces = {name: [piece.file, piece.keys] for name, piece in self._used.items()}
        told = {
            "revision": self._revision,
            "moment": self._moment.isoformat(),
            "change": [self._change.pk, self._change.made_at.isoformat()],
            "pieces": pieces,
        }
        if self._write("log", json.dumps(told).encode()):
            self._sweep({piece.file for piece in self._used.values()})

    def _read_log(self) -> Touched:
        """Read which pieces are kept, and return what was touched since."""
        try:
            told: dict[str, Any] = json.loads((self._folder / "log").read_bytes())
        except (OSError, ValueError):
            return ALL_TOUCHED
        key, made_at = told["change"]
        if not Change.objects.filter(pk=key, made_at=datetime.datetime.fromisoformat(made_at)).exists():
            return ALL_TOUCHED  # another database, or one set back to an earlier state
        self._kept = {name: Piece(*piece) for name, piece in told["pieces"].items()}
        return touched_since(told["revision"], datetime.datetime.fromisoformat(told["moment"]))

    def _is_right(self, piece: Piece) -> bool:
        if self.is_unchanged:
            return True
        try:
            subjects = (self._folder / f"{piece.file}.subjects").read_text().split("\n")
        except OSError:
            return False
        return not self._touched.concerns(subjects)

    def _write(self, name: str, content: bytes) -> bool:
        """Write a file whole or not at all; an export goes on where nothing can be kept."""
        draft = self._folder / f"{name}.{uuid.uuid4().hex}.part"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            draft.write_bytes(content)
            draft.replace(self._folder / name)
        except OSError as error:
            logger.warning("A piece of the JSON export cannot be kept: %s", error)
            return False
        return True

    def _sweep(self, used: set[str]) -> None:
        """Remove the files that nobody reads any more, of this program and of those before it."""
        before = time.time() - SPARED_SECONDS
        for file in self._folder.parent.glob("*/*"):
            is_used = file.parent == self._folder and file.name.removesuffix(".subjects") in used | {"log"}
            with suppress(OSError):
                if not is_used and file.stat().st_mtime < before:
                    file.unlink()
