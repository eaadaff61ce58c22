"""check_log: what it prints and how it ends."""

import datetime
import json

import pytest
from django.core.management import CommandError, call_command

from tests.factories import make_day, make_figure, make_trip

pytestmark = pytest.mark.django_db


@pytest.fixture
def trip():
    trip = make_trip(slug="oslo", starts_on=datetime.date(2024, 3, 15))
    day = make_day(trip, body="[Bob](person:bob)")
    make_day(trip, kind="epilogue", date=None)
    make_figure(trip, name="stage", title="The stage", day=day)
    return trip


def test_empty_log(capsys):
    call_command("check_log")
    assert capsys.readouterr().out == "check_log: nothing to look at.\n"


def test_line_for_each_finding(trip, capsys):
    call_command("check_log")
    assert capsys.readouterr().out.splitlines() == [
        "check_log: oslo, epilogue: has no text",
        "check_log: oslo, Friday 2024-03-15: “Bob” leads to person:bob, which is not there",
        "check_log: oslo, Friday 2024-03-15: figure “The stage” has no alternative text",
        "check_log: references that lead nowhere: 1; figures without alternative text: 1; days without text: 1",
    ]


def test_one_trip_only(trip, capsys):
    make_trip(slug="bergen")
    call_command("check_log", trip="bergen")
    assert capsys.readouterr().out == "check_log: nothing to look at.\n"


def test_json_report(trip, capsys):
    call_command("check_log", report="json")
    report = json.loads(capsys.readouterr().out)
    assert report["findings"][1] == {
        "code": "dangling-reference",
        "trip": "oslo",
        "where": "oslo, Friday 2024-03-15",
        "subject": {"kind": "day", "uuid": str(trip.days.first().uuid)},
        "field": "body",
        "start": None,
        "end": None,
        "message": "“Bob” leads to person:bob, which is not there",
        "blocks": False,
    }


def test_unknown_trip_is_said():
    with pytest.raises(CommandError, match="there is no trip “bergen”") as raised:
        call_command("check_log", trip="bergen")
    assert raised.value.returncode == 1


@pytest.mark.parametrize(
    ("code", "status"), [("any", 2), ("day-without-text", 2), ("blocking", 0), ("plain-mention", 0)]
)
def test_exit_status_is_asked_for(trip, code, status):
    try:
        call_command("check_log", fail_on=[code])
        ended = 0
    except CommandError as error:
        ended = error.returncode
    assert ended == status
