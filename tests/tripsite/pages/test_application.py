"""Pages in front of Django: right, fresh, compressed, validated, and made once."""

import datetime
import gzip
import threading

import brotli
import pytest
import time_machine
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from people.models import Visibility
from posts.models import Day, Trip
from tests.factories import make_day, make_owner, make_person, make_trip
from tripsite.pages.journal import SHOWN_WITHOUT_SECONDS
from tripsite.pages.page import encoding_for
from tripsite.security_headers import for_path

from .reading import Reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def trip() -> Trip:
    trip = make_trip(slug="oslo", title="Oslo")
    make_person("Ada")
    make_day(trip, body="With [Ada](person:ada)")
    return trip


@pytest.fixture
def reader() -> Reader:
    return Reader()


def test_page_is_made_once_and_is_what_django_makes(reader, trip, client):
    first, second = reader.get("/trips/oslo/"), reader.get("/trips/oslo/")
    assert first.content == second.content == client.get("/trips/oslo/", headers={"Host": "localhost"}).content
    assert reader.made == ["/trips/oslo/"]


def test_every_answer_has_the_headers_of_security(reader, trip, client):
    of_django = client.get("/trips/oslo/").headers
    own = set(for_path("/trips/oslo/"))
    assert own <= set(of_django)
    for headers in ({}, {}, {"If-None-Match": "*"}, {"Accept-Encoding": "br"}):
        answer = reader.get("/trips/oslo/", headers)
        assert {name: answer.headers[name] for name in own} == {name: of_django[name] for name in own}
        assert (answer["Cache-Control"], answer["Vary"]) == ("no-cache", "Accept-Encoding")


@pytest.mark.parametrize(
    ("accepted", "encoding", "unpacked"),
    [("gzip, deflate, br", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress), ("br;q=0", None, bytes)],
)
def test_page_comes_compressed_as_it_is_accepted(reader, trip, accepted, encoding, unpacked):
    plain = reader.get("/trips/oslo/")
    answer = reader.get("/trips/oslo/", {"Accept-Encoding": accepted})
    assert (answer.get("Content-Encoding"), unpacked(answer.content)) == (encoding, plain.content)
    assert answer["Content-Length"] == str(len(answer.content))
    assert (answer["ETag"] == plain["ETag"]) == (encoding is None)


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [("", ""), ("identity", ""), ("gzip;q=0.5", "gzip"), ("br;q=0, gzip;q=0", ""), ("GZIP", "gzip"), ("br;q=x", "")],
)
def test_encoding_is_chosen_by_weight(accepted, encoding):
    assert encoding_for(accepted) == encoding


def test_unchanged_page_is_told_to_be(reader, trip):
    tag = reader.get("/trips/oslo/")["ETag"]
    for asked in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        answer = reader.get("/trips/oslo/", {"If-None-Match": asked})
        assert (answer.status_code, answer.content, answer["ETag"]) == (304, b"", tag)
    assert reader.get("/trips/oslo/", {"If-None-Match": '"other"'}).status_code == 200


def test_head_has_the_headers_and_no_body(reader, trip):
    whole, head = reader.get("/trips/oslo/"), reader.get("/trips/oslo/", method="HEAD")
    assert head.content == b""
    assert head.headers == whole.headers
    assert reader.get("/trips/none/", method="HEAD").content == b""


def test_change_shows_in_the_next_answer(reader, trip):
    before = reader.get("/trips/oslo/")
    trip.title = "Bergen"
    trip.save()
    after = reader.get("/trips/oslo/", {"If-None-Match": before["ETag"]})
    assert (after.status_code, b"Bergen" in after.content) == (200, True)


def test_change_of_something_else_leaves_a_page(reader, trip):
    day = make_day(make_trip(starts_on=datetime.date(2020, 1, 1)))
    make_trip(starts_on=datetime.date(2022, 1, 1))
    reader.get("/trips/oslo/")
    day.body = "Other words"
    day.save()
    reader.get("/trips/oslo/")
    assert reader.made == ["/trips/oslo/"]


def test_scheduled_trip_appears_on_its_time(reader, trip):
    reader.get("/")
    due = timezone.now() + datetime.timedelta(hours=1)
    make_trip(title="Later", published_at=due)
    assert b"Later" not in reader.get("/").content
    with time_machine.travel(due + datetime.timedelta(seconds=1)):
        assert b"Later" in reader.get("/").content


def test_somebody_hidden_is_gone_at_once(reader, trip):
    assert b"Ada" in reader.get("/trips/oslo/").content
    person = make_person("Bo")
    Day.objects.get().encounters.create(person=person)
    assert b"Bo" in reader.get("/trips/oslo/").content
    person.visibility = Visibility.HIDDEN
    person.save()
    assert b"Bo" not in reader.get("/trips/oslo/").content


@pytest.mark.parametrize("address", ["/admin/login/", "/healthz", "/search/?q=a", "/?utm=1", "/export.json", "/none/"])
def test_what_is_no_page_of_everybody_is_never_kept(reader, trip, address):
    reader.get(address)
    reader.get(address)
    assert len(reader.made) == 2


def test_writer_and_visitor_get_the_same_page(reader, trip):
    client = Client()
    client.force_login(make_owner())
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    assert reader.get("/trips/oslo/", {"Cookie": cookie}).content == reader.get("/trips/oslo/").content


def test_pages_of_a_list_are_told_apart(reader):
    for number in range(21):
        make_trip(starts_on=datetime.date(2000 + number, 1, 1))
    assert reader.get("/?page=2").content != reader.get("/").content
    assert reader.get("/?page=2").content == reader.get("/?page=2").content
    assert len(reader.made) == 2


def test_hosts_are_told_apart(reader, trip):
    here = reader.get("/trips/oslo/")
    there = reader.get("/trips/oslo/", {"Host": "127.0.0.1"})
    assert b"http://127.0.0.1/trips/oslo/" in there.content
    assert here.content != there.content
    assert reader.get("/trips/oslo/", {"Host": "evil.example"}).status_code == 400


def test_memory_is_bounded(trip):
    reader = Reader(memory=60_000)
    for number in range(30):
        reader.get(f"/?page=1&event={number}")
    assert reader.pages.memory.bytes <= 60_000
    assert len(reader.pages.memory.pages) > 1


def test_page_that_fails_leaves_no_lock_behind(reader, trip):
    reader.get("/trips/none/")
    assert reader.pages.locks == {}


def test_page_is_made_once_however_many_ask_at_once(reader, trip, monkeypatch):
    page = reader.get("/trips/oslo/").content
    reader.pages.memory.pages.clear()
    begun, go_on = threading.Event(), threading.Event()
    application = reader.pages.application
    # Waiting readers of a test would each need a connection that sees its transaction; they read no database here.
    state = reader.pages.journal.state
    monkeypatch.setattr(reader.pages.journal, "now", lambda: state)

    def slow(environ, start_response):
        begun.set()
        go_on.wait(20)
        return application(environ, start_response)

    monkeypatch.setattr(reader.pages, "application", slow)
    found: list[bytes] = []
    others = [threading.Thread(target=lambda: found.append(reader.get("/trips/oslo/").content)) for _ in range(5)]

    def ask_meanwhile() -> None:
        begun.wait(20)
        for each in others:
            each.start()
        go_on.set()

    timer = threading.Thread(target=ask_meanwhile)
    timer.start()
    found.append(reader.get("/trips/oslo/").content)
    timer.join()
    for each in others:
        each.join()
    assert found == [page] * 6
    assert reader.made == ["/trips/oslo/"] * 2


def test_page_is_shown_as_it_was_while_the_database_is_lost(reader, trip, monkeypatch):
    page, tag = reader.get("/trips/oslo/").content, reader.get("/trips/oslo/")["ETag"]

    def lost() -> int:
        raise OperationalError("connection failed")

    monkeypatch.setattr(reader.pages.journal, "read_revision", lost)
    assert reader.get("/trips/oslo/").content == page
    assert reader.get("/trips/oslo/", {"If-None-Match": tag}).status_code == 304
    assert reader.made == ["/trips/oslo/"]
    reader.get("/people/")
    assert reader.made == ["/trips/oslo/", "/people/"]
    asked_at = reader.pages.journal.asked_at
    monkeypatch.setattr(reader.pages.journal, "asked_at", asked_at - SHOWN_WITHOUT_SECONDS)
    reader.get("/trips/oslo/")
    assert reader.made == ["/trips/oslo/", "/people/", "/trips/oslo/"]


def test_page_that_was_changed_before_the_database_was_lost_is_not_shown(reader, trip, monkeypatch):
    reader.get("/trips/oslo/")
    trip.title = "Bergen"
    trip.save()
    reader.get("/people/")  # so that this process knows of the change

    def lost() -> int:
        raise OperationalError("connection failed")

    monkeypatch.setattr(reader.pages.journal, "read_revision", lost)
    assert b"Bergen" in reader.get("/trips/oslo/").content


def test_picture_is_asked_of_django_while_the_database_is_lost(trip, tmp_path, monkeypatch):
    reader = Reader(tmp_path)

    def lost() -> int:
        raise OperationalError("connection failed")

    monkeypatch.setattr(reader.pages.journal, "read_revision", lost)
    assert reader.get("/photos/00000000-0000-0000-0000-000000000000/64.jpg").status_code == 404
