"""Words as the search compares them: without case, accents and ligatures; of scripts without spaces, each character.

Text and queries go through the same `words_of`, so both databases are given words that they need not take apart.
"""

import re
import unicodedata
from collections.abc import Iterator

MAX_LENGTH = 64

# Marks that Python's \w leaves out, though they belong to the letter before: Latin, Hebrew, Arabic, Indic, Thai, Lao.
_SCRIPT_MARKS = (
    "\u0300-\u036f\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc"
)
_INDIC_MARKS = (
    "\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0981-\u0983\u09bc-\u09cd\u0a3c-\u0a4d\u0b3c-\u0b4d\u0bbe-\u0bcd"
)
_MORE_MARKS = "\u0c3e-\u0c4d\u0cbc-\u0ccd\u0d3b-\u0d4d\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece"
MARKS = _SCRIPT_MARKS + _INDIC_MARKS + _MORE_MARKS
# Han, Hiragana, Katakana and their half-width forms: written without spaces between words.
SPACELESS = (
    "\u3005-\u3007\u3041-\u309f\u30a1-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003134f"
)
_TOKEN = re.compile(rf"[{SPACELESS}]|(?:[^\W_{SPACELESS}]+[{MARKS}]*)+")
# Letters that no normalisation takes apart, as they are typed where the keyboard lacks them.
PLAIN = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i"})


def fold(word: str) -> str:
    """Return a word in the form that is compared; never empty."""
    if word.isascii():
        return word.lower()[:MAX_LENGTH]
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    letters = "".join(letter for letter in folded if _stays(letter))
    return unicodedata.normalize("NFC", letters).translate(PLAIN)[:MAX_LENGTH] or word[:MAX_LENGTH]


def _stays(letter: str) -> bool:
    """Whether it tells words apart: letters, digits and vowel signs, but neither accents nor what a fraction leaves."""
    return letter.isalnum() or (unicodedata.category(letter) in ("Mc", "Mn") and not unicodedata.combining(letter))


def words_of(text: str) -> list[str]:
    """Return the words of a text, folded."""
    return [fold(word) for word in _TOKEN.findall(text)]


def spans_of(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each of these words begins and ends in the text."""
    return (match.span() for match in _TOKEN.finditer(text))
