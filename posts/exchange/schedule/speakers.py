"""Who the speakers of a programme are: people met before, by link, then by full name; everyone else is new."""

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable
from functools import cached_property

from people.links import host_of, kind_of, normalise, recognise, split
from people.models import Person, PersonLink
from people.names import split_name
from posts.exchange.hugo.known import Known, KnownPerson
from posts.exchange.hugo.people import free_slug, stable_uuid
from posts.models import Event, Talk

from .programme import Session, SpeakerEntry
from .report import PersonReport


class Speakers:
    """Finds people for speakers. New ones wait in `new_people` and `new_links` until `save`."""

    def __init__(self, known: Known, event: Event, sessions: Collection[Session]) -> None:
        self.known, self.event = known, event
        self.new_people: list[Person] = []
        self.new_links: list[PersonLink] = []
        self.reports: dict[uuid.UUID, PersonReport] = {}
        self._sessions = sessions

    @cached_property
    def _shared(self) -> set[str]:
        """The addresses that several speakers give; nobody asks where nothing changed."""
        return _shared_addresses(self._sessions)

    def of(self, session: Session, talk: Talk | None) -> list[uuid.UUID]:
        """Return a talk's speakers in order, nobody twice; `talk` is what the log has of it already."""
        found: dict[uuid.UUID, str] = {}
        for entry in session.speakers:
            person = self._on(talk, entry) or self._find(session, entry)
            # Two of one name in one talk are two people, unless nothing tells them apart.
            if person is not None and found.get(person.uuid, entry.key) != entry.key:
                person = None
            person = person or self._add(session, entry)
            found[person.uuid] = entry.key
        return list(found)

    def save(self) -> list[Person]:
        """Write the new people; return them."""
        people = Person.objects.bulk_create(self.new_people)
        for link in self.new_links:
            link.person_id = link.person.pk
        PersonLink.objects.bulk_create(self.new_links)
        return people

    def _on(self, talk: Talk | None, entry: SpeakerEntry) -> KnownPerson | None:
        """Find a speaker among those the talk has already, by the name as it is written."""
        of_talk = [speaker.person for speaker in talk.talk_speakers.all()] if talk is not None else []
        named = [person for person in of_talk if person.name.casefold() == entry.name.casefold()]
        return self._known(named[0].uuid, entry, "talk") if len(named) == 1 else None

    def _find(self, session: Session, entry: SpeakerEntry) -> KnownPerson | None:
        key = self._uuid(session, entry)
        same = self.known.people.get(key)
        if same is not None and not entry.key.startswith("guid:") and not _share_a_word(same.name, entry.name):
            key = uuid.uuid4()  # a number given to somebody else since
        links = self._links(entry)
        name, _ = split_name(entry.name)
        found = self.known.person(key, name, links)
        if found is None:
            return None
        by_link = any(self.known.knows(address, found) for _, address in links)
        how = "link" if by_link else "identifier" if found.uuid == key else "name"
        return self._known(found.uuid, entry, how)

    def _known(self, key: uuid.UUID, entry: SpeakerEntry, how: str) -> KnownPerson | None:
        person = self.known.people.get(key)
        if person is not None:
            self.reports.setdefault(key, PersonReport(person.name, person.slug, list(entry.links), how))
        return person

    def _add(self, session: Session, entry: SpeakerEntry) -> KnownPerson:
        key = self._uuid(session, entry)
        key = uuid.uuid4() if key in self.known.people else key
        slug = free_slug(entry.name, self.known.person_slugs, "person")
        person = Person(
            uuid=key,
            name=entry.name,
            slug=slug,
            visibility=self.known.visibility,
            affiliation=entry.affiliation,
            about=entry.biography,
        )
        self.new_people.append(person)
        for position, url in enumerate(entry.links):
            self.new_links.append(PersonLink(person=person, url=url, kind=kind_of(url), position=position))
        links = frozenset(self._links(entry))
        known = KnownPerson(key, slug, links, person.affiliation, person.about, person.name)
        self._remember(known)
        self.reports[key] = PersonReport(person.name, slug, list(entry.links))
        return known

    def _remember(self, person: KnownPerson) -> None:
        self.known.people[person.uuid] = person
        self.known.person_slugs.add(person.slug)
        self.known.people_by_name.setdefault(split_name(person.name)[0].casefold(), []).append(person)
        for _, address in person.links:
            self.known.people_by_address.setdefault(address, person)

    def _links(self, entry: SpeakerEntry) -> list[tuple[str, str]]:
        """Return the addresses that are this speaker's alone: a company's says nothing about who somebody is."""
        pairs = [(kind_of(url), normalise(url)) for url in entry.links if not _is_company(url)]
        return [(kind, address) for kind, address in pairs if address not in self._shared]

    def _uuid(self, session: Session, entry: SpeakerEntry) -> uuid.UUID:
        """Return the UUID that this speaker gets on every import."""
        name = entry.name.casefold()
        if entry.key.startswith("guid:") and _is_uuid(entry.key.removeprefix("guid:")):
            return stable_uuid("speaker", entry.key)
        if entry.key:
            return stable_uuid("speaker", self.event.uuid, entry.key)
        if len(name.split()) > 1:
            return stable_uuid("speaker", self.event.uuid, f"name:{name}")
        return stable_uuid("speaker", self.event.uuid, f"talk:{session.key}", name)


def _shared_addresses(sessions: Iterable[Session]) -> set[str]:
    names: dict[str, set[str]] = defaultdict(set)
    for session in sessions:
        for speaker in session.speakers:
            for url in speaker.links:
                names[normalise(url)].add(speaker.name.casefold())
    return {address for address, of_address in names.items() if len(of_address) > 1}


def _is_company(url: str) -> bool:
    parts = split(url)
    recognised = recognise(host_of(parts), parts.path) if parts else None
    return recognised is not None and recognised[0] == "company"


def _share_a_word(one: str, other: str) -> bool:
    return bool(set(one.casefold().split()) & set(other.casefold().split()))


def _is_uuid(written: str) -> bool:
    try:
        return bool(uuid.UUID(written))
    except ValueError:
        return False
