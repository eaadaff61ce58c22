import io
import json

import pytest
from django.core.management import CommandError, call_command

from posts.models import Talk
from tests.posts.exchange.schedule.schedules import schedule, talk

pytestmark = pytest.mark.django_db


def run(*arguments):
    out = io.StringIO()
    call_command("import_schedule", *map(str, arguments), stdout=out)
    return out.getvalue()


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "schedule.json"
    path.write_bytes(schedule(talk()))
    return path


def test_report_is_for_reading(file):
    assert run(file, "--event", "pond") == (
        "PondConf 2024 (pond): 2024-05-17 to 2024-05-18, Europe/Amsterdam; created\n"
        "1 talks: 1 created, 0 updated, 0 unchanged, 0 cancelled, 0 kept as edited here.\n"
        "0 new people, 0 known.\n"
    )


def test_json_report_is_json_and_no_more(file):
    report = json.loads(run(file, "--event", "pond", "--report", "json"))
    assert (report["created"], report["unchanged"], report["event"]["slug"], report["errors"]) == (1, 0, "pond", [])
    assert report["talks"][0]["title"] == "How ponds freeze 1"


def test_standard_input_is_read(monkeypatch):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(schedule(talk()))))
    run("-", "--event", "pond")
    assert Talk.objects.count() == 1


def test_file_that_is_missing_is_named(tmp_path):
    with pytest.raises(CommandError, match=r"nothing\.json: No such file or directory; nothing is imported\."):
        run(tmp_path / "nothing.json", "--event", "pond")


def test_bad_file_is_named_with_the_reason_and_changes_nothing(tmp_path):
    bad = tmp_path / "bad.json"
    bad.write_text('{"schedule": 1}')
    with pytest.raises(CommandError) as refused:
        run(bad, "--event", "pond")
    assert str(refused.value) == (
        f"import_schedule: {bad}: schedule: an object is expected, this is a number. Nothing is imported."
    )
