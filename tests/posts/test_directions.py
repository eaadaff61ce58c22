import pytest

from posts.directions import direction_of_text, is_right_to_left


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("ar", True),
        ("he", True),
        ("he-IL", True),
        ("FA_ir", True),
        ("ku-Arab", True),
        ("en", False),
        ("ku", False),
        ("az-Latn", False),
        ("ar-Latn-DZ", False),
        ("", False),
    ],
)
def test_language_runs_right_to_left(language, expected):
    assert is_right_to_left(language) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("NixCon התחיל היום בברלין", "rtl"),
        ("כן", "rtl"),
        ("كان يومًا طويلًا", "rtl"),
        ("חיפה is what they call Haifa here", "ltr"),
        ("Zürich – naïve", None),
        ("plain", None),
        ("2024", None),
        ("", None),
    ],
)
def test_direction_of_text_is_that_of_most_letters(text, expected):
    assert direction_of_text(text) == expected
