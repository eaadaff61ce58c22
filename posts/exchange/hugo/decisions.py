"""What a writer decided about findings before they are loaded. Without a decision a finding stands as it was read."""

import datetime
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from uuid import UUID

from people.links import normalise

DecidedKind = Literal["person", "place", "organisation", "other"]
SectionKind = Literal["day", "prologue", "epilogue", "before"]


@dataclass(frozen=True)
class DayDecision:
    """`before` makes a section part of the one before it; only a `day` has a date."""

    kind: SectionKind
    date: datetime.date | None = None


@dataclass(frozen=True)
class Decisions:
    """Links by `link_key`, sections by the UUID they are read with, likely same people and names by `key_of`.

    `same` says whether two names are one person's; `names` what plain words become: `link:SLUG`, `correct:SLUG`, `new`.
    """

    links: Mapping[str, DecidedKind] = field(default_factory=dict)
    days: Mapping[UUID, DayDecision] = field(default_factory=dict)
    same: Mapping[str, bool] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


def key_of(*words: str) -> str:
    """Return what a form calls a finding: the same for the same words on every read."""
    return hashlib.sha256("\n".join(words).encode("utf-8", "replace")).hexdigest()[:16]


def link_key(text: str, url: str) -> str:
    return key_of("link", text, normalise(url))
