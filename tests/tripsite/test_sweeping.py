import os
import time
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from media import derivatives, files
from posts.models import ImportReview, Upload
from tests.factories import make_owner
from tests.media import pictures
from tests.media.folders import files_in
from tripsite.sweeping import sweep_files

pytestmark = pytest.mark.django_db(transaction=True)
UNKNOWN = "0f0f0f0f-0000-4000-8000-000000000000"


def put(storage: str, name: str, age: float = 7200) -> str:
    storages[storage].save(name, ContentFile(b"left behind"))
    path = Path(storages[storage].path(name))
    os.utime(path, (time.time() - age,) * 2)
    return name


def test_sweep_deletes_what_no_row_speaks_of_and_nothing_else():
    photo, _ = files.store(pictures.jpeg_of_a_camera(), "a.jpg")
    derivatives.make(photo)
    owner = make_owner()
    going_on = Upload.objects.create(user=owner, name="b.jpg", length=9)
    review = ImportReview.objects.create(user=owner, name="c.md", source=ContentFile(b"# C", "c.md"))
    kept = [put("uploads", f"blocks/{going_on.uuid}/000000000000"), put("derivatives", f"cards/{UNKNOWN}/1.jpg")]
    orphans = [
        ("originals", f"ab/{'ab' * 32}.jpg"),
        ("originals", f"{photo.original.name}.0123.part"),
        ("derivatives", f"{UNKNOWN}/480.jpg"),
        ("derivatives", f"{photo.uuid}/480.jpg.0123.part"),
        ("uploads", f"blocks/{UNKNOWN}/000000000000"),
        ("uploads", "imports/d.zip"),
    ]
    for storage, name in orphans:
        put(storage, name)
    young = put("originals", f"cd/{'cd' * 32}.jpg", age=60)

    assert sweep_files() == len(orphans)

    assert set(files_in(storages["originals"])) == {photo.original.name, young}
    assert set(files_in(storages["derivatives"])) == {*derivatives.paths(photo), kept[1]}
    assert set(files_in(storages["uploads"])) == {kept[0], review.source.name}
    assert sweep_files() == 0
