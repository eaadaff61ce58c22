"""Lays out what somebody brought in, a Markdown file, a zip or pasted text, as a folder that can be read.

An archive is somebody else's bytes: before the first is written, its list says whether it may be unpacked at all.
"""

import hashlib
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from django.utils.text import slugify

from .hugo.tree import MARKDOWN

MOST_FILES = 10_000
MOST_BYTES = 2_000_000_000
MOST_OF_A_TEXT = 64_000_000
# Text packs to a tenth, rarely to a fiftieth. What packs better holds next to nothing, however large it gets.
MOST_RATIO = 200
_SMALL = 10_000_000
_LONGEST_PART = 255  # bytes, as file systems have it
_LONGEST_NAME = 1000
_BLOCK = 1 << 20
_IS_ENCRYPTED, _IS_UTF_8 = 0x1, 0x800
# What Python's own reader of zips raises for one that lies about itself.
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, IndexError, NotImplementedError, RuntimeError, ValueError),
    struct.error,
)
# What a Mac puts beside the files.
_LEFT_OUT = ("__MACOSX",)
_TITLE = re.compile(r"^(?:title\s*[:=]\s*[\"']?(.+?)[\"']?|#\s+(.+?)\s*#*)\s*$", re.IGNORECASE | re.MULTILINE)


class UnpackingError(Exception):
    """What was brought in cannot be unpacked; the message names the entry, what is wrong and what to do."""


@dataclass(frozen=True)
class _Entry:
    info: zipfile.ZipInfo
    path: PurePosixPath


def unpack(file: BinaryIO, name: str, folder: Path) -> Path:
    """Lay out a file of this name below `folder`, and return what is to be read there. Raises UnpackingError.

    Paths in it stay the same whenever it is unpacked: a trip is recognised by them.
    """
    stem, suffix = PurePosixPath(name).stem or "post", PurePosixPath(name).suffix.lower()
    if zipfile.is_zipfile(file):
        return _unpack_zip(file, name, folder / (slugify(stem, allow_unicode=True) or "bundle"))
    if suffix == ".zip":
        raise UnpackingError(f"{name}: this is no zip, or only the beginning of one; pack it anew, or send it again.")
    if suffix not in MARKDOWN | {".xml"}:
        wanted = "a Markdown file (.md), an export of WordPress (.xml), or a zip of a bundle or of a content folder"
        raise UnpackingError(f"{name}: neither Markdown nor a zip; bring {wanted}.")
    file.seek(0)
    text = file.read(MOST_OF_A_TEXT + 1)
    if len(text) > MOST_OF_A_TEXT:
        raise UnpackingError(f"{name}: longer than {MOST_OF_A_TEXT // 1_000_000} MB; part it into several posts.")
    if stem.lower() in ("index", "_index"):  # a bundle is known by its folder, which did not come along
        folder /= name_of(text)
        stem = "index"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{_short(stem)}{suffix}"
    path.write_bytes(text)
    return path


def name_of(text: bytes) -> str:
    """Return a name for a text that came without one: its title's, or else one that only this text has."""
    found = _TITLE.search(text[:20_000].decode(errors="replace"))
    title = slugify(found[1] or found[2], allow_unicode=True)[:60].strip("-_") if found else ""
    return title or f"pasted-{hashlib.sha256(text).hexdigest()[:8]}"


def _short(stem: str) -> str:
    """Return a file's name that file systems take, without what a path is made of."""
    plain = re.sub(r"[\x00-\x1f/\\]", "-", stem).lstrip(".") or "post"
    return plain.encode("utf-8", "replace")[:200].decode(errors="ignore")


def _unpack_zip(file: BinaryIO, name: str, folder: Path) -> Path:
    try:
        with zipfile.ZipFile(file) as archive:
            entries = _entries(archive, name)
            folder.mkdir(parents=True)
            for entry in entries:
                _extract(archive, entry, folder, name)
    except _BROKEN as error:
        raise UnpackingError(f"{name}: the zip is damaged ({error}); pack it anew, or send it again.") from error
    return folder


def _entries(archive: zipfile.ZipFile, name: str) -> list[_Entry]:
    """Return the files of an archive that may be unpacked. Raises UnpackingError."""
    infos = archive.infolist()
    if len(infos) > MOST_FILES:
        raise UnpackingError(f"{name}: {len(infos)} files; up to {MOST_FILES} are unpacked. Bring it in parts.")
    entries = [_Entry(info, path) for info in infos if not info.is_dir() and (path := _path(info, name)) is not None]
    if not entries:
        raise UnpackingError(f"{name}: there are no files in this zip.")
    _refuse_too_much(entries, name)
    _refuse_twice(entries, name)
    return entries


def _path(info: zipfile.ZipInfo, name: str) -> PurePosixPath | None:
    """Return where an entry belongs, None for what is left out. Raises UnpackingError."""
    written = _decoded(info, name).replace("\\", "/")
    parts = written.split("/")
    if parts[0] in _LEFT_OUT:
        return None
    where = f"{name}: {written}"
    if written.startswith("/") or re.match(r"[A-Za-z]:", written):
        raise UnpackingError(f"{where}: leads to a place outside the zip; pack it with relative paths.")
    if ".." in parts:
        raise UnpackingError(f"{where}: leads out of the zip (“..”); nothing was unpacked.")
    if re.search(r"[\x00-\x1f]", written) or any(len(part.encode()) > _LONGEST_PART for part in parts):
        raise UnpackingError(f"{where[:300]}: no file can have this name; rename it.")
    if len(written.encode()) > _LONGEST_NAME:
        raise UnpackingError(f"{where[:300]}…: the path is too long; pack it with fewer folders around it.")
    if info.flag_bits & _IS_ENCRYPTED:
        raise UnpackingError(f"{where}: locked with a password; pack it without one.")
    if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
        raise UnpackingError(f"{where}: a symbolic link or a device, not a file; put the file itself into the zip.")
    return PurePosixPath(written)


def _decoded(info: zipfile.ZipInfo, name: str) -> str:
    """Return an entry's name. Many programs write UTF-8 and do not say so; then Python takes it for code page 437."""
    if info.flag_bits & _IS_UTF_8:
        return info.filename
    try:
        return info.filename.encode("cp437").decode()
    except UnicodeError as error:
        raise UnpackingError(f"{name}: {info.filename}: its name is not UTF-8; rename the file.") from error


def _refuse_too_much(entries: Iterable[_Entry], name: str) -> None:
    total = 0
    for entry in entries:
        total += entry.info.file_size
        where = f"{name}: {entry.path}"
        if total > MOST_BYTES:
            raise UnpackingError(f"{where}: with it, more than {MOST_BYTES // 10**9} GB unpacked. Bring it in parts.")
        if entry.info.file_size > max(_SMALL, entry.info.compress_size * MOST_RATIO):
            size = f"{entry.info.file_size // 1_000_000} MB out of {entry.info.compress_size} bytes"
            raise UnpackingError(f"{where}: would become {size}; that is no post, so nothing was unpacked.")


def _refuse_twice(entries: Iterable[_Entry], name: str) -> None:
    files = [entry.path for entry in entries]
    seen: set[PurePosixPath] = set()
    folders = {parent for path in files for parent in path.parents}
    for path in files:
        if path in seen or path in folders:
            raise UnpackingError(f"{name}: {path}: two things in the zip have this name; rename one.")
        seen.add(path)


def _extract(archive: zipfile.ZipFile, entry: _Entry, folder: Path, name: str) -> None:
    target = folder / entry.path
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with archive.open(entry.info) as source, target.open("xb") as file:
            while block := source.read(_BLOCK):
                file.write(block)
    except _BROKEN as error:
        raise UnpackingError(f"{name}: {entry.path}: cannot be unpacked ({error}); pack it anew.") from error
