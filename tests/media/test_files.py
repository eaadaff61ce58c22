import hashlib
import io
import os
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from media import derivatives, files
from media.files import PhotoRefused, no_orphans, store
from media.models import Photo, originals
from media.models import derivatives as storage
from media.tasks import make_derivatives
from tests.media import pictures
from tests.media.folders import files_in

pytestmark = pytest.mark.django_db


def kept() -> dict[str, bytes]:
    return files_in(originals())


class Unseekable(io.BytesIO):
    """A stream that can be read once, as a pipe can."""

    def seekable(self) -> bool:
        return False

    def seek(self, position: int, whence: int = 0) -> int:
        raise io.UnsupportedOperation("seek")


def test_store_keeps_the_original_and_what_it_tells():
    content = pictures.jpeg_of_a_camera(1200, 800, orientation=6)
    photo, created = store(content, "DCIM/IMG_1.JPG")
    sha256 = hashlib.sha256(content).hexdigest()
    assert created
    assert kept() == {f"{sha256[:2]}/{sha256}.jpg": content}
    photo.refresh_from_db()
    assert photo.original.name == f"{sha256[:2]}/{sha256}.jpg"
    assert (photo.original_name, photo.sha256, photo.byte_size) == ("IMG_1.JPG", sha256, len(content))
    assert (photo.media_type, photo.width, photo.height) == ("image/jpeg", 800, 1200)
    assert f"{photo.taken_on} {photo.taken_time} {photo.taken_utc_offset}" == "2024-03-16 13:20:04 -420"
    assert (photo.latitude, photo.longitude) == (34.1429, -118.1437)
    assert photo.state == Photo.State.PENDING


def enqueued(callbacks):
    """Return the photos whose derivatives are to be made, among all that is to happen on commit."""
    return [each.args[0] for each in callbacks if getattr(each, "func", None) == make_derivatives.enqueue]


def test_store_enqueues_the_derivatives_on_commit(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        photo, _ = store(pictures.jpeg_of_a_camera(), "a.jpg")
        store(pictures.jpeg_of_a_camera(), "b.jpg")
    assert enqueued(callbacks) == [photo.pk]


def test_store_recognises_the_same_bytes_under_another_name():
    first, _ = store(pictures.jpeg_of_a_camera(), "a.jpg")
    again, created = store(pictures.jpeg_of_a_camera(), "b.jpg")
    assert (again.pk, created, again.original_name) == (first.pk, False, "a.jpg")
    assert len(kept()) == 1


@pytest.mark.parametrize(
    ("pillow_format", "suffix"),
    [("JPEG", "jpg"), ("PNG", "png"), ("WEBP", "webp"), ("GIF", "gif"), ("AVIF", "avif")],
)
def test_store_takes_each_format_whatever_its_name_says(pillow_format, suffix):
    photo, _ = store(pictures.saved(pictures.corners(300, 200), pillow_format), "picture.txt")
    assert (photo.media_type, photo.width, photo.height) == (f"image/{pillow_format.lower()}", 300, 200)
    assert Path(photo.original.path).suffix == f".{suffix}"


def test_store_takes_a_jpeg_that_holds_further_pictures():
    image = pictures.corners(300, 200)
    content = pictures.saved(image, "MPO", save_all=True, append_images=[pictures.corners(30, 20)])
    photo, _ = store(content, "with-depth.jpg")
    assert (photo.media_type, photo.width, photo.height) == ("image/jpeg", 300, 200)


@pytest.mark.parametrize("kind", ["path", "upload", "open file read before", "pipe"])
def test_store_reads_every_kind_of_file(kind, tmp_path):
    content = pictures.jpeg_of_a_camera()
    path = tmp_path / "picture.jpg"
    path.write_bytes(content)
    with path.open("rb") as stream:
        stream.read(100)
        file = {
            "path": path,
            "upload": SimpleUploadedFile("picture.jpg", content),
            "open file read before": stream,
            "pipe": Unseekable(content),
        }[kind]
        store(file, "picture.jpg")
    assert list(kept().values()) == [content]
    assert path.read_bytes() == content


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\a.jpg", "a.jpg"),
        ("a\x00\nb.jpg", "ab.jpg"),
        ("x" * 300 + ".jpg", "x" * 251 + ".jpg"),
        ("/", "picture"),
        ("", "picture"),
    ],
)
def test_store_keeps_the_bare_name(name, expected):
    photo, _ = store(pictures.jpeg_of_a_camera(), name)
    assert photo.original_name == expected


@pytest.mark.parametrize("seekable", [True, False])
def test_store_refuses_too_many_bytes_before_it_looks_at_them(monkeypatch, seekable):
    monkeypatch.setattr(files, "MAX_BYTES", 2_000_000)
    content = b"\xff\xd8\xff" + bytes(2_000_000)
    with pytest.raises(PhotoRefused) as refused:
        store(content if seekable else Unseekable(content), "a.jpg")
    assert str(refused.value) == "a.jpg: the file is larger than 2 MB. Save it smaller, as a JPEG say, and upload that."


def test_the_limit_of_bytes_is_100_megabytes():
    assert files.MAX_BYTES == 100_000_000


@pytest.mark.parametrize("name", [".", "none", "pipe"])
def test_store_refuses_a_path_without_a_file(tmp_path, name):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(PhotoRefused) as refused:
        store(tmp_path / name, "a.jpg")
    assert str(refused.value) == "a.jpg: there is no such file. Check its name and folder."


def test_store_goes_on_after_a_refusal():
    with pytest.raises(PhotoRefused):
        store(b"", "empty.jpg")
    store(pictures.jpeg_of_a_camera(), "a.jpg")
    assert Photo.objects.count() == 1


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the trigger is written for SQLite")
def test_store_keeps_nothing_when_the_row_cannot_be_saved():
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TRIGGER no_photos BEFORE INSERT ON media_photo BEGIN SELECT RAISE(ABORT, 'no photos today'); END"
        )
    with pytest.raises(IntegrityError, match="no photos today"):
        store(pictures.jpeg_of_a_camera(), "a.jpg")
    assert kept() == {}


def test_store_saves_no_row_when_the_original_cannot_be_written():
    content = pictures.jpeg_of_a_camera()
    folder = Path(originals().path(hashlib.sha256(content).hexdigest()[:2]))
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.touch()
    with pytest.raises(FileExistsError):
        store(content, "a.jpg")
    assert not Photo.objects.exists()


def test_no_orphans_deletes_what_a_rollback_took_back():
    before, _ = store(pictures.saved(pictures.corners(20, 20)), "before.jpg")
    with no_orphans(), transaction.atomic():
        store(pictures.saved(pictures.corners(20, 20)), "again.jpg")
        store(pictures.saved(pictures.corners(30, 20)), "undone.jpg")
        assert len(kept()) == 2
        transaction.set_rollback(True)
    assert list(kept()) == [before.original.name]


def test_no_orphans_passes_on_what_broke_the_transaction():
    def import_a_trip() -> None:
        with no_orphans(), transaction.atomic():
            store(pictures.jpeg_of_a_camera(), "a.jpg")
            store(b"", "empty.jpg")

    with pytest.raises(PhotoRefused, match=r"^empty\.jpg: the file is empty"):
        import_a_trip()
    assert kept() == {}


def test_no_orphans_keeps_what_was_committed():
    with no_orphans(), transaction.atomic():
        photo, _ = store(pictures.jpeg_of_a_camera(), "a.jpg")
    assert list(kept()) == [photo.original.name]


def test_store_gives_one_photo_when_two_store_the_same_bytes_at_once():
    content = pictures.jpeg_of_a_camera()

    class Overtaken(io.BytesIO):
        """Somebody else stores the same bytes after these have been hashed and not been found."""

        overtaken_by: Photo | None = None

        def seek(self, position: int, whence: int = 0) -> int:
            if self.tell() == len(content) and self.overtaken_by is None:
                self.overtaken_by, _ = store(content, "first.jpg")
            return super().seek(position, whence)

    stream = Overtaken(content)
    photo, created = store(stream, "second.jpg")
    assert stream.overtaken_by is not None
    assert (photo.pk, created) == (stream.overtaken_by.pk, False)
    assert list(kept().values()) == [content]


@pytest.mark.parametrize("state", [Photo.State.ABSENT, Photo.State.READY])
def test_store_gives_a_photo_back_its_lost_original(state, django_capture_on_commit_callbacks):
    content = pictures.jpeg_of_a_camera()
    photo, _ = store(content, "a.jpg")
    Path(photo.original.path).unlink()
    Photo.objects.update(state=state, original="" if state == Photo.State.ABSENT else photo.original.name)
    with django_capture_on_commit_callbacks() as callbacks:
        again, created = store(content, "b.jpg")
    again.refresh_from_db()
    assert (again.pk, created, again.state) == (photo.pk, False, Photo.State.PENDING)
    assert kept() == {again.original.name: content}
    assert enqueued(callbacks) == [photo.pk]


def test_remove_deletes_the_row_and_every_file_on_commit(django_capture_on_commit_callbacks):
    photo, _ = store(pictures.jpeg_of_a_camera(), "a.jpg")
    other, _ = store(pictures.saved(pictures.corners(30, 20)), "b.jpg")
    derivatives.make(photo)
    folder = str(photo.uuid)
    assert storage().exists(folder)
    with django_capture_on_commit_callbacks(execute=True):
        files.remove(photo)
        assert len(kept()) == 2
    assert list(kept()) == [other.original.name]
    assert not storage().exists(folder)
    assert list(Photo.objects.all()) == [other]


@pytest.mark.parametrize("name", ["nix-banner", "skating", "scale"])
def test_store_keeps_the_seed_pictures_byte_for_byte(seed, name):
    path = seed / "posts/travel/2024-nixcon-scale/images" / f"{name}.jpg"
    photo, _ = store(path, path.name)
    assert kept() == {photo.original.name: path.read_bytes()}
    assert (photo.width, photo.height) == ((3024, 4032) if name == "scale" else (4032, 3024))
