"""Files in an S3 bucket, with the behaviour that the rest of the program knows from a folder."""

from collections.abc import Callable, Mapping
from errno import EIO
from functools import wraps
from tempfile import SpooledTemporaryFile
from typing import Any

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

IN_MEMORY_BYTES = 2_000_000
CHUNK = 1 << 20


def _as_oserror(method: Callable[..., Any]) -> Callable[..., Any]:
    """Have an object store that does not answer, or refuses, fail as a broken disk does."""

    @wraps(method)
    def called(*arguments: Any, **named: Any) -> Any:
        try:
            return method(*arguments, **named)
        except (BotoCoreError, ClientError) as error:
            raise OSError(EIO, f"the object storage failed: {error}") from error

    return called


class ObjectStorage(S3Storage):
    """Django's interface to a bucket. What is opened has been fetched whole, so reading it never fails half-way.

    `client_config` holds what a botocore Config is made of: the settings are read where no bucket is used, too.
    """

    def __init__(self, *, client_config: Mapping[str, Any], **settings: Any) -> None:
        super().__init__(client_config=Config(**client_config), **settings)

    @_as_oserror
    def _open(self, name: str, mode: str = "rb") -> Any:
        source = super()._open(name, mode)
        if "w" in mode:
            return source
        # Closed by whoever opened the file.
        copy = SpooledTemporaryFile(IN_MEMORY_BYTES)  # noqa: SIM115
        with source:
            for chunk in source.chunks(CHUNK):
                copy.write(chunk)
        copy.seek(0)
        return File(copy, name)

    _save = _as_oserror(S3Storage._save)
    delete = _as_oserror(S3Storage.delete)
    exists = _as_oserror(S3Storage.exists)
    listdir = _as_oserror(S3Storage.listdir)
    size = _as_oserror(S3Storage.size)
    get_modified_time = _as_oserror(S3Storage.get_modified_time)
