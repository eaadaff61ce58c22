import pytest

from posts.search.query import parse
from posts.search.snippet import marked, snippet
from posts.search.words import words_of


def shown(pieces):
    return "".join(f"[{piece.text}]" if piece.is_match else piece.text for piece in pieces)


def snippet_of(text, typed):
    return shown(snippet(text, " ".join(words_of(text)), parse(typed)))


@pytest.mark.parametrize(
    ("text", "typed", "expected"),
    [
        ("Ada went to Łódź.", "lodz", "Ada went to [Łódź]."),
        ("Ada went to the harbour.", "harb", "Ada went to the [harbour]."),
        ("Ada went to the harbour.", "harb ada", "[Ada] went to the harbour."),
        ("the harb and the harbour", '"harb"', "the [harb] and the harbour"),
        ("King and Taco, King Taco", '"king taco"', "King and Taco, [King Taco]"),
        ("a <b>bold</b> word", "bold", "a <b>[bold]</b> word"),
        ("東京タワーへ", "京タ", "東[京タ]ワーへ"),
        ("nothing of the kind", "ada", "nothing of the kind"),
        ("", "ada", ""),
        ("… — …", "ada", ""),
        ("first\nsecond Ada here\nthird", "ada", "second [Ada] here"),
        ("Ada\nBo", "bo", "[Bo]"),
    ],
)
def test_snippet_shows_and_marks_what_was_searched(text, typed, expected):
    assert snippet_of(text, typed) == expected


def test_long_text_is_quoted_around_what_was_found():
    text = " ".join([*(f"w{n}" for n in range(100)), "Ada", *(f"v{n}" for n in range(100))])
    found = snippet_of(text, "ada")
    assert found.startswith("… w92 ")
    assert "w99 [Ada] v0" in found
    assert found.endswith("v26 …")


def test_stretch_with_most_terms_is_quoted():
    text = " ".join(["Ada", *("word" for _ in range(100)), "Bo and Ada", *("word" for _ in range(100))])
    assert "[Bo] and [Ada]" in snippet_of(text, '"bo" "ada"')


def test_title_is_marked_whole():
    title = "A day with Ada and Áda, as <always>"
    assert shown(marked(title, " ".join(words_of(title)), parse("ada"))) == "A day with [Ada] and [Áda], as <always>"
