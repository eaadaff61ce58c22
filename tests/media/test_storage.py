from collections.abc import Iterator

import pytest
from django.core.files.base import ContentFile

from media.storage import ReplacingFileSystemStorage
from tests.media.folders import files_in


class BreakingOff(ContentFile):
    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        yield b"half of it"
        raise OSError("the disk is full")


def test_save_replaces_under_the_same_name(tmp_path):
    storage = ReplacingFileSystemStorage(location=tmp_path)
    assert storage.save("a/picture.jpg", ContentFile(b"old and long")) == "a/picture.jpg"
    assert storage.save("a/picture.jpg", ContentFile(b"new")) == "a/picture.jpg"
    assert files_in(storage) == {"a/picture.jpg": b"new"}


def test_save_broken_off_leaves_the_old_file(tmp_path):
    storage = ReplacingFileSystemStorage(location=tmp_path)
    storage.save("a/picture.jpg", ContentFile(b"old"))
    with pytest.raises(OSError, match="the disk is full"):
        storage.save("a/picture.jpg", BreakingOff(b""))
    assert files_in(storage) == {"a/picture.jpg": b"old"}


def test_save_gives_files_and_folders_the_permissions_asked_for(tmp_path):
    storage = ReplacingFileSystemStorage(
        location=tmp_path / "private", file_permissions_mode=0o600, directory_permissions_mode=0o700
    )
    storage.save("a/picture.jpg", ContentFile(b"mine"))
    modes = {path: (tmp_path / path).stat().st_mode & 0o777 for path in ("private/a", "private/a/picture.jpg")}
    assert modes == {"private/a": 0o700, "private/a/picture.jpg": 0o600}
