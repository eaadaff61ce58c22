"""Says who of those read is whom: in the posts, and in the log. What only seems so is returned, to be decided on."""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations

from people.links import normalise
from posts.search.words import words_of

from .decisions import Decisions, key_of
from .known import Known, KnownPerson
from .people import Person, free_slug

# A given name that more of them share says nothing about any two.
_MOST_PAIRS = 5
_SHORTEST = 3


@dataclass(frozen=True)
class Likeness:
    """Two names, and whether they are taken for one person's."""

    key: str
    first: str
    second: str
    why: str
    is_same: bool


def name_people(people: Iterable[Person], known: Known, decisions: Decisions) -> list[Likeness]:
    """Recognise whom the log knows; give everyone else a slug of their name that nobody has or had."""
    everyone = list(people)
    likenesses = [likeness for person in everyone for likeness in _settle_aliases(person, decisions)]
    likenesses += _unite_the_same(everyone, decisions)
    taken = set(known.person_slugs)
    recognised: dict[uuid.UUID, Person] = {}
    for person in everyone:
        if person.same_as is not None:
            continue
        person.known, found = _recognise(person, known, decisions)
        likenesses += found
        if person.known is None:
            person.slug = free_slug(person.name, taken, "person")
            taken.add(person.slug)
            continue
        person.slug = person.known.slug
        first = recognised.setdefault(person.uuid, person)
        if first is not person:
            first.take_in(person)
    return likenesses


def _settle_aliases(person: Person, decisions: Decisions) -> Iterator[Likeness]:
    """Take the names in brackets for the same person's, unless somebody says otherwise."""
    for alias in list(person.aliases):
        key = key_of("alias", person.key, alias)
        is_same = decisions.same.get(key, True)
        yield Likeness(key, alias, person.name, "written as one name in the text", is_same)
        if not is_same:
            person.aliases.remove(alias)


def _unite_the_same(people: list[Person], decisions: Decisions) -> Iterator[Likeness]:
    for first, second in list(_alike(people)):
        key = key_of("same", *sorted((first.key, second.key)))
        is_same = decisions.same.get(key, False)
        yield Likeness(key, second.name, first.name, f"linked to {_spot(second)} and to {_spot(first)}", is_same)
        if is_same and first.final is not second.final:
            first.final.take_in(second.final)


def _spot(person: Person) -> str:
    return normalise(person.links[0].url) if person.links else "nothing"


def _alike(people: Iterable[Person]) -> Iterator[tuple[Person, Person]]:
    """Yield pairs whose names are the same, or of whom one is perhaps called for short what the other is called."""
    shelf: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        for start in {words[0][:_SHORTEST] for words in _spoken(person) if len(words[0]) >= _SHORTEST}:
            shelf[start].append(person)
    seen: set[tuple[int, int]] = set()
    for group in shelf.values():
        pairs = [pair for pair in combinations(group, 2) if _are_alike(*pair)]
        for first, second in pairs if len(pairs) <= _MOST_PAIRS else ():
            if (id(first), id(second)) not in seen:
                seen.add((id(first), id(second)))
                yield first, second


def _spoken(person: Person) -> list[list[str]]:
    return [words for name in (person.name, *person.other_names) if (words := list(words_of(name)))]


def _are_alike(one: Person, other: Person) -> bool:
    for first in _spoken(one):
        for second in _spoken(other):
            short, long = sorted((first[0], second[0]), key=len)
            may_be_short_for = len(short) >= _SHORTEST and long.startswith(short)
            if may_be_short_for and (len(first) == 1 or len(second) == 1 or first[1:] == second[1:]):
                return True
    return False


def _recognise(person: Person, known: Known, decisions: Decisions) -> tuple[KnownPerson | None, list[Likeness]]:
    links = [(link.kind, normalise(link.url)) for link in person.links]
    found = known.person(person.uuid, person.name, links)
    if found is not None and (person.uuid == found.uuid or any(known.knows(address, found) for _, address in links)):
        return found, []
    likenesses: list[Likeness] = []
    same: KnownPerson | None = None
    for entry in dict.fromkeys([*([found] if found else []), *known.named(person.name, *person.other_names)]):
        key = key_of("log", person.key, str(entry.uuid))
        is_same = decisions.same.get(key, entry is found)
        likenesses.append(
            Likeness(key, person.name, f"{entry.name} of the log", "the same name, but no link in common", is_same)
        )
        same = same or (entry if is_same else None)
    return same, likenesses
