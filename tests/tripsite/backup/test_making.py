"""A backup holds one moment, whatever others write meanwhile, and appears whole or not at all."""

import json
import threading
import zipfile
from io import BytesIO

import pytest
from django.db import connection

from people.models import Person
from posts.models import Day, Trip
from tests.factories import make_day, make_person, make_photo, make_trip
from tripsite.backup.making import back_up, back_up_to
from tripsite.backup.manifest import BackupRefused


def rows_in(backup: BytesIO, name: str) -> list[dict]:
    with zipfile.ZipFile(backup) as archive:
        return [json.loads(line) for line in archive.read(f"rows/{name}.jsonl").splitlines()]


@pytest.mark.django_db(transaction=True)
def test_a_backup_during_writes_holds_one_moment():
    trip = make_trip(title="Before")
    make_day(trip, title="Before")
    make_person("Ada")
    stream = BytesIO()
    wrote = []

    def write() -> None:
        Trip.objects.update(title="After")
        make_day(trip, title="After")
        Person.objects.all().delete()
        connection.close()
        wrote.append(True)

    def progress(done: int, total: int, what: str) -> None:
        # People are read before trips and days.
        if what == "originals" and not wrote:
            raise AssertionError("nobody wrote")

    def meanwhile(done: int, total: int, what: str) -> None:
        if not wrote:
            other = threading.Thread(target=write)
            other.start()
            other.join(timeout=30)
        progress(done, total, what)

    # A table of many rows comes before those that are written to.
    make_people_known(600)
    back_up(stream, progress=meanwhile)
    assert wrote == [True]
    assert (Trip.objects.get().title, Day.objects.count(), Person.objects.count()) == ("After", 2, 0)
    assert [row["title"] for row in rows_in(stream, "posts.trip")] == ["Before"]
    assert [row["title"] for row in rows_in(stream, "posts.day")] == ["Before"]
    assert len(rows_in(stream, "people.person")) == 601


def make_people_known(number: int) -> None:
    Person.objects.bulk_create(Person(name=f"P {n}", slug=f"p-{n}") for n in range(number))


@pytest.mark.django_db
def test_a_backup_is_only_its_owners_to_read(tmp_path):
    file = tmp_path / "log.backup"
    back_up_to(file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.glob("*.part")) == list(tmp_path.glob(".*")) == []


@pytest.mark.django_db
def test_a_backup_that_fails_leaves_the_last_one(tmp_path):
    file = tmp_path / "log.backup"
    file.write_text("the last one")
    photo = make_photo()
    photo.original.name = "../elsewhere"
    photo.save()
    with pytest.raises(BackupRefused, match=r"^originals/\.\./elsewhere: the log does not name its originals so"):
        back_up_to(file)
    assert (file.read_text(), [path.name for path in tmp_path.iterdir() if path.is_file()]) == (
        "the last one",
        ["log.backup"],
    )


@pytest.mark.django_db
def test_a_place_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(
        BackupRefused, match=r"nowhere/log\.backup: it cannot be written \(No such file or directory\)\."
    ):
        back_up_to(tmp_path / "nowhere" / "log.backup")
    with pytest.raises(BackupRefused, match="it is a folder"):
        back_up_to(tmp_path)


@pytest.mark.django_db
def test_derivatives_come_along_when_asked_for():
    photo = make_photo()
    stream = BytesIO()
    back_up(stream)
    assert not any("derivatives" in part for part in zipfile.ZipFile(stream).namelist())
    stream = BytesIO()
    back_up(stream, with_derivatives=True)
    with zipfile.ZipFile(stream) as archive:
        names = [name for name in archive.namelist() if name.startswith("derivatives/")]
    assert sorted(names) == [f"derivatives/{photo.uuid}/64.avif", f"derivatives/{photo.uuid}/64.jpg"]
