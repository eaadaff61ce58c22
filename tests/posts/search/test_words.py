import pytest

from posts.search.words import MAX_LENGTH, spans_of, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Ada met Bo-Åke.", ["ada", "met", "bo", "ake"]),
        ("Łódź, Tromsø, Æbelø, Straße, İzmir, ﬁn", ["lodz", "tromso", "aebelo", "strasse", "izmir", "fin"]),
        ("nai\u0308ve na\u00efve", ["naive", "naive"]),
        ("snake_case a:b x=1 C++", ["snake", "case", "a", "b", "x", "1", "c"]),
        ("東京タワー", ["東", "京", "タ", "ワ", "ー"]),
        ("한국어 검색", ["한국어", "검색"]),
        ("مُحَمَّد محمد", ["محمد", "محمد"]),
        ("हिन्दी", ["हिनदी"]),
        ("½ Ⅷ m²", ["12", "viii", "m2"]),
        ("👍 — \x00 \ud800 …", []),
        ("x" * 100, ["x" * MAX_LENGTH]),
    ],
)
def test_words_are_folded(text, words):
    assert words_of(text) == words


def test_spans_are_those_of_the_words():
    text = "Über 東京, naïve!"
    assert [text[start:end] for start, end in spans_of(text)] == ["Über", "東", "京", "naïve"]
    assert len(list(spans_of(text))) == len(words_of(text))


def test_no_word_is_ever_empty():
    every_letter = [chr(number) for number in range(0x11000) if chr(number).isalnum()]
    assert [letter for letter in every_letter if "" in words_of(letter)] == []
