"""What a log holds already, as far as reading needs to know it: plain data, so that reading needs no database."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..schema import PlaceDocument


@dataclass(frozen=True)
class KnownPerson:
    """`links` are pairs of a link's kind and its normalised address."""

    uuid: uuid.UUID
    slug: str
    links: frozenset[tuple[str, str]] = frozenset()
    affiliation: str = ""
    about: str = ""
    name: str = ""


@dataclass(frozen=True)
class KnownTrip:
    uuid: uuid.UUID
    slug: str


@dataclass
class Known:
    """Names are folded for comparison, addresses normalised, trips keyed by the source they were imported from."""

    people: dict[uuid.UUID, KnownPerson] = field(default_factory=dict)
    people_by_address: dict[str, KnownPerson] = field(default_factory=dict)
    people_by_name: dict[str, list[KnownPerson]] = field(default_factory=dict)
    person_slugs: set[str] = field(default_factory=set)
    places_by_address: dict[str, PlaceDocument] = field(default_factory=dict)
    place_slugs: set[str] = field(default_factory=set)
    trips: dict[str, KnownTrip] = field(default_factory=dict)
    trip_slugs: set[str] = field(default_factory=set)
    visibility: str = "name"  # of new people whom no published text links

    def person(self, key: uuid.UUID, name: str, links: Iterable[tuple[str, str]]) -> KnownPerson | None:
        """Find somebody by a link, or by full name where no link of the same kind speaks against it."""
        links = list(links)
        for _, address in links:
            if address in self.people_by_address:
                return self.people_by_address[address]
        if key in self.people:
            return self.people[key]
        if len(name.split()) < 2:
            return None
        kinds = {kind for kind, _ in links}
        for person in self.people_by_name.get(name.casefold(), []):
            if not kinds & {kind for kind, _ in person.links}:
                return person
        return None

    def knows(self, address: str, person: KnownPerson) -> bool:
        """Whether an address is this person's."""
        return self.people_by_address.get(address) is person

    def named(self, *names: str) -> list[KnownPerson]:
        return [person for name in names for person in self.people_by_name.get(name.casefold(), [])]
