"""A backup comes back as it was, or is refused with a reason before anything is touched."""

import hashlib
import io
import json
import random
import zipfile
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.utils import timezone

from media.models import Photo, originals
from people.models import Person
from posts import deletions
from posts.models import Day, Deletion, Log, SearchEntry, Trip
from posts.search.find import find
from posts.search.query import parse
from tests.factories import make_figure, make_person, make_photo, make_trip
from tripsite.backup import rows
from tripsite.backup.manifest import BackupRefused
from tripsite.backup.restoring import restore

from .logs import MOMENT, backup_of_log, comparable, make_full_log, rewritten, stored

pytestmark = pytest.mark.django_db


def refusal(backup: io.BytesIO, replace: bool = True) -> str:
    """Restore what cannot be; return why, having seen that nothing changed."""
    before = stored()
    with pytest.raises(BackupRefused) as refused:
        restore(backup, replace)
    assert stored() == before
    return str(refused.value)


def manifest_of(backup: io.BytesIO) -> dict[str, Any]:
    with zipfile.ZipFile(backup) as archive:
        return json.loads(archive.read("manifest.json"))


def with_manifest(backup: io.BytesIO, **changed: Any) -> io.BytesIO:
    return rewritten(backup, {"manifest.json": json.dumps(manifest_of(backup) | changed).encode()})


def with_part(backup: io.BytesIO, name: str, content: bytes) -> io.BytesIO:
    """Return a backup that says it was made with this content in one part."""
    told = manifest_of(backup)
    for part in told["parts"]:
        if part["name"] == name:
            part |= {"size": len(content), "sha256": hashlib.sha256(content).hexdigest(), "rows": content.count(b"\n")}
    return rewritten(backup, {name: content, "manifest.json": json.dumps(told).encode()})


def read(backup: io.BytesIO, name: str) -> bytes:
    with zipfile.ZipFile(backup) as archive:
        return archive.read(name)


def test_every_model_is_kept_or_left_out_for_a_reason():
    every = {model._meta.label for model in apps.get_models(include_auto_created=True)}
    assert every - {model._meta.label for model in rows.models()} == {
        "contenttypes.ContentType",
        "auth.Permission",
        "sessions.Session",
        "django_tasks_database.DBTaskResult",
        "posts.Change",
        "posts.ImportReview",
        "posts.SearchEntry",
        "posts.SearchSource",
        "posts.SearchWord",
        "posts.Upload",
        "usersessions.UserSession",
    }


def test_a_log_comes_back_as_it_was():
    make_full_log()
    before, searched = stored(), SearchEntry.objects.count()
    assert all(before[label] for label in ("auth.User", "auth.Group_permissions", "reversion.Version", "posts.Draft"))
    backup = backup_of_log()
    Trip.objects.all().delete()
    Person.objects.update(name="Somebody else")
    make_figure(make_trip(title="Later"))
    User.objects.all().delete()
    Session.objects.create(session_key="old", expire_date=timezone.now())
    restored = restore(backup, replace=True)
    assert comparable(stored()) == comparable(before)
    assert (restored.originals, restored.missing) == (2, 0)
    assert SearchEntry.objects.count() == searched
    assert [hit.kind for hit in find(parse("Oslo")).hits] == ["trip"]
    assert Day.objects.get().updated_at == MOMENT
    assert not Session.objects.exists()


def test_derivatives_are_made_anew():
    make_full_log()
    backup = backup_of_log()
    assert Photo.objects.filter(state="ready").count() == 1
    restore(backup, replace=True)
    assert set(Photo.objects.values_list("state", flat=True)) == {"pending"}


def test_the_revision_rises_beyond_that_of_both():
    make_full_log()
    Log.objects.update(revision=10**12)
    backup = backup_of_log()
    restore(backup, replace=True)
    assert Log.objects.get().revision == 10**12 + 1
    Log.objects.update(revision=10**13)
    restore(backup, replace=True)
    assert Log.objects.get().revision == 10**13 + 1


def test_keys_of_what_was_deleted_are_not_given_out_again():
    make_full_log()
    gone = max(
        json.loads(version.serialized_data)[0]["pk"] for version in Deletion.objects.get().revision.version_set.all()
    )
    backup = backup_of_log()
    restore(backup, replace=True)
    assert make_person("New").pk > gone
    assert deletions.undo(Deletion.objects.get(), User.objects.get(is_superuser=True)) == []
    assert Person.objects.get(name="Gone").pk == gone


def test_the_original_of_a_deleted_photo_comes_along():
    photo = make_photo()
    name = photo.original.name
    deletions.delete([photo], None)
    backup = backup_of_log()
    originals().delete(name)
    restore(backup, replace=True)
    assert originals().exists(name)
    deletions.undo(Deletion.objects.get(), None)
    assert Photo.objects.get().original.name == name


def test_originals_of_before_are_removed():
    make_full_log()
    backup = backup_of_log()
    other = make_photo().original.name
    restore(backup, replace=True)
    assert not originals().exists(other)


def test_a_missing_original_is_told():
    photo = make_photo()
    originals().delete(photo.original.name)
    backup = backup_of_log()
    assert manifest_of(backup)["missing"] == [photo.original.name]
    assert restore(backup, replace=True).missing == 1
    assert Photo.objects.get().state == "absent"


def test_a_log_in_use_is_not_replaced_unasked():
    make_person("Ada")
    backup = backup_of_log()
    assert refusal(backup, replace=False) == (
        "This log is not empty (1 person). With --replace all of it gives way to the backup; make a backup of it first."
    )


def test_an_empty_log_is_filled_unasked():
    make_person("Ada")
    backup = backup_of_log()
    Person.objects.all().delete()
    Log.objects.all().delete()
    restore(backup)
    assert Person.objects.get().name == "Ada"


def test_an_altered_byte_names_its_part():
    make_full_log()
    backup = backup_of_log()
    with zipfile.ZipFile(backup) as archive:
        entries = [entry for entry in archive.infolist() if entry.file_size]
    assert len(entries) > 20
    before = stored()
    for entry in entries:
        altered = bytearray(backup.getvalue())
        # Behind the local header come its name and 20 bytes of zip64.
        begin = entry.header_offset + 30 + len(entry.filename) + 20
        altered[begin + entry.compress_size // 2] ^= 1
        with pytest.raises(BackupRefused) as refused:
            restore(io.BytesIO(altered), replace=True)
        assert str(refused.value).startswith(f"{entry.filename}")
    assert stored() == before


def test_a_byte_altered_anywhere_is_refused():
    make_full_log()
    whole = backup_of_log().getvalue()
    chance = random.Random(6)  # noqa: S311 - not for secrets
    for position in [*chance.sample(range(len(whole)), 150), *range(len(whole) - 100, len(whole))]:
        altered = bytearray(whole)
        altered[position] ^= 1 << chance.randrange(8)
        with pytest.raises(BackupRefused):
            restore(io.BytesIO(altered), replace=True)


def test_a_truncated_backup_names_the_part_it_ends_in(tmp_path):
    make_full_log()
    whole = backup_of_log().getvalue()
    with zipfile.ZipFile(io.BytesIO(whole)) as archive:
        photo = next(entry for entry in archive.infolist() if entry.filename.startswith("originals/"))
    file = tmp_path / "cut"
    file.write_bytes(whole[: photo.header_offset + 120])
    with file.open("rb") as stream, pytest.raises(BackupRefused) as refused:
        restore(stream, replace=True)
    assert str(refused.value) == (
        f"{photo.filename}: the file ends within this part or before its table of contents. "
        "It is truncated: copy it again."
    )
    for length in (0, 3, 40, len(whole) // 2, len(whole) - 70, len(whole) - 1):
        file.write_bytes(whole[:length])
        with file.open("rb") as stream, pytest.raises(BackupRefused):
            restore(stream, replace=True)


def test_other_files_are_no_backups(tmp_path):
    text = tmp_path / "text"
    text.write_text("Something else")
    with text.open("rb") as stream, pytest.raises(BackupRefused, match=r"^It is not a backup of a log\.$"):
        restore(stream)
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("a", "b")
    with (
        other.open("rb") as stream,
        pytest.raises(BackupRefused, match=r"^It is a zip file, but not a backup of a log"),
    ):
        restore(stream)


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"version": 2}, "it is version 2 of the format, and 1 is known here."),
        ({"program": "99.1"}, "it was made by the newer program 99.1."),
        (
            {"migrations": {"posts": ["0001_initial", "9999_future"]}},
            "its tables are newer than this program, which does not know posts 9999_future.",
        ),
    ],
)
def test_a_newer_backup_is_refused_with_the_reason(changed, reason):
    backup = with_manifest(backup_of_log(), **changed)
    assert refusal(backup) == f"manifest.json: {reason} This program is 0.1.0: update it, then restore."


def test_a_field_nobody_knows_is_refused():
    make_person("Ada")
    backup = backup_of_log()
    told = json.loads(read(backup, "rows/people.person.jsonl"))
    backup = with_part(backup, "rows/people.person.jsonl", json.dumps(told | {"shoe_size": 38}).encode() + b"\n")
    assert refusal(backup).startswith("rows/people.person.jsonl: line 1: “shoe_size” is not known here any more.")


def test_a_value_that_does_not_fit_is_refused():
    make_person("Ada")
    backup = backup_of_log()
    told = json.loads(read(backup, "rows/people.person.jsonl"))
    backup = with_part(backup, "rows/people.person.jsonl", json.dumps(told | {"uuid": "x"}).encode() + b"\n")
    assert refusal(backup).startswith("rows/people.person.jsonl: line 1: a value does not fit: ")


def test_what_the_database_refuses_leaves_everything_as_it_was():
    make_full_log()
    backup = backup_of_log()
    told = json.loads(read(backup, "rows/posts.day.jsonl"))
    outside = with_part(backup, "rows/posts.day.jsonl", json.dumps(told | {"date": "2031-01-01"}).encode() + b"\n")
    Trip.objects.update(title="Now")
    assert "the day is outside its trip" in refusal(outside)
    alone = with_part(backup, "rows/posts.trip.jsonl", b"")
    assert refusal(alone).startswith("The database does not take it, and nothing was changed: ")


def test_a_refused_backup_leaves_no_originals_behind():
    make_full_log()
    backup = backup_of_log()
    Trip.objects.all().delete()
    Photo.objects.all().delete()
    for name in list(stored()["originals"]):
        originals().delete(name)
    alone = with_part(backup, "rows/posts.trip.jsonl", b"")
    refusal(alone)
    assert stored()["originals"] == {}
