"""What the sweep offers: words of a text, what they may be, and the words that made us think so."""

from dataclasses import dataclass
from enum import StrEnum

from .knowledge import KnownPerson


class Kind(StrEnum):
    MATCH = "match"
    SLIP = "slip"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Offer:
    """`start` and `end` are where the words stand in the Markdown source.

    A match has everybody it may be, a slip whose name it was meant to be, an unknown name nobody. For a slip
    `correction` is the word that was meant.
    """

    kind: Kind
    words: str
    start: int
    end: int
    candidates: tuple[KnownPerson, ...] = ()
    why: str = ""
    correction: str = ""
