"""Deleting files that no row speaks of: what a process that was killed had written just before.

A file is always there before the row that speaks of it, so a crash between the two leaves a file too many, never one
too few. Only what is older than an hour is taken: younger files may belong to a row that is about to be committed.
"""

import re
import time
from collections.abc import Iterator
from contextlib import suppress
from uuid import UUID

from django.core.files.storage import Storage, storages

from media.models import Photo
from media.stored import is_remembered, names_in
from posts.models import ImportReview, Upload

UNTOUCHED_SECONDS = 3600
# What is written aside before it takes its name (media.storage).
ASIDE = ".part"
OF_A_PHOTO = re.compile(r"(?P<uuid>[0-9a-f-]{36})/")
OF_AN_UPLOAD = re.compile(r"blocks/(?P<uuid>[0-9a-f-]{36})/")


def sweep_files(untouched_seconds: float = UNTOUCHED_SECONDS) -> int:
    """Delete originals, derivatives and parts of uploads that belong to nothing, and return how many."""
    before = time.time() - untouched_seconds
    orphans = {"originals": _originals, "derivatives": _derivatives, "uploads": _uploads}
    return sum(_delete(storages[name], find(storages[name]), before) for name, find in orphans.items())


def _originals(storage: Storage) -> Iterator[str]:
    for folder in sorted(_folders(storage)):
        known = set(Photo.objects.filter(original__startswith=f"{folder}/").values_list("original", flat=True))
        for name in names_in(storage, f"{folder}/"):
            if name not in known and (name.endswith(ASIDE) or not is_remembered(name)):
                yield name


def _derivatives(storage: Storage) -> Iterator[str]:
    for folder in sorted(_folders(storage)):
        of_a_photo = OF_A_PHOTO.fullmatch(f"{folder}/")
        is_known = not of_a_photo or Photo.objects.filter(uuid=UUID(of_a_photo["uuid"])).exists()
        for name in names_in(storage, f"{folder}/"):
            if not is_known or name.endswith(ASIDE):
                yield name


def _uploads(storage: Storage) -> Iterator[str]:
    for name in names_in(storage):
        block = OF_AN_UPLOAD.match(name)
        if block:
            is_known = Upload.objects.filter(uuid=UUID(block["uuid"]), photo=None, failure="").exists()
        else:
            is_known = not name.startswith("imports/") or ImportReview.objects.filter(source=name).exists()
        if not is_known:
            yield name


def _folders(storage: Storage) -> list[str]:
    try:
        return storage.listdir("")[0]
    except FileNotFoundError:
        return []


def _delete(storage: Storage, names: Iterator[str], before: float) -> int:
    deleted = 0
    for name in list(names):
        with suppress(FileNotFoundError):
            if storage.get_modified_time(name).timestamp() < before:
                storage.delete(name)
                deleted += 1
    return deleted
