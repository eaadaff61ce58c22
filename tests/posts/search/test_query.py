import pytest

from posts.search.query import MAX_LENGTH, MAX_TERMS, Term, parse


def terms(typed):
    return list(parse(typed).terms)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("Ada", [Term(("ada",), True)]),
        ("Ada Bo", [Term(("ada",)), Term(("bo",), True)]),
        ('"King Taco" was', [Term(("king", "taco")), Term(("was",), True)]),
        ('was "King Taco"', [Term(("was",)), Term(("king", "taco"))]),
        ("„King Taco“", [Term(("king", "taco"))]),
        ("«King Taco»", [Term(("king", "taco"))]),
        ("systemd-stage-1 x", [Term(("systemd", "stage", "1")), Term(("x",))]),
        ("a:b", [Term(("a", "b"))]),
        ("-x", [Term(("x",))]),
        ("harb*", [Term(("harb",), True)]),
        ('foo"', [Term(("foo",))]),
        ('"foo bar', [Term(("foo", "bar"))]),
        ("NEAR(a b) OR NOT c:*", [Term(("near", "a")), Term(("b",)), Term(("or",)), Term(("not",)), Term(("c",))]),
        ("ada ADA Áda", [Term(("ada",), True)]),
        ("東京", [Term(("東", "京"))]),
    ],
)
def test_terms_of_what_was_typed(typed, expected):
    assert terms(typed) == expected


@pytest.mark.parametrize("typed", ["", "   ", '"', '""', "*", "-:()^~!&|", "👍🏽", "\x00", "\ud800", "\u202e"])
def test_what_holds_no_word_asks_for_nothing(typed):
    assert terms(typed) == []


def test_what_is_too_long_is_cut():
    query = parse("word " * 2000)
    assert len(query.text) <= MAX_LENGTH
    assert len(parse(" ".join(str(number) for number in range(1000))).terms) == MAX_TERMS


def test_what_cannot_be_printed_is_left_out_of_the_text():
    assert parse("a\x00b\u202e c\ud800\n").text == "a b c"
