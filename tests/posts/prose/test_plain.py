"""A plain paragraph's HTML is what converter and sanitizers make of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posts.prose import plain
from posts.prose.markdown import _made, to_html

PLAIN = [
    "",
    "Six days of talks, people and food.",
    "Ada's talk (the second one) - well worth it: C++, 50% of it live!",
    "With [Ada](person:ada)'s friend at [the bakery's corner](place:bakery-2), see [slides](https://a-b.org/c/D.pdf).",
    "[Ada](person:ada)",
    "[Ada](person:ada) [Grace](person:grace)",
    "A line that goes on\n(in the next) and\n[the one](trip:oslo) behind it",
    "“Déjà vu”, he said – in the 日本 room…",
]
WORDS = ("a", "It", "é", "ß", "日本", "עברית", "ः", "²", "ﬁ", "12.", "1", "80s", "s", "http://x.y", "..", "--", "&amp;")
LINKS = ("[A's b](talk:x-1)", "[x](figure:y)", "[a\nb](person:c)", "[q](http://x.y/../z)", "[b][c]", "[a]:", "![")
MARKS = "[]{}()<>|^~'\"_*`\\&,.-:;?!/+#@%=–—…“”‘’ \t\n\xa0\x02\x03"
PIECES = [*PLAIN, *WORDS, *LINKS, *MARKS, "  ", "\n\n"]


@pytest.mark.parametrize("text", PLAIN)
def test_a_plain_paragraph_takes_no_converter(text):
    assert plain.to_html(text) == _made(text)


@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_whatever_takes_none_is_what_one_would_have_made(text):
    assert plain.to_html(text) in (None, _made(text))


@pytest.mark.parametrize("text", ["*Six* days.", '"Six" days.', "1. Six", "Six\n\ndays", "שש"])
def test_any_other_text_is_converted(text):
    assert plain.to_html(text) is None
    assert to_html(text) == _made(text)
