"""Writing a backup: every row as of one moment, and the originals."""

import os
import secrets
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils import timezone

from media.models import Photo
from tripsite import __version__
from tripsite.progress import Progress, in_silence

from . import pictures, rows
from .container import CHUNK, Writer, written_to
from .databases import one_moment, sequences
from .manifest import MANIFEST, BackupRefused, Manifest, migrations

OWNER_ONLY = 0o600


def back_up_to(path: Path, with_derivatives: bool = False, progress: Progress = in_silence) -> Manifest:
    """Write a backup beside its place and put it there in one step, when it is whole and on the disk.

    Raises BackupRefused.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    if path.is_dir():
        raise BackupRefused(f"{path}: it is a folder. Name the file to write.")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "wb") as stream:
            manifest = back_up(stream, with_derivatives, progress)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(path)
    except OSError as error:
        raise BackupRefused(f"{path}: it cannot be written ({error.strerror or error}).") from error
    finally:
        with suppress(OSError):
            draft.unlink()
    return manifest


def back_up(stream: IO[bytes], with_derivatives: bool = False, progress: Progress = in_silence) -> Manifest:
    """Write a backup from front to back while others may write to the log."""
    ContentType.objects.clear_cache()
    rows.forget_names()
    with one_moment(), written_to(stream) as writer:
        models = rows.models()
        total = sum(model._base_manager.count() for model in models) + Photo.objects.exclude(original="").count()
        given_out = sequences(models)
        done = 0
        for model in models:
            done = _add_rows(writer, model, progress, done, total)
        missing = []
        for name in pictures.add_originals(writer):
            done += 1
            progress(done, total, "originals")
            if name:
                missing.append(name)
        if with_derivatives:
            progress(done, total, "derivatives")
            pictures.add_derivatives(writer)
        manifest = Manifest(
            program=__version__,
            made_at=timezone.now().isoformat(),
            migrations=migrations(),
            sequences=given_out,
            missing=missing,
            parts=writer.parts,
        )
        writer.add(MANIFEST, [manifest.model_dump_json(indent=1).encode()], is_text=True)
    return manifest


def _add_rows(writer: Writer, model: type[Model], progress: Progress, done: int, total: int) -> int:
    before = done

    def chunks() -> Iterator[bytes]:
        nonlocal done
        chunk = bytearray()
        for line in rows.written(model):
            chunk += line
            done += 1
            if len(chunk) > CHUNK or done % rows.BATCH == 0:
                yield bytes(chunk)
                chunk.clear()
                progress(done, total, model._meta.label)
        yield bytes(chunk)

    part = writer.add(rows.part_name(model), chunks(), is_text=True)
    part.rows = done - before
    return done
