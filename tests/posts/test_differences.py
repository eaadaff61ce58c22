import itertools
import time

from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from posts.differences import Piece, difference, matches

WORDS = st.lists(st.sampled_from(["a ", "b ", "the ", "end.", "\n", "\n\n", "é", "["]), max_size=40).map("".join)


def side(pieces: list[Piece], kind: str) -> str:
    return "".join(piece.text for piece in pieces if piece.kind in ("same", kind))


def test_changed_word_is_shown_alone():
    assert difference("Met Ada at the bar.\n", "Met Grace at the bar.\n") == [
        Piece("same", "Met "),
        Piece("removed", "Ada"),
        Piece("added", "Grace"),
        Piece("same", " at the bar.\n"),
    ]


def test_paragraph_added_between_others():
    assert difference("One.\n\nThree.", "One.\n\nTwo.\n\nThree.") == [
        Piece("same", "One.\n\n"),
        Piece("added", "Two.\n\n"),
        Piece("same", "Three."),
    ]


def test_words_added_behind_the_last_one_are_shown_alone():
    assert difference("Cosy.", "Cosy and loud.") == [
        Piece("same", "Cosy"),
        Piece("added", " and loud"),
        Piece("same", "."),
    ]


def test_sign_between_two_changes_belongs_to_the_change():
    assert difference("red, green", "blue, yellow") == [Piece("removed", "red, green"), Piece("added", "blue, yellow")]


def test_line_endings_of_browsers_are_no_difference():
    assert difference("One\nTwo", "One\r\nTwo") == [Piece("same", "One\nTwo")]


def test_empty_texts_have_no_difference():
    assert difference("", "") == []
    assert difference("", "New") == [Piece("added", "New")]


@given(WORDS, WORDS)
def test_pieces_make_up_both_texts(old, new):
    pieces = difference(old, new)
    assert (side(pieces, "removed"), side(pieces, "added")) == (old, new)
    assert all(one.kind != other.kind for one, other in itertools.pairwise(pieces))


@given(st.lists(st.sampled_from("abc"), max_size=30), st.lists(st.sampled_from("abcd"), max_size=30))
def test_matches_are_in_order_and_true(old, new):
    i = j = 0
    for start_old, start_new, size in matches(old, new):
        assert start_old >= i
        assert start_new >= j
        assert old[start_old : start_old + size] == new[start_new : start_new + size]
        i, j = start_old + size, start_new + size


def test_long_texts_take_no_time():
    paragraphs = [f"Paragraph {n}: " + " ".join(f"word{n * k % 997}" for k in range(20)) for n in range(700)]
    old = "\n\n".join(paragraphs)
    new = "\n\n".join(paragraph.replace("word5 ", "another ") for paragraph in reversed(paragraphs))
    texts = [(old, new), (old.replace("\n", " "), new.replace("\n", " ")), ("a " * 50_000, "b a " * 25_000)]
    assert len(old) > 100_000
    for before, after in texts:
        start = time.perf_counter()
        pieces = difference(before, after)
        assert time.perf_counter() - start < 3
        assert side(pieces, "removed") == before


def test_markup_in_a_text_is_shown_as_text():
    html = render_to_string("admin/_difference.html", {"pieces": difference("", "<script>alert(1)</script>")})
    assert "&lt;script" in html
    assert "<script" not in html


def test_long_unchanged_stretch_is_folded():
    text = "word " * 200
    html = render_to_string("admin/_difference.html", {"pieces": difference(text, f"{text}\nend")})
    assert "<summary>… " in html
    assert html.count("word") == 200
