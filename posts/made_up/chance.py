"""Chance that comes out the same each time, and choices as uneven as they are in life."""

import random
import uuid
from collections.abc import Sequence
from itertools import accumulate
from typing import TypeVar

Thing = TypeVar("Thing")


def chance(seed: int, what: str) -> random.Random:
    """Return the random numbers of one part of a log: the others do not depend on how many it takes."""
    return random.Random(f"{seed} {what}")  # noqa: S311 (the same numbers each time)


def made_uuid(numbers: random.Random) -> uuid.UUID:
    return uuid.UUID(int=numbers.getrandbits(128), version=4)


class Zipf:
    """Ranks as often as words, cities and friends are: the second half as often as the first, and so on."""

    def __init__(self, count: int) -> None:
        self._ranks = range(count)
        self._weights = list(accumulate(1 / (rank + 1) for rank in range(count)))

    def choose(self, numbers: random.Random) -> int:
        return numbers.choices(self._ranks, cum_weights=self._weights)[0]

    def several(self, numbers: random.Random, count: int) -> list[int]:
        """Return at most `count` ranks, each once."""
        return list(dict.fromkeys(numbers.choices(self._ranks, cum_weights=self._weights, k=count)))


def some(numbers: random.Random, things: Sequence[Thing], least: int, most: int) -> list[Thing]:
    """Return from `least` to `most` of some things, each once, as far as there are that many."""
    return numbers.sample(things, min(len(things), numbers.randint(least, most)))
