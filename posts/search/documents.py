"""What is indexed of each thing: a title and the words its page shows, through the same gates as the page.

Whether a thing is published is asked when somebody searches, so drafts and scheduled days are made into
documents too. Everything else that keeps words from the public is applied here.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from people.models import Alias, Person
from posts.models import Day, Encounter, Event, Figure, Place, SearchKind, Talk, TalkSpeaker, Trip
from posts.models.prepared import prepared
from posts.models.trip import TERMS
from posts.prose.references import find
from posts.prose.render import plain_text
from posts.prose.targets import Targets, people_by_slug

SHOWN_LENGTH = 250
SLUG_LENGTH = 100


@dataclass
class Document:
    """A thing's words. `texts` are Markdown until they are resolved, `names` are plain already.

    `sources` says, by kind and key, how everything else that words were taken from was shown;
    see `SearchSource`.
    """

    key: int
    title: str
    year: int | None = None
    texts: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    sources: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def passages(self) -> list[str]:
        return [passage for passage in (*self.texts, ", ".join(self.names)) if passage]

    def depend(self, kind: str, key: object, shown: str = "") -> None:
        self.sources[kind, str(key)[:SLUG_LENGTH]] = shown[:SHOWN_LENGTH]

    def show(self, person: Person) -> None:
        """Add the name that the public reads in a cast, a programme or a list of people; nobody hidden is in one."""
        self.depend("person", person.slug, shown_of(person))
        if person.visibility != "hidden" and person.public_name not in self.names:
            self.names.append(person.public_name)


def shown_of(person: Person | None) -> str:
    """Return all that decides how others' texts and figures show a person, and by which slug they know them."""
    if person is None:
        return ""
    return f"{person.visibility} {person.figures_withheld:d} {person.public_name} {person.slug}"[:SHOWN_LENGTH]


def dates_of(trip: Trip) -> str:
    """Return what the year of a prologue or an epilogue depends on."""
    return f"{trip.starts_on} {trip.ends_on}"


def documents(kind: str, keys: Iterable[int]) -> list[Document]:
    """Return the documents of those things that are here and have one, at a fixed number of queries."""
    made = MAKERS[SearchKind(kind)](list(keys))
    named = {text: _people_in(text) for document in made for text in document.texts}
    people = people_by_slug(set().union(*named.values()))
    targets = Targets(people=people)
    for document in made:
        for slug in sorted(slug for text in document.texts for slug in named[text]):
            document.depend("person", slug, shown_of(people.get(slug)))
        document.texts = [plain_text(text, targets) for text in document.texts]
    return made


def _people_in(text: str) -> set[str]:
    return {found.slug for found in find(text) if found.kind == "person"} if "person" in text else set()


def _trips(keys: Sequence[int]) -> list[Document]:
    made = []
    for trip in _trip_rows(keys):
        document = Document(trip.pk, trip.title, _year(trip.starts_on), [trip.summary])
        document.names = [trip.location] if trip.location else []
        for relation in ("events", *TERMS):
            for each in getattr(trip, relation).all():
                document.names.append(each.name)
                document.depend(each._meta.model_name, each.pk, each.name)
        document.names = list(dict.fromkeys(document.names))
        _show_figures(document, trip.figures.all())
        made.append(document)
    return made


def _days(keys: Sequence[int]) -> list[Document]:
    made = []
    for day in _day_rows(keys):
        document = Document(day.pk, day.title, _year(day.happened_on), [day.body])
        if day.date is None:
            document.depend("trip", day.trip_id, dates_of(day.trip))
        _show_figures(document, day.figures.all())
        for encounter in day.encounters.all():
            document.show(encounter.person)
        made.append(document)
    return made


def _talks(keys: Sequence[int]) -> list[Document]:
    made = []
    for talk in _talk_rows(keys):
        document = Document(talk.pk, talk.title, texts=[talk.notes, talk.abstract])
        for speaker in talk.talk_speakers.all():
            document.show(speaker.person)
        if talk.event:
            document.names.append(talk.event.name)
            document.depend("event", talk.event.pk, talk.event.name)
        document.names += [words for words in (talk.track, talk.room) if words]
        if talk.day:
            document.year = _year(talk.day.happened_on)
            document.depend("day", talk.day.pk, str(talk.day.date))
            document.depend("trip", talk.day.trip_id, dates_of(talk.day.trip))
        made.append(document)
    return made


def _events(keys: Sequence[int]) -> list[Document]:
    made = []
    for event in _event_rows(keys):
        document = Document(event.pk, event.name, _year(event.starts_on), [event.about])
        if event.series:
            document.names.append(event.series.name)
            document.depend("eventseries", event.series.pk, event.series.name)
        made.append(document)
    return made


def _people(keys: Sequence[int]) -> list[Document]:
    """Those who may have a page alone: a name by itself is found where a text shows it."""
    return [
        Document(
            person.pk,
            person.name,
            texts=[person.about],
            names=[*(alias.name for alias in person.aliases.all()), *filter(None, [person.affiliation])],
        )
        for person in _person_rows(keys)
    ]


def _places(keys: Sequence[int]) -> list[Document]:
    return [
        Document(
            place.pk,
            place.name,
            texts=[place.about],
            names=list(filter(None, [place.address, place.city, place.country])),
        )
        for place in _place_rows(keys)
    ]


@prepared
def _trip_rows(keys: Sequence[int]) -> QuerySet[Trip]:
    loose = Prefetch("figures", queryset=_figures().filter(day=None))
    return Trip.objects.filter(pk__in=keys).prefetch_related("events", *TERMS, loose)


@prepared
def _day_rows(keys: Sequence[int]) -> QuerySet[Day]:
    encounters = Prefetch("encounters", queryset=Encounter.objects.select_related("person"))
    related = (encounters, Prefetch("figures", queryset=_figures()))
    return Day.objects.select_related("trip").prefetch_related(*related).filter(pk__in=keys)


@prepared
def _talk_rows(keys: Sequence[int]) -> QuerySet[Talk]:
    speakers = Prefetch("talk_speakers", queryset=TalkSpeaker.objects.select_related("person"))
    return Talk.objects.select_related("event", "day__trip").prefetch_related(speakers).filter(pk__in=keys)


@prepared
def _event_rows(keys: Sequence[int]) -> QuerySet[Event]:
    return Event.objects.select_related("series").filter(pk__in=keys)


@prepared
def _person_rows(keys: Sequence[int]) -> QuerySet[Person]:
    aliases = Prefetch("aliases", queryset=Alias.objects.filter(kind=Alias.Kind.ALIAS))
    return Person.objects.with_page().prefetch_related(aliases).filter(pk__in=keys)


@prepared
def _place_rows(keys: Sequence[int]) -> QuerySet[Place]:
    return Place.objects.filter(pk__in=keys, is_public=True)


MAKERS: Mapping[SearchKind, Callable[[Sequence[int]], list[Document]]] = {
    SearchKind.TRIP: _trips,
    SearchKind.DAY: _days,
    SearchKind.TALK: _talks,
    SearchKind.EVENT: _events,
    SearchKind.PERSON: _people,
    SearchKind.PLACE: _places,
}


def _figures() -> Any:
    permitted = Figure.objects.permitted().filter(pk=OuterRef("pk"))
    return Figure.objects.annotate(is_permitted=Exists(permitted)).prefetch_related("people")


def _show_figures(document: Document, figures: Iterable[Any]) -> None:
    for figure in figures:
        document.depend("figure", figure.pk)
        for person in figure.people.all():
            document.depend("person", person.slug, shown_of(person))
        if figure.is_permitted:
            document.texts += [text for text in (figure.title, figure.caption, figure.alt) if text]
            for person in figure.people.all():
                document.show(person)


def _year(date: datetime.date | None) -> int | None:
    return date.year if date else None
