"""Putting a built site into a bucket that speaks S3: only what changed, each file with its headers.

What was put is noted in the state of the site, one file at a time, so an upload that was stopped goes on where it was.
A bucket compresses nothing while it is read. Texts can be put compressed, for readers that all understand gzip; where
a CDN stands before the bucket, it compresses by itself what is put plain.
"""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from tripsite.progress import Progress

from .building import alone, state_of
from .folder import MARKER, SiteError, identity
from .state import FileMade, State
from .whole import caching, media_type

# Requests wait for the network most of the time.
AT_ONCE = 16
MOST_DELETED_AT_ONCE = 1000


@dataclass
class Uploaded:
    """The names of the files that were put and deleted, or would be."""

    put: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)


def upload_site(path: Path, address: str, *, compressed: bool, dry: bool, progress: Progress) -> Uploaded:
    """Put the site that was built in a folder into a bucket; only what changed there. Raises SiteError."""
    path = path.expanduser().absolute()
    with alone(path, state_of(path, identity(path) or "")) as state:
        return upload(path, address, state, compressed=compressed, dry=dry, progress=progress)


def upload(
    folder: Path,
    address: str,
    state: State,
    *,
    compressed: bool = False,
    dry: bool = False,
    progress: Callable[[int, int, str], None] = lambda *_: None,
) -> Uploaded:
    """Make what lies at `address` (s3://bucket/prefix) the site in `folder`. Raises SiteError."""
    bucket = Bucket.at(address)
    try:
        return _upload(folder, bucket, state, compressed, dry, progress)
    except (BotoCoreError, ClientError) as error:
        raise SiteError(f"{address}: {error}") from error


def _upload(
    folder: Path, bucket: "Bucket", state: State, compressed: bool, dry: bool, progress: Callable[[int, int, str], None]
) -> Uploaded:
    # Compressed and plain are two ways to put the same file.
    way = f"{bucket.address} {'gzip' if compressed else 'plain'}"
    before = state.put_at(way)
    now = {file.name: file for file in state.files()}
    gone = sorted(before.keys() - now.keys())
    if not before:
        gone = sorted(bucket.claimed() - now.keys())
    changed = sorted((file for name, file in now.items() if before.get(name) != file.digest), key=_order)
    result = Uploaded([file.name for file in changed], gone)
    if dry:
        return result
    if not before:
        bucket.put(MARKER, (folder / MARKER).read_bytes(), {"ContentType": "application/json"})

    def put(file: FileMade) -> FileMade:
        is_compressed = compressed and ".gz" in file.copies
        content = (folder / (file.name + ".gz" * is_compressed)).read_bytes()
        headers = {"ContentType": media_type(file.name), "CacheControl": caching(file.name)}
        bucket.put(file.name, content, headers | ({"ContentEncoding": "gzip"} if is_compressed else {}))
        return file

    with ThreadPoolExecutor(AT_ONCE) as pool:
        for number, file in enumerate(pool.map(put, changed), start=1):
            state.note_put(way, file)
            progress(number, len(changed), file.name)
    bucket.delete(gone)
    state.forget_put(way, gone)
    return result


def _order(file: FileMade) -> tuple[bool, bool, str]:
    """What pages show comes before them, and the first page last."""
    return (file.name.endswith(".html"), file.name == "index.html", file.name)


@dataclass(frozen=True)
class Bucket:
    """A part of a bucket; the endpoint and the keys to it come from the environment, as for any program of S3."""

    address: str
    name: str
    prefix: str
    client: Any

    @classmethod
    def at(cls, address: str) -> "Bucket":
        url = urlsplit(address)
        if url.scheme != "s3" or not url.netloc:
            raise SiteError(f"--to {address}: name a bucket, such as s3://bucket or s3://bucket/folder")
        prefix = f"{url.path.strip('/')}/" if url.path.strip("/") else ""
        client = boto3.client("s3", config=Config(max_pool_connections=AT_ONCE))
        return cls(address, url.netloc, prefix, client)

    def claimed(self) -> set[str]:
        """Return what a site put here before, if one did. Raises SiteError where anything else is here."""
        keys = set(self._keys())
        if keys and MARKER not in keys:
            raise SiteError(f"{self.address}: this is neither empty nor a site of this program; name another prefix")
        return keys - {MARKER}

    def put(self, name: str, content: bytes, headers: dict[str, str]) -> None:
        self.client.put_object(Bucket=self.name, Key=self.prefix + name, Body=content, **headers)

    def delete(self, names: list[str]) -> None:
        for start in range(0, len(names), MOST_DELETED_AT_ONCE):
            some = [{"Key": self.prefix + name} for name in names[start : start + MOST_DELETED_AT_ONCE]]
            answer = self.client.delete_objects(Bucket=self.name, Delete={"Objects": some, "Quiet": True})
            for fault in answer.get("Errors", ()):
                raise SiteError(f"{self.address}: {fault['Key']} could not be deleted: {fault.get('Message', '')}")

    def _keys(self) -> Iterator[str]:
        pages: Iterable[Any] = self.client.get_paginator("list_objects_v2").paginate(
            Bucket=self.name, Prefix=self.prefix
        )
        return (each["Key"].removeprefix(self.prefix) for page in pages for each in page.get("Contents", ()))
