"""The folder of an export: only what this program wrote there is ever replaced or removed.

A marker lists these files with their SHA-256. A file that is as it should be is not written again, so that exporting
twice changes nothing.
"""

import hashlib
import io
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from django.core.files.base import File

MARKER = ".tripsite-export.json"
_FORMAT = "tripsite-hugo-export"
_BLOCK = 1 << 20

Open = Callable[[], "BinaryIO | File[Any]"]


class FolderError(Exception):
    """The folder cannot be exported to; the message says why and what to do."""


@dataclass
class Folder:
    """One run over an export's folder. `remarks` name the files that were left alone, and why."""

    path: Path
    before: Mapping[str, str] = field(default_factory=dict)
    now: dict[str, str] = field(default_factory=dict)
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    remarks: list[str] = field(default_factory=list)

    @classmethod
    def open(cls, path: Path) -> "Folder":
        """Open a folder that is empty, absent, or holds an export already. Raises FolderError."""
        path = path.expanduser().absolute()
        if path.exists() and not path.is_dir():
            raise FolderError(f"{path}: this is a file; name a folder")
        try:
            before = _read_marker(path / MARKER)
            if before is None and path.is_dir() and any(path.iterdir()):
                raise FolderError(
                    f"{path}: the folder is neither empty nor an export of this program; name another one"
                )
        except OSError as error:
            raise FolderError(f"{path}: cannot be read: {error.strerror}") from error
        return cls(path, before or {})

    def refuse_foreign(self, names: list[str]) -> None:
        """Raise FolderError where somebody else's file has the name of one that is to be written."""
        for name in names:
            if name not in self.before and os.path.lexists(self._inside(name)):
                raise FolderError(
                    f"{self.path / name}: this file is not of an export; move it away, or name another folder"
                )

    def begin(self, names: list[str]) -> None:
        """Note what will be written, so that even an export that is broken off knows its files."""
        self.path.mkdir(parents=True, exist_ok=True)
        self._mark(dict.fromkeys(names, "") | dict(self.before))

    def write(self, name: str, source: bytes | Open) -> bool:
        """Write a file unless it is there as it should be; return False for one of somebody else's."""
        target = self._inside(name)
        if name not in self.before and os.path.lexists(target) and name not in self.now:
            self.remarks.append(f"{name}: somebody else's file has this name and was left as it is")
            return False
        opened = (lambda: io.BytesIO(source)) if isinstance(source, bytes) else source
        with opened() as stream:
            digest = _sha256(stream)
        self.now[name] = digest
        if _digest(target) == digest:
            self.unchanged += 1
            return True
        target.parent.mkdir(parents=True, exist_ok=True)
        half = target.with_name(f".{hashlib.sha256(target.name.encode()).hexdigest()[:16]}.part")
        try:
            with opened() as stream, half.open("wb") as file:
                while block := stream.read(_BLOCK):
                    file.write(block)
            half.replace(target)
        finally:
            half.unlink(missing_ok=True)
        self.written += 1
        return True

    def finish(self) -> None:
        """Remove what an earlier export wrote and this one did not, unless somebody changed it since."""
        for name in sorted(set(self.before) - set(self.now)):
            target = self._inside(name)
            digest = _digest(target)
            if digest is None:
                continue
            if self.before[name] not in ("", digest):
                self.remarks.append(f"{name}: no longer exported, but changed since; delete it if you do not want it")
                continue
            target.unlink()
            self.removed += 1
            _remove_empty(target.parent, self.path)
        self._mark(self.now)

    def _inside(self, name: str) -> Path:
        path = PurePosixPath(name)
        target = self.path / path
        if path.is_absolute() or ".." in path.parts or not _is_within(target.parent, self.path):
            raise FolderError(f"{target}: leads out of the folder; remove the link, or name another folder")
        return target

    def _mark(self, files: Mapping[str, str]) -> None:
        told = {"format": _FORMAT, "version": 1, "files": dict(sorted(files.items()))}
        text = json.dumps(told, ensure_ascii=False, indent=1) + "\n"
        marker = self.path / MARKER
        if not marker.is_file() or marker.read_text(encoding="utf-8") != text:
            half = self.path / f"{MARKER}.part"
            half.write_text(text, encoding="utf-8")
            half.replace(marker)


def _read_marker(path: Path) -> dict[str, str] | None:
    if not path.is_file():
        return None
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        if told["format"] != _FORMAT or told["version"] != 1:
            raise FolderError(f"{path}: written by another version of this program; name another folder")
        return {str(name): str(digest) for name, digest in told["files"].items()}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise FolderError(
            f"{path}: cannot be read, so nothing tells which files are whose; name another folder"
        ) from error


def _digest(path: Path) -> str | None:
    if path.is_symlink() or not path.is_file():
        return None
    with path.open("rb") as file:
        return _sha256(file)


def _sha256(stream: BinaryIO | File[Any]) -> str:
    digest = hashlib.sha256()
    while block := stream.read(_BLOCK):
        digest.update(block)
    return digest.hexdigest()


def _is_within(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _remove_empty(folder: Path, root: Path) -> None:
    while folder != root and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
