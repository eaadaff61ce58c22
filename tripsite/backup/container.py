"""The file itself: a zip (APPNOTE.TXT 6.3.10, with zip64) whose comment ends in a digest of everything before it.

Pictures are stored as they are, rows are deflated. It is written from front to back, so it may go into a pipe.
"""

import hashlib
import os
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, Any, BinaryIO

from . import manifest
from .manifest import MANIFEST, BackupRefused, Manifest, Part

CHUNK = 1 << 20
SEAL_LENGTH = 64
COMMENT = b"tripsite-backup sha256 "
LOCAL_HEADER = b"PK\x03\x04"
PART_BEGINS = re.compile(
    rb"PK\x03\x04.{26}(?P<name>rows/[a-z_.]+\.jsonl|(?:originals|derivatives)/[\w./-]{10,90}?\.(?:[a-z]{3,8})"
    rb"|manifest\.json)",
    re.DOTALL,
)
LONGEST_NAME = 200
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError)
AGAIN = "The file was altered or damaged: take another copy of the backup."


class _Sealing:
    """A stream that ends in the SHA-256 of all that went through it but its last 64 bytes, which that replaces."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream = stream
        self.digest = hashlib.sha256()
        self.held = b""

    def write(self, data: bytes) -> int:
        self.held += data
        if (ready := len(self.held) - SEAL_LENGTH) > 0:
            passed, self.held = self.held[:ready], self.held[ready:]
            self.digest.update(passed)
            self.stream.write(passed)
        return len(data)

    def flush(self) -> None:
        self.stream.flush()

    def seal(self) -> None:
        self.stream.write(self.digest.hexdigest().encode())
        self.stream.flush()


class Writer:
    """Writes parts one after the other and remembers what the manifest tells of them."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.parts: list[Part] = []

    def add(self, name: str, chunks: Iterable[bytes], is_text: bool) -> Part:
        information = zipfile.ZipInfo(name)
        information.compress_type = zipfile.ZIP_DEFLATED if is_text else zipfile.ZIP_STORED
        digest, size = hashlib.sha256(), 0
        with self.archive.open(information, "w", force_zip64=True) as part:
            for chunk in chunks:
                digest.update(chunk)
                size += len(chunk)
                part.write(chunk)
        written = Part(name=name, size=size, sha256=digest.hexdigest())
        self.parts.append(written)
        return written


@contextmanager
def written_to(stream: IO[bytes]) -> Iterator[Writer]:
    sealing: Any = _Sealing(stream)  # a stream as far as a zip asks for one that cannot be read or searched
    with zipfile.ZipFile(sealing, "w") as archive:
        archive.comment = COMMENT + b"0" * SEAL_LENGTH
        yield Writer(archive)
    sealing.seal()


class Backup:
    """A backup that can be read; `parts` finds what the manifest tells by name."""

    def __init__(self, stream: BinaryIO) -> None:
        """Look at the table of contents and the manifest. Raises BackupRefused."""
        self.stream = stream
        try:
            self.archive = zipfile.ZipFile(stream)
        except BROKEN as error:
            raise BackupRefused(_cut_off(stream)) from error
        if not self.archive.comment.startswith(COMMENT):
            raise BackupRefused("It is a zip file, but not a backup of a log.")
        try:
            told = self.archive.read(MANIFEST)
        except (*BROKEN, KeyError) as error:
            raise BackupRefused(f"{MANIFEST}: it cannot be read ({error}). {AGAIN}") from error
        self.manifest: Manifest = manifest.read(told)
        self.parts = {part.name: part for part in self.manifest.parts}

    def chunks(self, name: str) -> Iterator[bytes]:
        with self.archive.open(name) as part:
            while chunk := part.read(CHUNK):
                yield chunk

    def lines(self, name: str) -> Iterator[bytes]:
        with self.archive.open(name) as part:
            yield from part

    def verify(self) -> Iterator[Part]:
        """Read everything; yield each part that is as it was written. Raises BackupRefused for the first that is not.

        The parts come first, so that the message names one; then whatever lies between them.
        """
        there = self.archive.namelist()
        for name in sorted({*self.parts, MANIFEST}.symmetric_difference(there)):
            what = "it is missing" if name in self.parts else "it is not in the table of contents"
            raise BackupRefused(f"{name}: {what}. {AGAIN}")
        if len(there) != len(set(there)):
            raise BackupRefused(f"A part is there twice. {AGAIN}")
        for part in self.manifest.parts:
            self._verify(part)
            yield part
        self._verify_seal()

    def _verify(self, part: Part) -> None:
        digest, size = hashlib.sha256(), 0
        try:
            for chunk in self.chunks(part.name):
                digest.update(chunk)
                size += len(chunk)
        except BROKEN as error:
            raise BackupRefused(f"{part.name}: it cannot be read ({error}). {AGAIN}") from error
        if (size, digest.hexdigest()) != (part.size, part.sha256):
            raise BackupRefused(f"{part.name}: it is not what was written. {AGAIN}")

    def _verify_seal(self) -> None:
        digest = hashlib.sha256()
        left = self.stream.seek(0, os.SEEK_END) - SEAL_LENGTH
        self.stream.seek(0)
        while left > 0 and (chunk := self.stream.read(min(CHUNK, left))):
            digest.update(chunk)
            left -= len(chunk)
        if self.stream.read() != digest.hexdigest().encode():
            raise BackupRefused(f"{MANIFEST}, or what binds the parts together, is not what was written. {AGAIN}")


def _cut_off(stream: BinaryIO) -> str:
    """Say where a file without a table of contents ends: in the part that begins last."""
    stream.seek(0)
    last, tail = "", b""
    while chunk := stream.read(CHUNK):
        if not last and not chunk.startswith(LOCAL_HEADER):
            return "It is not a backup of a log."
        tail += chunk
        for header in PART_BEGINS.finditer(tail):
            last = header["name"].decode()
        # A header may lie across two chunks.
        tail = tail[-LONGEST_NAME:]
    if not last:
        return "The file is empty, or not a backup of a log."
    return f"{last}: the file ends within this part or before its table of contents. It is truncated: copy it again."
