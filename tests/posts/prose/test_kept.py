"""HTML of texts is found again by another process, never for another text, and never needed."""

import sqlite3
from pathlib import Path

import pytest

from posts.prose import kept
from posts.prose.markdown import to_html

TEXT = "Long *enough* to be kept. " * 20


@pytest.fixture
def file(settings, tmp_path) -> Path:
    settings.PROSE_FILE = tmp_path / "prose.sqlite3"
    return settings.PROSE_FILE


def rows(file: Path) -> int:
    return sqlite3.connect(file).execute("SELECT count(*) FROM prose").fetchone()[0]


def test_text_is_made_once_for_all_processes(file):
    assert kept.kept(TEXT, lambda source: "made") == "made"
    assert kept.kept(TEXT, lambda source: "made again") == "made"
    assert kept.kept(f"{TEXT}.", lambda source: "another") == "another"


def test_other_makers_make_anew(file, monkeypatch):
    kept.kept(TEXT, lambda source: "of an older release")
    monkeypatch.setattr(kept, "_makers", lambda: b"a newer release")
    assert kept.kept(TEXT, lambda source: "new") == "new"


def test_html_of_markdown_is_kept(file):
    to_html.cache_clear()
    html = to_html(TEXT)
    to_html.cache_clear()
    assert (rows(file), to_html(TEXT)) == (1, html)


def test_short_text_is_not_worth_it(file):
    kept.kept("Short", lambda source: "short")
    assert not file.exists()


@pytest.mark.parametrize("damage", [b"no database at all, though as long as one has to be" * 50, b""])
def test_damaged_file_stops_nobody(file, damage):
    file.write_bytes(damage)
    assert kept.kept(TEXT, lambda source: "made") == "made"


def test_large_file_begins_anew(file, monkeypatch):
    kept.kept(TEXT, lambda source: "made")
    assert not kept.sweep()
    monkeypatch.setattr(kept, "MOST_BYTES", 10)
    assert kept.sweep()
    assert rows(file) == 0
