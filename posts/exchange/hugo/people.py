"""Who is who in the posts that are read: the same link is the same person, a first name alone never is."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.text import slugify

from people.links import normalise

from ..schema import LinkDocument, PersonDocument
from .known import KnownPerson

_NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "tripsite:import")


def stable_uuid(*key: object) -> uuid.UUID:
    """Return the same UUID for the same key on every read."""
    return uuid.uuid5(_NAMESPACE, "\n".join(map(str, key)))


def free_slug(words: str, taken: Iterable[str], fallback: str) -> str:
    """Return a slug of at most 100 characters that is not taken: `ada`, `ada-2`, …"""
    base = slugify(words, allow_unicode=True)[:90].strip("-_") or fallback
    slug, number = base, 1
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


@dataclass(eq=False)
class Person:
    """Somebody met in the posts. `key` makes the UUID; names and links grow while reading."""

    key: str
    names: list[str] = field(default_factory=list)
    aliases: list[str] = field(default_factory=list)
    links: list[LinkDocument] = field(default_factory=list)
    is_public: bool = False
    affiliation: str = ""
    about: str = ""
    slug: str = ""
    known: KnownPerson | None = None
    same_as: "Person | None" = None  # somebody else met in the posts who is this person

    @property
    def final(self) -> "Person":
        return self.same_as.final if self.same_as else self

    def take_in(self, other: "Person") -> None:
        """Be the same person as another from now on, whose names and links come along."""
        other.same_as = self
        self.aliases += [name for name in (*other.names, *other.aliases) if name not in (*self.names, *self.aliases)]
        self.links += other.links
        self.is_public = self.is_public or other.is_public
        self.affiliation = self.affiliation or other.affiliation
        self.about = self.about or other.about

    @property
    def uuid(self) -> uuid.UUID:
        return self.known.uuid if self.known else stable_uuid("person", self.key)

    @property
    def name(self) -> str:
        """The fullest of the names met; of equally full ones the first."""
        return max(self.names, key=lambda name: (len(name.split()), -self.names.index(name)))

    @property
    def other_names(self) -> list[str]:
        return [name for name in dict.fromkeys([*self.aliases, *self.names]) if name != self.name]

    def document(self, visibility: str) -> PersonDocument:
        """`visibility` is that of new people whom no published text links; what the log says already is not said."""
        known = self.known
        return PersonDocument(
            uuid=self.uuid,
            name=self.name,
            slug=self.slug,
            visibility="public" if self.is_public else visibility,
            aliases=self.other_names,
            links=self.links,
            affiliation="" if known and known.affiliation else self.affiliation,
            about="" if known and known.about else self.about,
        )


class People:
    """All persons of one run, in the order in which they are met."""

    def __init__(self) -> None:
        self.all: list[Person] = []
        self._by_link: dict[str, Person] = {}
        self._by_name: dict[str, list[Person]] = {}

    def with_link(self, url: str) -> Person | None:
        return self._by_link.get(normalise(url))

    def add(self, name: str, aliases: Iterable[str], url: str, link_kind: str, is_public: bool) -> Person:
        """Return the person with this link or this full name, or a new one; `url` may be empty."""
        name = name[:200]
        address = normalise(url) if url else ""
        person = self._by_link.get(address) if address else None
        person = person or self._with_full_name(name, address, link_kind)
        if person is None:
            person = Person(address or f"name:{name.casefold()}")
            self.all.append(person)
        if name not in person.names:
            person.names.append(name)
            self._by_name.setdefault(name.casefold(), []).append(person)
        person.aliases += [alias[:200] for alias in aliases if alias and alias not in person.aliases]
        if address and address not in self._by_link and len(url) <= 500:
            person.links.append(LinkDocument(url=url, kind=link_kind))
            self._by_link[address] = person
        person.is_public = person.is_public or is_public
        return person

    def _with_full_name(self, name: str, address: str, link_kind: str) -> Person | None:
        """Find somebody of the same full name whose links do not speak against it."""
        if len(name.split()) < 2:
            return None
        for person in self._by_name.get(name.casefold(), []):
            if not address or all(link.kind != link_kind for link in person.links):
                return person
        return None


def by_spoken_name(people: Iterable[Person]) -> dict[str, Person]:
    """Return people by name, other names and first name; names that two of them share are left out."""
    found: dict[str, Person | None] = {}
    for person in people:
        spoken = {person.name, *person.other_names, person.name.split()[0]}
        for name in spoken:
            found[name] = None if name in found and found[name] is not person else person
    return {name: person for name, person in found.items() if person is not None}
