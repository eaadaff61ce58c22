"""Our own JSON comes back in whole, or every fault in it is told with its path and nothing is loaded."""

import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from people.models import Person
from posts.exchange.export import writer_document
from posts.exchange.json_import import import_json
from posts.exchange.stream import public_log
from posts.models import Log, Status, Trip
from tests.factories import make_day, make_encounter, make_event, make_figure, make_person, make_talk, make_trip

pytestmark = pytest.mark.django_db


@pytest.fixture
def exported() -> dict[str, Any]:
    """An export of a log that is empty by now."""
    trip = make_trip(title="Oslo", slug="oslo", time_zone="Europe/Oslo")
    day = make_day(trip, body="Met [Ada](person:ada).")
    ada = make_person("Ada")
    make_encounter(day, ada)
    make_talk(day, (ada,), event=make_event(trip))
    make_figure(trip, day=day)
    document = json.loads(b"".join(public_log()))
    Trip.objects.all().delete()
    Person.objects.all().delete()
    return document


def imported(document: Any, **options: Any) -> dict[str, Any]:
    return import_json(json.dumps(document).encode(), **options).as_json()


def test_an_export_comes_back(exported):
    assert imported(exported) == {
        "trips": [{"slug": "oslo", "title": "Oslo", "state": "created"}],
        "created": 2,
        "updated": 0,
        "unchanged": 1,  # the event stayed
        "skipped": 0,
        "warnings": [],
        "errors": [],
    }
    assert json.loads(b"".join(public_log())) == exported


def test_a_second_time_changes_nothing(exported):
    imported(exported)
    revision = Log.current().revision
    again = imported(exported)
    assert (again["created"], again["updated"], again["unchanged"]) == (0, 0, 3)
    assert Log.current().revision == revision + 1  # one_change raises it once, whatever it loads


def test_what_was_written_since_is_brought_back(exported):
    imported(exported)
    Trip.objects.update(title="Bergen")
    assert imported(exported)["trips"] == [{"slug": "oslo", "title": "Oslo", "state": "updated"}]


def test_a_writers_export_keeps_drafts():
    trip = make_trip(slug="oslo", status=Status.DRAFT)
    make_day(trip, body="Not yet")
    document = writer_document(trip).model_dump_json()
    Trip.objects.all().delete()
    assert import_json(document.encode()).errors == []
    assert Trip.objects.get().status == Status.DRAFT


def test_a_dry_run_leaves_nothing(exported):
    assert imported(exported, dry_run=True)["trips"] == [{"slug": "oslo", "title": "Oslo", "state": "created"}]
    assert not Trip.objects.exists()


def day_of(document: dict[str, Any]) -> dict[str, Any]:
    return document["trips"][0]["days"][0]


@pytest.mark.parametrize(
    ("spoil", "path", "message"),
    [
        (
            lambda document: day_of(document).update(date="2024-02-30"),
            "trips[0].days[0].date",
            'Input should be a valid date or datetime, day value is outside expected range, not "2024-02-30".',
        ),
        (
            lambda document: day_of(document).update(date="2031-01-01"),
            "trips[0]",
            "The day 2031-01-01 is outside the trip (2024-03-14 to 2024-03-18).",
        ),
        (
            lambda document: document["people"][0].update(shoe_size=38),
            "people[0].shoe_size",
            "There is no such field in this format. Leave it out, or correct its name.",
        ),
        (lambda document: document["trips"][0].pop("title"), "trips[0].title", "It is missing."),
        (
            lambda document: document["trips"][0].update(time_zone="Mars/Base"),
            "trips[0].time_zone",
            "“Mars/Base” is no time zone; Europe/Oslo would be one.",
        ),
        (
            lambda document: day_of(document).update(body="a\0b"),
            "trips[0].days[0].body",
            "It holds a NUL character, which no text can hold. Remove it.",
        ),
        (
            lambda document: day_of(document)["encounters"][0].update(person="00000000-0000-4000-8000-000000000000"),
            "trips[0].days[0].encounters[0].person",
            "there is no person 00000000-0000-4000-8000-000000000000, here or in the document.",
        ),
        (
            lambda document: document.update(version=2),
            "version",
            "2 is newer than what this program reads, which is up to 1. Update the program, then import again.",
        ),
        (
            lambda document: document.update(format="frab"),
            "format",
            "It should say “tripsite-log”. Only exports of this program are read here.",
        ),
    ],
)
def test_a_fault_is_told_with_its_path(exported, spoil, path, message):
    spoil(exported)
    report = imported(exported)
    assert report["errors"] == [{"path": path, "message": message}]
    assert (report["created"], Trip.objects.count(), Person.objects.count()) == (0, 0, 0)


def test_every_fault_is_told(exported):
    exported["people"][0]["visibility"] = "famous"
    day_of(exported)["kind"] = "night"
    assert [problem["path"] for problem in imported(exported)["errors"]] == [
        "people[0].visibility",
        "trips[0].days[0].kind",
    ]


def test_what_is_not_json_is_told():
    [problem] = import_json(b"{").errors
    assert str(problem).startswith("This is not JSON: Expecting property name")
    assert [str(each) for each in import_json(b"[]").errors] == [
        "format: It should say “tripsite-log”. Only exports of this program are read here."
    ]
    assert str(import_json(b"[" * 100_000).errors[0]).startswith("This is not JSON: ")
    assert str(import_json(b"\xff\xfe\x00").errors[0]).startswith("This is not JSON: ")


def test_the_command(exported, tmp_path):
    file = tmp_path / "log.json"
    file.write_text(json.dumps(exported))
    out = io.StringIO()
    call_command("import_json", str(file), "--dry-run", "--report", "json", stdout=out)
    assert json.loads(out.getvalue())["created"] == 2
    out = io.StringIO()
    call_command("import_json", str(file), stdout=out)
    assert out.getvalue() == "oslo: created\n2 created, 0 updated, 1 unchanged.\n"
    day_of(exported)["date"] = "never"
    file.write_text(json.dumps(exported))
    complaints = io.StringIO()
    with pytest.raises(CommandError, match=r"^import_json: 1 to correct; see above\. Nothing was imported\.$"):
        call_command("import_json", str(file), stderr=complaints)
    assert complaints.getvalue().startswith(f"import_json: {file}: trips[0].days[0].date: Input should be")
    with pytest.raises(CommandError, match=r"nowhere: No such file or directory\.$"):
        call_command("import_json", str(tmp_path / "nowhere"))
