"""Texts are converted by other processes while the first does something else, and by itself where they are not."""

import os
import sqlite3
import time
from pathlib import Path

import pytest

from posts.prose import ahead
from posts.prose.ahead import make_ahead, other_cores
from posts.prose.markdown import to_html

TEXTS = [f"Text {number} is *long enough* to be kept. " * 10 for number in range(ahead.WORTH_PROCESSES)]


@pytest.fixture
def file(settings, tmp_path: Path) -> Path:
    settings.PROSE_FILE = tmp_path / "prose.sqlite3"
    to_html.cache_clear()
    to_html(f"{TEXTS[0]} This process has the file open already.")
    return settings.PROSE_FILE


def rows(file: Path) -> int:
    return sqlite3.connect(file).execute("SELECT count(*) FROM prose").fetchone()[0]


def waited_for(file: Path, wanted: int) -> int:
    until = time.monotonic() + 30
    while rows(file) < wanted and time.monotonic() < until:
        time.sleep(0.05)
    return rows(file)


@pytest.mark.skipif(len(os.sched_getaffinity(0)) == 1, reason="this machine has one core")
def test_many_texts_are_converted_by_other_processes_and_found(file, monkeypatch):
    with other_cores():
        make_ahead(TEXTS)
        assert waited_for(file, 1 + len(TEXTS)) == 1 + len(TEXTS)
    monkeypatch.setattr("posts.prose.markdown._made", lambda source: "made by this process")
    assert to_html(TEXTS[-1]).startswith("<p id=")
    assert to_html(f"{TEXTS[0]} Another.") == "made by this process"


def test_few_texts_and_those_of_no_command_start_no_process(file, monkeypatch):
    monkeypatch.setattr(
        "posts.prose.ahead.multiprocessing.get_context", lambda method: pytest.fail("a process was started")
    )
    with other_cores():
        make_ahead(TEXTS[1:])
    make_ahead(TEXTS)
    with other_cores(), pytest.raises(pytest.fail.Exception, match="a process was started"):
        make_ahead(TEXTS)
