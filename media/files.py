"""The way in for pictures, and the way out: an original is kept byte for byte, once, and privately."""

import hashlib
import io
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import partial
from pathlib import Path
from typing import BinaryIO, cast

from django.core.files.base import File
from django.db import IntegrityError, transaction

from media import derivatives, exif, formats
from media.formats import Format, Unreadable
from media.models import Photo, originals
from media.tasks import make_derivatives

MAX_BYTES = 100_000_000
CHUNK = 1 << 20

# Originals written since the innermost `no_orphans` began, by SHA-256; None outside of one.
_written: ContextVar[dict[str, str] | None] = ContextVar("written", default=None)


class PhotoRefused(Exception):
    """A file that is not taken. The message names it, says what is wrong with it and what to do."""


def store(file: "BinaryIO | File[bytes] | bytes | Path", name: str) -> tuple[Photo, bool]:
    """Keep a picture and return its photo, and whether that is new; the same bytes are kept once.

    The picture is decoded to its end before anything is written. Its derivatives are enqueued when the
    surrounding transaction commits. A photo whose original was absent gets it back.

    Raises PhotoRefused; nothing is kept then. Around a transaction that may be rolled back
    after this, put `no_orphans`.
    """
    name = _bare(name)
    try:
        with _opened(file) as stream:
            byte_size, sha256 = _measured(stream)
            known = Photo.objects.filter(sha256=sha256).first()
            if known is not None and _is_kept(known):
                return known, False
            kind, seen = _inspected(stream)
            photo = known or seen
            photo.sha256, photo.byte_size, photo.media_type = sha256, byte_size, kind.media_type
            photo.original_name = photo.original_name or name
            photo.state, photo.failure, photo.attempts = Photo.State.PENDING, "", 0
            try:
                _keep(photo, sha256, original_path(sha256, kind.suffix), stream)
            except IntegrityError:  # somebody stored the same bytes since they were looked up
                known = Photo.objects.filter(sha256=sha256).first()
                if known is None:
                    raise
                return known, False
            return photo, known is None
    except Unreadable as reason:
        raise PhotoRefused(f"{name}: {reason}") from reason


def original_path(sha256: str, suffix: str) -> str:
    """Return an original's name in its storage."""
    return f"{sha256[:2]}/{sha256}.{suffix}"


def remove(photo: Photo) -> None:
    """Delete a photo, and when that is committed its original and derivatives."""
    original = photo.original.name
    with transaction.atomic():
        photo.delete()
        transaction.on_commit(partial(derivatives.remove, photo))
        if original:
            transaction.on_commit(partial(originals().delete, original))


@contextmanager
def no_orphans() -> Iterator[None]:
    """Around a transaction: delete the originals stored in it whose photos were rolled back with it.

    Write `with no_orphans(), transaction.atomic():`, in this order.
    """
    outer = _written.get()
    written: dict[str, str] = {}
    token = _written.set(written)
    try:
        yield
    finally:
        _written.reset(token)
        for sha256, path in written.items():
            if not Photo.objects.filter(sha256=sha256).exists():
                originals().delete(path)
            elif outer is not None:
                outer[sha256] = path


def _keep(photo: Photo, sha256: str, path: str, stream: BinaryIO) -> None:
    """Save the row and write the original, both or neither.

    The row comes first: its unique SHA-256 makes whoever stores the same bytes at the same time wait
    until this one is committed, so that no two ever write or delete the same file.
    """
    photo.original.name = path
    with no_orphans(), transaction.atomic():
        photo.save()
        originals().save(path, File(stream))
        if (written := _written.get()) is not None:
            written[sha256] = path
        # Where enqueueing fails the photo stays pending, and the next start of a worker finds it.
        transaction.on_commit(partial(make_derivatives.enqueue, photo.pk), robust=True)


def _is_kept(photo: Photo) -> bool:
    name = photo.original.name
    return bool(name and originals().exists(name))


def _inspected(stream: BinaryIO) -> tuple[Format, Photo]:
    """Decode a picture and return its format and, unsaved, what it tells about itself. Raises Unreadable."""
    kind = formats.recognise(stream)
    with formats.open_picture(stream, kind) as image:
        width, height = image.size
        formats.decode(image, kind, stream, (max(1, width // 8), max(1, height // 8)))
        if exif.swaps_sides(exif.transposition(image)):
            width, height = height, width
        taken = exif.read(image)
    return kind, Photo(
        width=width,
        height=height,
        taken_on=taken.on,
        taken_time=taken.time,
        taken_utc_offset=taken.utc_offset,
        latitude=taken.latitude,
        longitude=taken.longitude,
    )


@contextmanager
def _opened(file: "BinaryIO | File[bytes] | bytes | Path") -> Iterator[BinaryIO]:
    """Give the picture as a stream that can be read more than once."""
    if isinstance(file, bytes):
        yield io.BytesIO(file)
    elif isinstance(file, Path):
        if not file.is_file():
            raise Unreadable("there is no such file. Check its name and folder.")
        try:
            stream = file.open("rb")
        except OSError as error:
            raise Unreadable(f"the file cannot be opened ({error.strerror}). Check its permissions.") from error
        with stream:
            yield stream
    elif file.seekable():
        yield cast(BinaryIO, file)
    else:
        with tempfile.TemporaryFile() as copy:
            for chunk in _chunks(cast(BinaryIO, file)):
                copy.write(chunk)
            yield copy


def _measured(stream: BinaryIO) -> tuple[int, str]:
    """Return a stream's size in bytes and its SHA-256 in hexadecimal. Raises Unreadable when it is too large."""
    stream.seek(0)
    digest = hashlib.sha256()
    byte_size = 0
    for chunk in _chunks(stream):
        digest.update(chunk)
        byte_size += len(chunk)
    return byte_size, digest.hexdigest()


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    byte_size = 0
    while chunk := stream.read(CHUNK):
        byte_size += len(chunk)
        if byte_size > MAX_BYTES:
            raise Unreadable(
                f"the file is larger than {MAX_BYTES // 1_000_000} MB. Save it smaller, as a JPEG say, and upload that."
            )
        yield chunk


def _bare(name: str) -> str:
    """Return a file's name without folders of either kind of system, and without control characters."""
    bare = re.split(r"[/\\]", re.sub(r"[\x00-\x1f\x7f]", "", name).rstrip("/\\"))[-1]
    return bare[-255:] or "picture"
