"""The words of a text with what decides whether they are a name: capitals, and what stands between them."""

import re
from dataclasses import dataclass

from posts.search.words import fold, spans_of

_SPACE = re.compile(r"[ \t\xa0]+|[ \t]*\n[ \t>]*|[-'’‐]|(?<=\b\w)\.[ \t\xa0]?")
_BEFORE_WORDS = " \t\xa0*_\"“„«‘'([>#\ufffc"
_LINE_BEGINS = re.compile(r"(?:\A|\n)[ \t>]*(?:[-+]|\d+[.)])[ \t]*\Z")
_PARAGRAPH_BEGINS = re.compile(r"(?:\A|\n)[ \t>]*\n[ \t>\n]*\Z")
_SENTENCE_ENDS = (".", "!", "?", "…", "|")
_FARTHEST = 60


@dataclass(frozen=True)
class Token:
    """A word and its place. `follows` says that it may be one name with the word before it."""

    text: str
    start: int
    end: int
    folded: str
    follows: bool
    opens: bool

    @property
    def is_capitalised(self) -> bool:
        return self.text[0].isupper()

    @property
    def is_shouted(self) -> bool:
        """Whether it is an abbreviation or a product: CUDA, NixOS, but not McKay."""
        inner = self.text[1:]
        if inner and self.text.isupper():
            return True
        return any(letter.isupper() for letter in inner) and not re.fullmatch(
            r"(?:Mc|Mac|De|Di|Du|La|Le|Van|O|Fitz)[A-Z][^\W\d_A-Z]+", self.text
        )


def tokens_of(text: str) -> list[Token]:
    found: list[Token] = []
    end = 0
    for start, stop in spans_of(text):
        gap = text[end:start]
        follows = bool(found) and (not gap or _SPACE.fullmatch(text, end, start) is not None)
        word = text[start:stop]
        found.append(Token(word, start, stop, fold(word), follows, _opens(text, start)))
        end = stop
    return found


def _opens(text: str, start: int) -> bool:
    """Whether a sentence, a paragraph, a list's item, a heading or a table's cell begins here."""
    before = text[max(0, start - _FARTHEST) : start]
    said = before.rstrip(_BEFORE_WORDS)
    if not said:
        return start <= _FARTHEST
    if not said.endswith("\n"):
        return said.endswith(_SENTENCE_ENDS) or _LINE_BEGINS.search(said) is not None
    is_marked = before[len(said) :].lstrip(" \t>").startswith(("#", "* "))
    return is_marked or _PARAGRAPH_BEGINS.search(said) is not None or said.rstrip().endswith(_SENTENCE_ENDS)


def without_breaks(words: str) -> str:
    """Return words that may stand on two lines, or in a quotation, on one."""
    return re.sub(r"[ \t\r]*\n[ \t>]*", " ", words)
