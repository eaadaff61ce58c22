"""Which way writing runs: known of a language, or told by the letters of a text."""

import unicodedata
from functools import cache
from typing import Literal

Direction = Literal["ltr", "rtl"]

# Languages written from right to left where nothing else is said, and scripts that always are (RFC 5646 subtags).
_LANGUAGES = frozenset(
    "ar arc ary arz azb bal bqi ckb dv fa glk he khw ks lrc mzn nqo pnb prs ps sd sdh syr ug ur yi".split()
)
_SCRIPTS = frozenset("adlm arab armi hebr mand nkoo rohg samr syrc thaa".split())


@cache
def is_right_to_left(language: str) -> bool:
    """Whether a language, given as a tag such as `he` or `ku-Arab`, runs from right to left."""
    first, *others = language.lower().replace("_", "-").split("-")
    script = next((part for part in others if len(part) == 4 and part.isalpha()), "")
    return script in _SCRIPTS if script else first in _LANGUAGES


def direction_of_text(text: str) -> Direction | None:
    """Return where most letters of a text run to; None where all run from left to right, or there are none.

    Not the first letter decides, as it does for `dir="auto"`: many a Hebrew sentence starts with “NixCon”.
    """
    if text.isascii():
        return None
    kinds = [unicodedata.bidirectional(character) for character in text]
    leftward = sum(kind in ("R", "AL") for kind in kinds)
    if not leftward:
        return None
    return "rtl" if leftward > kinds.count("L") else "ltr"
