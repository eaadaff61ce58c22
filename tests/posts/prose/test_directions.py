"""Blocks with letters that run from right to left say where they run to; others say nothing."""

import re

import pytest

from posts.prose.markdown import to_html


def said(source: str) -> list[tuple[str, str]]:
    return re.findall(r'<(\w+)[^>]*? dir="(\w+)"', to_html(source))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("Words only.\n\n- one\n- two\n\n> said", []),
        ("Words.\n\nמילים עם NixOS", [("p", "rtl")]),
        ("חיפה is a city by the sea.", [("p", "ltr")]),
        ("- ראשון\n- שני", [("ul", "rtl")]),
        ("1. ראשון", [("ol", "rtl")]),
        ("# כותרת", [("h3", "rtl")]),
        ("> ציטוט", [("blockquote", "rtl"), ("p", "rtl")]),
        ("הריצו `nix build github:example/flake` ותחכו", [("p", "rtl")]),
        ("```\nמילים\n```", []),
    ],
)
def test_blocks_say_where_they_run_to(source, expected):
    assert said(source) == expected


def test_table_and_its_cells_say_where_they_run_to():
    assert said("| שם | x |\n| --- | --- |\n| דנה | y |") == [("table", "rtl"), ("th", "rtl"), ("td", "rtl")]


def test_name_in_a_reference_says_nothing():
    assert said("Met [דנה](person:dana) there.") == []
