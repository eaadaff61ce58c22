"""The pieces of the JSON export that are kept: right after every change, and of no harm when something fails."""

import datetime
import json
import shutil
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.utils import timezone

from people.models import Visibility
from posts.exchange import fragments
from posts.exchange.stream import public_log
from posts.models import Change, Encounter, Log, Place, Status, Trip
from tests.factories import make_day, make_event, make_person, make_place, make_trip

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path


@pytest.fixture
def told():
    """A trip on which Ada was met and a place named, exported once."""
    ada = make_person("Ada Lovelace")
    place = make_place("King Taco")
    trip = make_trip(title="Oslo")
    make_event(trip, name="PondConf")
    day = make_day(trip, body="I met [Ada Lovelace](person:ada-lovelace) at [King Taco](place:king-taco).")
    Encounter.objects.create(day=day, person=ada)
    exported()
    return trip, day, ada, place


def exported() -> dict:
    return json.loads(b"".join(public_log()))


def fresh(home: Path) -> dict:
    """Return the export made from nothing kept."""
    for file in (home / "cache").rglob("*"):
        if file.is_file():
            file.unlink()
    return exported()


def save(row: Any, **values: object) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


def kept_pieces(home: Path) -> list[tuple[str, list[int]]]:
    [log] = (home / "cache" / "export").glob("*/log")
    return [(name, keys) for name, (_, keys) in json.loads(log.read_bytes())["pieces"].items()]


def files(home: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in (home / "cache").rglob("*") if file.is_file()}


def test_nothing_is_made_again_while_nothing_changes(told, home, django_assert_num_queries):
    once = exported()
    before = files(home)

    with django_assert_num_queries(8):  # the log twice, its last change twice, what was touched since
        again = exported()

    assert files(home) == before
    assert again == once == fresh(home)


@pytest.mark.parametrize(
    "visibility", [Visibility.NAME, Visibility.PSEUDONYM, Visibility.HIDDEN], ids=lambda each: each.value
)
def test_somebody_who_is_public_no_more_is_gone_from_the_next_export(told, home, visibility):
    _, _, ada, _ = told
    ada.visibility, ada.pseudonym = visibility, "a friend"
    ada.save()

    text = json.dumps(exported())

    assert ("Lovelace" in text) == (visibility == Visibility.NAME)
    assert "person:ada" not in text
    assert json.loads(text) == fresh(home)


def test_every_change_is_in_the_next_export(told, home):
    trip, day, _, place = told
    changes = [
        lambda: save(place, is_public=False),
        lambda: save(day, body="Another text."),
        lambda: save(trip, title="Bergen"),
        lambda: trip.tags.add("Ferries"),
        lambda: make_day(make_trip(title="Second"), body="[Nobody yet](person:bo)"),
        lambda: make_person("Bo", slug="bo"),
        lambda: Encounter.objects.all().delete(),
        lambda: save(day, status=Status.DRAFT),
        lambda: save(trip, status=Status.WITHDRAWN),
        trip.delete,
    ]
    for number, change in enumerate(changes):
        exported()
        change()
        assert exported() == fresh(home), number


def test_a_day_that_becomes_public_by_its_time_comes_in(told, home):
    trip, *_ = told
    later = timezone.now() + datetime.timedelta(hours=1)
    make_day(trip, body="Scheduled.", published_at=later)
    assert "Scheduled" not in json.dumps(exported())

    with time_machine.travel(later + datetime.timedelta(minutes=1)):
        assert "Scheduled" in json.dumps(exported())


def test_an_export_that_was_broken_off_is_not_begun_from(told, home):
    _, day, _, _ = told
    before = (next((home / "cache").rglob("log"))).read_bytes()
    day.body = "Changed."
    day.save()
    pieces = public_log()
    next(pieces)
    next(pieces)
    pieces.close()

    assert next((home / "cache").rglob("log")).read_bytes() == before
    assert "Changed." in json.dumps(exported())


def test_pieces_that_are_missing_or_of_another_program_are_made_again(told, home, monkeypatch):
    once = exported()
    next((home / "cache").rglob("trips-*-*")).unlink()
    assert exported() == once

    monkeypatch.setattr(fragments, "PROGRAM", "another")
    assert exported() == once
    assert (home / "cache" / "export" / "another" / "log").exists()


def test_an_export_goes_on_where_nothing_can_be_kept(told, home, caplog):
    once = fresh(home)
    shutil.rmtree(home / "cache")
    (home / "cache").write_text("in the way")

    assert exported() == once
    assert "cannot be kept" in caplog.text


def test_the_pieces_of_another_log_are_not_used(told, home):
    kept = {file.relative_to(home): file.read_bytes() for file in (home / "cache").rglob("*") if file.is_file()}
    Trip.objects.all().delete()
    Change.objects.all().delete()
    make_trip(title="Of another log")
    Change.objects.update(revision=Log.current().revision)

    for name, content in kept.items():
        (home / name).write_bytes(content)

    assert [trip["title"] for trip in exported()["trips"]] == ["Of another log"]


def test_what_nobody_reads_any_more_is_removed(told, home):
    _, day, _, _ = told
    old = next((home / "cache").rglob("trips-*.subjects"))
    day.body = "Changed."
    day.save()
    with time_machine.travel(timezone.now() + datetime.timedelta(hours=2)):
        exported()

    assert not old.exists()
    assert exported() == fresh(home)


def test_no_piece_is_larger_than_a_hundred_rows_or_much_smaller_than_fifty(home):
    places = Place.objects.bulk_create(
        Place(name=f"Inn {number}", slug=f"inn-{number}", uuid=UUID(int=number << 119)) for number in range(512)
    )
    day = make_day(body=" ".join(f"[{place.name}](place:{place.slug})" for place in places))
    exported()
    sizes = [len(keys) for name, keys in kept_pieces(home) if name.startswith("places-")]
    assert sizes == [64] * 8
    save(day, body=day.body.replace("[Inn 7](place:inn-7)", ""))
    assert exported() == fresh(home)
