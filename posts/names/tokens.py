"""The words of a text with what decides whether they are a name: capitals, and what stands between them."""

import re
from dataclasses import dataclass

from posts.search.words import fold, spans_of

_SPACE = re.compile(r"[ \t\xa0]+|[ \t]*\n[ \t>]*|[-'’‐]|(?<=\b\w)\.[ \t\xa0]?")
_OPENING = re.compile(r"(?:\A|\n[ \t]*\n|[.!?…|]|\n[ \t>]*(?:[-*+]|\d+[.)]|\#+))[\s*_\"“„«‘'(\[>\ufffc#]*\Z")


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
        found.append(
            Token(word, start, stop, fold(word), follows, bool(_OPENING.search(text, max(0, start - 60), start)))
        )
        end = stop
    return found


def without_breaks(words: str) -> str:
    """Return words that may stand on two lines, or in a quotation, on one."""
    return re.sub(r"[ \t]*\n[ \t>]*", " ", words)
