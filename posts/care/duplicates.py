"""People who may be one and the same, and why that seems so."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from people.models import Alias, DifferentPeople, Person, PersonLink
from posts.search.words import words_of

# A name that more people share says nothing about any two of them.
MOST_OF_ONE_NAME = 5


@dataclass(frozen=True)
class Likeness:
    """Two people, the one who is longer in the log first, and the words that say what they share."""

    first: Person
    second: Person
    why: str


def likely_duplicates() -> list[Likeness]:
    """Return pairs of people who share a link or a full name, but for those the writer said are different.

    The surest first. A constant number of queries; memory grows with the number of names, not of pairs.
    """
    different = set(DifferentPeople.objects.values_list("first", "second"))
    reasons: dict[tuple[int, int], str] = {}
    for why, groups in (("the same link", _by_link()), ("the same name", _by_name())):
        for shared, keys in groups:
            for pair in combinations(sorted(keys), 2):
                if pair not in different:
                    reasons.setdefault(pair, f"{why}: {shared}")
    people = Person.objects.in_bulk({key for pair in reasons for key in pair})
    return [Likeness(people[first], people[second], why) for (first, second), why in reasons.items()]


def _by_link() -> Iterator[tuple[str, set[int]]]:
    owners: dict[str, set[int]] = defaultdict(set)
    for url, key in PersonLink.objects.values_list("url", "person").iterator():
        owners[url.rstrip("/").casefold()].add(key)
    return _shared(owners)


def _by_name() -> Iterator[tuple[str, set[int]]]:
    """Full names only: a given name alone is nobody's in particular, unless it is all that is known of both."""
    owners: dict[str, set[int]] = defaultdict(set)
    for name, key in Person.objects.values_list("name", "pk").iterator():
        owners[_folded(name)].add(key)
    for name, key in Alias.objects.values_list("name", "person").iterator():
        if " " in name.strip():
            owners[_folded(name)].add(key)
    return _shared(owners)


def _shared(owners: dict[str, set[int]]) -> Iterator[tuple[str, set[int]]]:
    return ((shared, keys) for shared, keys in owners.items() if 1 < len(keys) <= MOST_OF_ONE_NAME)


def _folded(name: str) -> str:
    return " ".join(words_of(name))
