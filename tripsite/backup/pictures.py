"""Originals, and derivatives where they are asked for, as parts of a backup.

An original is named by its SHA-256, so bringing one in never changes one that is there: until the database speaks of
it, it is a file nobody asks for. That is why originals can go first.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import Storage, storages

from media import derivatives
from media.models import Photo, originals
from media.stored import is_remembered, names_in

from .container import CHUNK, Backup, Writer
from .manifest import BackupRefused

ORIGINAL = re.compile(r"originals/(?P<name>[0-9a-f]{2}/(?P<sha256>[0-9a-f]{64})\.\w{1,8})")
DERIVATIVE = re.compile(r"derivatives/(?P<name>(?P<uuid>[0-9a-f-]{36})/\d{1,5}\.(avif|jpg))")


def add_originals(writer: Writer) -> Iterator[str | None]:
    """Add the original of every photo, and of those a deletion could bring back; yield what is missing, or None."""
    storage = originals()
    for name in Photo.objects.exclude(original="").order_by("pk").values_list("original", flat=True).iterator():
        if not ORIGINAL.fullmatch(f"originals/{name}"):
            raise BackupRefused(f"originals/{name}: the log does not name its originals so. Repair that photo first.")
        yield None if _add(writer, storage, "originals", name) else name
    for name in names_in(storage):
        if ORIGINAL.fullmatch(f"originals/{name}") and not _has_row(name) and is_remembered(name):
            _add(writer, storage, "originals", name)


def add_derivatives(writer: Writer) -> None:
    for photo in Photo.objects.filter(state=Photo.State.READY).order_by("pk").iterator():
        for name in derivatives.paths(photo):
            _add(writer, storages["derivatives"], "derivatives", name)


def check_names(backup: Backup) -> None:
    """Refuse parts that are neither rows nor pictures by their names, and originals that are not what theirs says."""
    for name, part in backup.parts.items():
        original = ORIGINAL.fullmatch(name)
        if original and original["sha256"] != part.sha256:
            raise BackupRefused(f"{name}: it is not the picture it is named after.")
        if not (original or DERIVATIVE.fullmatch(name) or (name.startswith("rows/") and part.rows is not None)):
            raise BackupRefused(f"{name}: this program knows no such part.")


def bring_originals(backup: Backup, brought: set[str]) -> Iterator[str]:
    """Put the originals in place that are not there, noting in `brought` which those are; yield each one's name."""
    storage = originals()
    for part_name in backup.parts:
        if original := ORIGINAL.fullmatch(part_name):
            name = original["name"]
            if not _is_there(storage, name, original["sha256"]):
                brought.add(name)
                _bring(backup, part_name, storage, name)
            yield part_name


def bring_derivatives(backup: Backup) -> None:
    """Put derivatives in place, and call the photos ready that have all of theirs."""
    storage = storages["derivatives"]
    coming = {found["uuid"] for name in backup.parts if (found := DERIVATIVE.fullmatch(name))}
    for uuid in sorted(coming):
        photo = Photo.objects.filter(uuid=uuid, state=Photo.State.PENDING).first()
        parts = {f"derivatives/{name}": name for name in derivatives.paths(photo)} if photo else {}
        if photo and set(parts) <= set(backup.parts):
            for part_name, name in parts.items():
                _bring(backup, part_name, storage, name)
            Photo.objects.filter(pk=photo.pk).update(state=Photo.State.READY)


def sweep(before: float, brought: Collection[str]) -> None:
    """Delete originals that neither a photo nor a deletion knows: older than a moment, or brought."""
    storage = originals()
    for name in list(names_in(storage)):
        if _has_row(name) or is_remembered(name):
            continue
        with suppress(FileNotFoundError):
            if name in brought or storage.get_modified_time(name).timestamp() < before:
                storage.delete(name)


def sweep_derivatives() -> None:
    """Delete the derivatives of photos that are not in the log."""
    storage = storages["derivatives"]
    for name in list(names_in(storage)):
        found = DERIVATIVE.fullmatch(f"derivatives/{name}")
        if found and not Photo.objects.filter(uuid=found["uuid"]).exists():
            storage.delete(name)


def clear(storage: Storage) -> None:
    for name in list(names_in(storage)):
        storage.delete(name)


def _has_row(name: str) -> bool:
    return Photo.objects.filter(original=name).exists()


def _add(writer: Writer, storage: Storage, folder: str, name: str) -> bool:
    try:
        file = storage.open(name)
    except FileNotFoundError:
        return False
    with file:
        writer.add(f"{folder}/{name}", _chunks(file), is_text=False)
    return True


def _chunks(file: IO[bytes] | File[Any]) -> Iterable[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk


def _is_there(storage: Storage, name: str, sha256: str) -> bool:
    try:
        file = storage.open(name)
    except FileNotFoundError:
        return False
    digest = hashlib.sha256()
    with file:
        for chunk in _chunks(file):
            digest.update(chunk)
    return digest.hexdigest() == sha256


def _bring(backup: Backup, part_name: str, storage: Storage, name: str) -> None:
    with backup.archive.open(part_name) as part:
        storage.save(name, File(part, name))
