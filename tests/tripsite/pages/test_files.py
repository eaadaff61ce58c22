"""Pages as files: `current` follows the log, and what is not concerned by a change is carried over."""

import datetime
import gzip
import os
from pathlib import Path

import pytest
import time_machine
from django.utils import timezone

from posts.changes import committed
from posts.models import Trip
from tests.factories import make_day, make_trip
from tripsite.pages.files import Files

from .reading import Reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def trip() -> Trip:
    trip = make_trip(slug="oslo", title="Oslo", starts_on=datetime.date(2024, 1, 1))
    make_day(trip, body="Words " * 100)
    return trip


@pytest.fixture
def reader(tmp_path) -> Reader:
    return Reader(tmp_path / "pages")


def place(reader: Reader, path: str = "trips/oslo") -> Path:
    return reader.files.current / "http/localhost" / path / "index.html"


def test_page_is_found_as_a_file_from_the_second_time_on(reader, trip):
    made = reader.get("/trips/oslo/")
    assert place(reader).read_bytes() == made.content == reader.get("/trips/oslo/").content
    assert gzip.decompress(place(reader).with_name("index.html.gz").read_bytes()) == made.content
    assert reader.made == ["/trips/oslo/"]


def test_tag_that_a_web_server_makes_of_a_file_is_the_page_s(reader, trip):
    for encoding, suffix in (("", ""), ("gzip", ".gz"), ("br", ".br")):
        answer = Reader.get(Reader(), "/trips/oslo/", {"Accept-Encoding": encoding})
        reader.get("/trips/oslo/")
        file = place(reader).with_name(f"index.html{suffix}").stat()
        assert answer["ETag"] == f'"{int(file.st_mtime):x}-{file.st_size:x}"'


def test_change_empties_the_folder_and_what_it_does_not_concern_is_linked(reader, trip):
    other = make_trip(slug="bergen", starts_on=datetime.date(2020, 1, 1))
    make_trip(starts_on=datetime.date(2022, 1, 1))
    reader.get("/trips/oslo/")
    reader.get("/trips/bergen/")
    file = place(reader).stat().st_ino
    other.title = "Renamed"
    other.save()
    reader.files.follow()
    assert not place(reader).exists()
    # Another process, which has nothing in memory.
    another = Reader(reader.files.root)
    another.get("/trips/oslo/")
    assert b"Renamed" in another.get("/trips/bergen/").content
    assert place(reader).stat().st_ino == file
    assert another.made == ["/trips/bergen/"]


def test_page_that_was_kept_in_memory_alone_is_written_for_the_new_state(reader, trip):
    reader.get("/trips/oslo/")
    make_trip(starts_on=datetime.date(1999, 1, 1)).delete()
    reader.get("/trips/oslo/")
    assert place(reader).exists()


def test_files_are_given_up_shortly_before_something_becomes_public(reader, trip):
    due = timezone.now() + datetime.timedelta(minutes=1)
    make_trip(slug="later", title="Later", published_at=due)
    with time_machine.travel(due - datetime.timedelta(seconds=20)):
        reader.files.follow()
        assert not reader.files.current.exists()
        assert b"Later" not in reader.get("/").content
    with time_machine.travel(due + datetime.timedelta(seconds=1)):
        assert b"Later" in reader.get("/").content
        assert b"Later" in place(reader, "").read_bytes()


@pytest.mark.parametrize("address", ["/feed.atom", "/?page=1", "/trips/none/", "/robots.txt"])
def test_what_a_web_server_would_not_find_is_no_file(reader, trip, address):
    reader.get(address)
    assert [path for path in reader.files.root.rglob("*") if path.is_file() and path.name != ".lock"] == []


def test_address_leads_nowhere_else(reader, trip):
    reader.get("/trips/oslo/", HTTP_HOST="localhost", **{"wsgi.url_scheme": "../../http"})
    reader.get("/../trips/oslo/")
    outside = [path for path in reader.files.root.parent.rglob("index.html*") if reader.files.root not in path.parents]
    assert outside == []


def test_earlier_states_and_programs_are_swept(reader, trip):
    old = reader.files.root / "an-older-program" / "1--"
    old.mkdir(parents=True)
    for number in range(12):
        trip.title = f"Oslo {number}"
        trip.save()
        reader.get("/trips/oslo/")
        folder = reader.files.current.resolve()
        os.utime(folder, (number, number))
    assert reader.files.sweep() > 0
    assert not old.exists()
    assert place(reader).exists()


@pytest.mark.django_db(transaction=True)
def test_committed_change_has_the_files_follow_before_the_save_returns(tmp_path):
    files = Files(tmp_path / "pages", "program")
    committed.connect(files.follow_a_change)
    try:
        trip = make_trip()
        before = files.current.readlink()
        trip.title = "Renamed"
        trip.save()
        assert files.current.readlink() != before
    finally:
        committed.disconnect(files.follow_a_change)


def test_folder_that_cannot_be_written_stops_no_reader(tmp_path, trip, monkeypatch):
    (tmp_path / "pages").write_text("no folder")
    reader = Reader(tmp_path / "pages")
    monkeypatch.setattr(reader, "_found", lambda address: None)
    assert reader.get("/trips/oslo/").status_code == 200
    reader.files.current = tmp_path / "current"
    reader.files.follow_a_change()
