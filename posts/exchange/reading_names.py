"""Names in plain words of what was read, and linking them before it is loaded."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from posts.names.knowing import Names
from posts.names.knowledge import Knowledge, KnownPerson, by_name, by_spoken_name, things
from posts.names.offers import Kind, Offer
from posts.names.reading import readable
from posts.names.sweep import sweep
from posts.names.tokens import tokens_of
from posts.prose.references import find

from .hugo.decisions import Decisions, key_of
from .hugo.known import Known
from .hugo.people import free_slug, stable_uuid
from .hugo.trips import ReadTrip
from .schema import DayDocument, EncounterDocument, PersonDocument


@dataclass(frozen=True)
class FoundName:
    """Words that name somebody, or seem to, and where they stand. `answers` are what can be done, with its words."""

    key: str
    offer: Offer
    places: list[tuple[DayDocument, Offer]] = field(default_factory=list)

    @property
    def answers(self) -> list[tuple[str, str]]:
        people = self.offer.candidates
        if self.offer.kind == Kind.UNKNOWN:
            return [("new", f"make {self.offer.words} a person")]
        links = [(f"link:{person.slug}", f"link to {person.name}") for person in people]
        if self.offer.kind == Kind.MATCH:
            return links
        correction = self.offer.correction
        corrections = [(f"correct:{person.slug}", f"{correction}, linked to {person.name}") for person in people]
        return [*corrections, *links]


def find_names(read_trip: ReadTrip, names: Names) -> list[FoundName]:
    """Return what the texts of a trip's days offer: slips first, then names nobody has, then people without a link."""
    knowledge = _knowledge(read_trip, names)
    groups: dict[str, FoundName] = {}
    for day in read_trip.trip.days:
        for offer in sweep(day.body, knowledge):
            key = key_of("name", read_trip.source, offer.kind, offer.words)
            groups.setdefault(key, FoundName(key, offer)).places.append((day, offer))
    order = [Kind.SLIP, Kind.UNKNOWN, Kind.MATCH]
    return sorted(groups.values(), key=lambda found: order.index(found.offer.kind))


def _knowledge(read_trip: ReadTrip, names: Names) -> Knowledge:
    """Return what is known of names: by the log, and by the trip itself, whose people may be new."""
    in_log = {person.slug: person for person in names.people.values()}
    here = [
        KnownPerson(in_log[person.slug].pk if person.slug in in_log else -number, person.slug or "",
                    tuple(dict.fromkeys((person.name, *person.aliases))))
        for number, person in enumerate(read_trip.document.people, 1)
    ]  # fmt: skip
    people = dict(names.by_name)
    for words, found in by_name(here).items():
        pks = {person.pk for person in found}
        people[words] = [*found, *(person for person in names.by_name.get(words, []) if person.pk not in pks)]
    trip = read_trip.trip
    told = [place.name for place in read_trip.document.places]
    told += [*trip.location.split(","), *trip.tags, *trip.categories]
    texts = [day.body for day in trip.days]
    uncapitalised = {token.folded for text in texts for token in tokens_of(readable(text)) if not token.is_capitalised}
    known = names.things | things(told)
    return Knowledge(trip.language, people, by_spoken_name(here), known, names.ignored, uncapitalised)


def link_names(trips: Iterable[ReadTrip], names: Names, known: Known, decisions: Decisions) -> None:
    """Make the links that were decided on; people made for a name are the same on all trips."""
    slugs = {person.slug: uuid for uuid, person in known.people.items()}
    newcomers: dict[UUID, PersonDocument] = {}
    trips = list(trips)
    taken = known.person_slugs | {person.slug or "" for each in trips for person in each.document.people}
    for each in trips:
        of_trip = slugs | {person.slug: person.uuid for person in each.document.people if person.slug}
        edits: dict[UUID, list[tuple[Offer, str, str]]] = {}
        for found in find_names(each, names):
            action, _, slug = decisions.names.get(found.key, "").partition(":")
            if action == "new":
                person = _newcomer(found.offer.words, newcomers, known, taken)
                slug = person.slug or ""
                of_trip[slug] = person.uuid
                if person not in each.document.people:
                    each.document.people.append(person)
            if slug in of_trip:
                for day, offer in found.places:
                    label = offer.correction if action == "correct" else day.body[offer.start : offer.end]
                    edits.setdefault(day.uuid, []).append((offer, label, slug))
        for day in each.trip.days:
            if day.uuid in edits:
                _rewrite(each, day, edits[day.uuid], of_trip)


def _newcomer(name: str, newcomers: dict[UUID, PersonDocument], known: Known, taken: set[str]) -> PersonDocument:
    key = stable_uuid("person", f"name:{name.casefold()}")
    if key not in newcomers:
        slug = known.people[key].slug if key in known.people else free_slug(name, taken, "person")
        taken.add(slug)
        newcomers[key] = PersonDocument(uuid=key, name=name[:200], slug=slug, visibility=known.visibility)
    return newcomers[key]


def _rewrite(
    read_trip: ReadTrip, day: DayDocument, edits: list[tuple[Offer, str, str]], uuids: Mapping[str, UUID]
) -> None:
    """Set links into a day's text, one by one; leave out what would be none for readers."""
    met = {encounter.person for encounter in day.encounters}
    for offer, label, slug in sorted(edits, key=lambda edit: -edit[0].start):
        body = f"{day.body[: offer.start]}[{label}](person:{slug}){day.body[offer.end :]}"
        if _people(body) != _people(day.body) + Counter([slug]):
            where = day.date or day.kind
            read_trip.report.warnings.append(f"{where}: “{offer.words}” was not linked: a link would be none there")
            continue
        day.body = body
        if uuids[slug] not in met:
            met.add(uuids[slug])
            key = stable_uuid("encounter", day.uuid, "name", slug)
            day.encounters.append(EncounterDocument(uuid=key, person=uuids[slug], role="mentioned"))


def _people(source: str) -> Counter[str]:
    return Counter(reference.slug for reference in find(source) if reference.kind == "person")
