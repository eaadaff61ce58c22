"""Files on their way into the log: each byte that is acknowledged stays, whatever happens to the server.

What arrives is written in blocks, each a file of its own in the storage `uploads`, named by where it begins. A block
is on the disk before the row counts it, and the last one is counted in the transaction that stores the photo: who is
told that everything arrived finds the picture in its place.
"""

import datetime
import io
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, Storage, storages
from django.db import transaction
from django.utils import timezone
from reversion import create_revision, set_user

from media import formats
from media.files import MAX_BYTES, PhotoRefused, no_orphans, store
from posts.models import Upload

from .pictures import place

BLOCK = 1 << 20
KEPT_FOR = datetime.timedelta(days=7)


class UploadRefused(Exception):
    """A file that is not taken. The message names it, says what is wrong with it and what to do."""


class OffsetConflict(Exception):
    """Bytes that do not follow those that are here; `received` says how many are."""

    def __init__(self, received: int) -> None:
        super().__init__(f"{received} bytes are here. Go on from there.")
        self.received = received


def storage() -> Storage:
    """Return the private storage of what is on its way in."""
    return storages["uploads"]


def check(name: str, length: int) -> None:
    """Refuse a file by its length before a byte of it is sent. Raises UploadRefused."""
    if length <= 0:
        raise UploadRefused(f"{name}: the file is empty. Copy it again from where it came from.")
    if length > MAX_BYTES:
        raise UploadRefused(
            f"{name}: the file is larger than {MAX_BYTES // 1_000_000} MB. Save it smaller, as a JPEG say, "
            "and upload that."
        )


def append(upload: Upload, offset: int, stream: BinaryIO) -> Upload:
    """Take what the stream holds, from `offset` on, and return the upload as it is then.

    What arrived before a connection broke is kept. With the last byte the photo is stored. Raises OffsetConflict;
    UploadRefused when the file is not a picture, which is then forgotten but for its name and the reason.
    """
    for content in _blocks(stream, upload.length - offset):
        if offset == 0:
            _check_kind(upload, content)
        upload = _take(upload, offset, content)
        offset += len(content)
    if upload.failure:
        raise UploadRefused(upload.failure)
    return upload


def discard(upload: Upload) -> None:
    """Forget an upload and what arrived of it; a photo that was stored stays."""
    upload.delete()
    _remove_blocks(upload)


def sweep() -> int:
    """Forget uploads that nobody went on with for a week, and return how many."""
    old = list(Upload.objects.filter(created_at__lt=timezone.now() - KEPT_FOR))
    for upload in old:
        discard(upload)
    return len(old)


def _blocks(stream: BinaryIO, most: int) -> Iterator[bytes]:
    """Give what arrives, and after a broken connection what arrived until then."""
    while most > 0:
        content = bytearray()
        broken = False
        while len(content) < min(BLOCK, most) and not broken:
            try:
                piece = stream.read(min(BLOCK, most) - len(content))
            except OSError:
                piece = b""
            content += piece
            broken = not piece
        if content:
            yield bytes(content)
        most = 0 if broken else most - len(content)


def _take(upload: Upload, offset: int, content: bytes) -> Upload:
    with no_orphans(), create_revision():
        set_user(upload.user)
        row = Upload.objects.select_for_update().get(pk=upload.pk)
        if row.received != offset:
            raise OffsetConflict(row.received)
        _keep(_block_name(row, offset), content)
        row.received += len(content)
        if row.received == row.length:
            _complete(row)
        row.save()
        if row.photo or row.failure:
            transaction.on_commit(lambda: _remove_blocks(row), robust=True)
    return row


def _complete(upload: Upload) -> None:
    """Make the photo of all that arrived, and a figure of it where the upload is for a trip, or note why not."""
    with tempfile.TemporaryFile() as whole:
        for name in _chain(upload):
            with storage().open(name) as block:
                whole.write(block.read())
        try:
            upload.photo, _ = store(whole, upload.name)
        except PhotoRefused as refused:
            upload.failure = str(refused)[:300]
            return
    trip = upload.day.trip if upload.day else upload.trip
    if trip is not None:
        place(upload.photo, trip, upload.day, upload.name)


def _check_kind(upload: Upload, head: bytes) -> None:
    try:
        formats.recognise(io.BytesIO(head))
    except formats.Unreadable as reason:
        upload.failure = f"{upload.name}: {reason}"[:300]
        upload.save(update_fields=["failure"])
        _remove_blocks(upload)
        raise UploadRefused(upload.failure) from reason


def _keep(name: str, content: bytes) -> None:
    # What lies there was never counted: a server that was killed left it.
    storage().delete(name)
    storage().save(name, ContentFile(content))
    if isinstance(storage(), FileSystemStorage):
        with storage().open(name) as written:
            os.fsync(written.fileno())


def _block_name(upload: Upload, offset: int) -> str:
    return f"blocks/{upload.uuid}/{offset:012d}"


def _chain(upload: Upload) -> Iterator[str]:
    """Give the names of the blocks that were counted, in order: each begins where the one before it ends."""
    offset = 0
    while offset < upload.length:
        name = _block_name(upload, offset)
        yield name
        offset += storage().size(name)


def _remove_blocks(upload: Upload) -> None:
    folder = f"blocks/{upload.uuid}"
    with suppress(FileNotFoundError):
        for name in storage().listdir(folder)[1]:
            storage().delete(f"{folder}/{name}")
        storage().delete(folder)
