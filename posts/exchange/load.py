"""From the border schema into the models: what is new is created, what differs is updated, the rest is left alone."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import Model
from django.utils import timezone

from media.files import PhotoRefused, store
from media.models import Photo
from people.models import Alias, Person, PersonLink
from posts import slugs
from posts.models import (
    Day,
    Encounter,
    Event,
    EventSeries,
    Figure,
    FigurePerson,
    Log,
    Place,
    Talk,
    TalkLink,
    TalkSpeaker,
    Trip,
)
from posts.revision import one_change

from . import export, schema

Pictures = Mapping[UUID, Path]


class LoadError(Exception):
    """Something in a document cannot be loaded; the message says what, where, and what to do."""


@dataclass
class Loaded:
    """What became of each thing in a document, by UUID; `warnings` name what was left out and why."""

    created: set[UUID] = field(default_factory=set)
    updated: set[UUID] = field(default_factory=set)
    unchanged: set[UUID] = field(default_factory=set)
    warnings: list[str] = field(default_factory=list)

    def count(self, uuid: UUID, is_new: bool, is_changed: bool) -> None:
        (self.created if is_new else self.updated if is_changed else self.unchanged).add(uuid)


def load(document: schema.LogDocument, pictures: Pictures | None = None, prune: bool = False) -> Loaded:
    """Load a document in one transaction; a second time changes nothing.

    `pictures` gives the files of figures, by the figure's UUID. With `prune`, days, figures, talks and
    encounters of a loaded trip that the document does not hold are deleted; otherwise they stay.
    Of a person who is here already names, links and visibility are kept; what is new is added.

    Raises LoadError; nothing is loaded then.
    """
    try:
        with one_change():
            return _Loader(document, pictures or {}, prune).run()
    except (IntegrityError, ValidationError) as error:
        raise LoadError(f"The document contradicts itself or what is in the log: {error}") from error


class _Loader:
    """One run of `load`: the document, what was found so far, and what it came to."""

    def __init__(self, document: schema.LogDocument, pictures: Pictures, prune: bool) -> None:
        self.document, self.pictures, self.prune = document, pictures, prune
        self.loaded = Loaded()

    def run(self) -> Loaded:
        self._log()
        for index, person in enumerate(self.document.people):
            self._person(person, f"people[{index}]")
        for index, place in enumerate(self.document.places):
            self._page(Place, place, f"places[{index}]")
        for index, series in enumerate(self.document.series):
            self._page(EventSeries, series, f"series[{index}]")
        for index, event in enumerate(self.document.events):
            path = f"events[{index}]"
            links = {
                "series": self._find(EventSeries, event.series, f"{path}.series"),
                "venue": self._find(Place, event.venue, f"{path}.venue"),
            }
            self._page(Event, event, path, links)
        for index, trip in enumerate(self.document.trips):
            self._trip(trip, f"trips[{index}]")
        return self.loaded

    def _log(self) -> None:
        if self.document.title and not Trip.objects.exists() and not Person.objects.exists():
            log = Log.current()
            log.title, log.language = self.document.title, self.document.language
            log.save()

    def _find(self, model: type[Any], uuid: UUID | None, path: str) -> Any:
        """Return the thing another part refers to, or None where it refers to nothing."""
        found = model.objects.filter(uuid=uuid).first() if uuid else None
        if uuid and found is None:
            raise LoadError(f"{path}: there is no {model._meta.verbose_name} {uuid}, here or in the document.")
        return found

    def _page(
        self, model: type[Any], document: schema.Document, path: str, links: Mapping[str, Any] | None = None
    ) -> Any:
        """Create or update something that has a UUID, a slug and plain fields."""
        values = document.model_dump(exclude={"uuid", *(links or {})}, exclude_unset=True) | dict(links or {})
        uuid: UUID = document.uuid  # type: ignore[attr-defined]
        existing = model.objects.filter(uuid=uuid).first()
        self._slug_is_free(model, uuid, values["slug"], path)
        thing = existing or model(uuid=uuid)
        changed = _apply(thing, values)
        if changed or existing is None:
            thing.save()
        self.loaded.count(uuid, existing is None, changed)
        return thing

    def _slug_is_free(self, model: type[Any], uuid: UUID, slug: str, path: str) -> None:
        other = model.objects.filter(slug=slug).exclude(uuid=uuid).first()
        if other:
            raise LoadError(f"{path}.slug: “{slug}” belongs to another {model._meta.verbose_name} here: {other}.")

    def _person(self, document: schema.PersonDocument, path: str) -> None:
        person = Person.objects.filter(uuid=document.uuid).first()
        is_new = person is None
        slug = document.slug or slugs.free_slug(Person, document.name)
        if person is None:
            self._slug_is_free(Person, document.uuid, slug, path)
            person = Person(uuid=document.uuid, slug=slug, name=document.name, visibility=document.visibility)
        told = document.model_dump(include={"pronouns", "affiliation", "about"}, exclude_defaults=True)
        changed = _apply(person, told)
        if changed or is_new:
            person.save()
        known_aliases = set(person.aliases.values_list("name", flat=True)) | {person.name}
        known_links = set(person.links.values_list("url", flat=True))
        aliases = [Alias(person=person, name=name) for name in document.aliases if name not in known_aliases]
        links = [
            PersonLink(person=person, url=link.url, kind=link.kind, position=len(known_links) + index)
            for index, link in enumerate(document.links)
            if link.url not in known_links
        ]
        Alias.objects.bulk_create(aliases)
        PersonLink.objects.bulk_create(links)
        self.loaded.count(document.uuid, is_new, changed or bool(aliases or links))

    def _trip(self, document: schema.TripDocument, path: str) -> None:
        trip = Trip.objects.filter(uuid=document.uuid).first()
        public = export.public_document(trip).trips[0] if trip and trip.is_live else None
        if document == public:
            self.loaded.count(document.uuid, is_new=False, is_changed=False)
            return
        before = export.writer_document(trip).trips[0] if trip else None
        self._slug_is_free(Trip, document.uuid, document.slug, path)
        trip = self._trip_fields(trip or Trip(uuid=document.uuid), document)
        _TripParts(self, trip, document, public, path).load()
        after = export.writer_document(trip).trips[0]
        changed = _without_times(before) != _without_times(after)
        if changed or document.updated_at:
            moment = document.updated_at or timezone.now()
            Trip.objects.filter(pk=trip.pk).update(updated_at=moment)
        self.loaded.count(document.uuid, before is None, changed)

    def _trip_fields(self, trip: Trip, document: schema.TripDocument) -> Trip:
        """Save a trip's own fields, its dates wide enough for both its old and its new days."""
        plain = {"uuid", "updated_at", "categories", "tags", "events", "cover", "days", "figures"}
        held = (trip.starts_on, trip.ends_on)
        _apply(trip, document.model_dump(exclude=plain, exclude_unset=True))
        if held[0] and held[1] and document.starts_on and document.ends_on:
            trip.starts_on, trip.ends_on = min(held[0], document.starts_on), max(held[1], document.ends_on)
        trip.save()
        return trip


def _without_times(document: schema.TripDocument | None) -> schema.TripDocument | None:
    return document and document.model_copy(update={"updated_at": None})


def _apply(thing: Model, values: Mapping[str, Any]) -> bool:
    """Set fields; return whether one of them changed."""
    changed = {name: value for name, value in values.items() if getattr(thing, name) != value}
    for name, value in changed.items():
        setattr(thing, name, value)
    return bool(changed)


class _TripParts:
    """The days, talks, encounters and figures of one trip, loaded in that order."""

    def __init__(
        self,
        loader: _Loader,
        trip: Trip,
        document: schema.TripDocument,
        public: schema.TripDocument | None,
        path: str,
    ) -> None:
        self.loader, self.trip, self.document, self.path = loader, trip, document, path
        # A part that says what the public sees of it already is left alone: behind it may stand
        # more than the public sees, such as the name of somebody hidden.
        self.seen = {part.uuid: part for part in [*public.days, *public.figures]} if public else {}

    def load(self) -> None:
        if self.loader.prune:
            self._prune()
        for index, day in enumerate(self.document.days):
            if self.seen.get(day.uuid) != day:
                self._day(day, index, f"{self.path}.days[{index}]")
        for index, figure in enumerate(self.document.figures):
            if self.seen.get(figure.uuid) != figure or figure.uuid in self.loader.pictures:
                self._figure(figure, index, f"{self.path}.figures[{index}]")
        document, trip = self.document, self.trip
        find = self.loader._find
        trip.events.set([find(Event, uuid, f"{self.path}.events") for uuid in document.events])
        trip.categories.set(document.categories)
        trip.tags.set(document.tags)
        trip.cover = trip.figures.filter(name=document.cover).first() if document.cover else None
        if document.starts_on:
            trip.starts_on, trip.ends_on = document.starts_on, document.ends_on
        trip.save()

    def _prune(self) -> None:
        days = self.document.days
        self.trip.days.exclude(uuid__in=[day.uuid for day in days]).delete()
        self.trip.figures.exclude(uuid__in=[figure.uuid for figure in self.document.figures]).delete()
        encounters = [encounter.uuid for day in days for encounter in day.encounters]
        Encounter.objects.filter(day__trip=self.trip).exclude(uuid__in=encounters).delete()

    def _part(self, model: type[Any], uuid: UUID, owner: Mapping[str, Any], values: Mapping[str, Any]) -> Any:
        existing = model.objects.filter(uuid=uuid).first()
        part = existing or model(uuid=uuid)
        if _apply(part, {**values, **owner}) or existing is None:
            part.save()
        return part

    def _day(self, document: schema.DayDocument, position: int, path: str) -> None:
        values = document.model_dump(exclude={"uuid", "encounters", "talks"}, exclude_unset=True)
        day = self._part(Day, document.uuid, {"trip": self.trip, "position": position}, values)
        for index, encounter in enumerate(document.encounters):
            where = f"{path}.encounters[{index}]"
            links = {
                "day": day,
                "person": self.loader._find(Person, encounter.person, f"{where}.person"),
                "place": self.loader._find(Place, encounter.place, f"{where}.place"),
                "position": index,
            }
            told = encounter.model_dump(include={"role", "affiliation"}, exclude_unset=True)
            self._part(Encounter, encounter.uuid, links, told)
        for index, talk in enumerate(document.talks):
            self._talk(talk, day, f"{path}.talks[{index}]")

    def _talk(self, document: schema.TalkDocument, day: Day, path: str) -> None:
        self.loader._slug_is_free(Talk, document.uuid, document.slug, path)
        values = document.model_dump(exclude={"uuid", "event", "speakers", "links"}, exclude_unset=True)
        event = self.loader._find(Event, document.event, f"{path}.event")
        talk = self._part(Talk, document.uuid, {"day": day, "event": event}, values)
        speakers = [self.loader._find(Person, uuid, f"{path}.speakers") for uuid in document.speakers]
        _set_members(
            talk, speakers, talk.talk_speakers, lambda person, n: TalkSpeaker(talk=talk, person=person, position=n)
        )
        links = [(link.url, link.kind, link.title) for link in document.links]
        if links != list(talk.links.values_list("url", "kind", "title")):
            talk.links.all().delete()
            TalkLink.objects.bulk_create(
                TalkLink(talk=talk, url=url, kind=kind, title=title, position=index)
                for index, (url, kind, title) in enumerate(links)
            )

    def _figure(self, document: schema.FigureDocument, position: int, path: str) -> None:
        values = document.model_dump(exclude={"uuid", "day", "photo", "people"}, exclude_unset=True)
        owner = {
            "trip": self.trip,
            "position": position,
            "day": self.loader._find(Day, document.day, f"{path}.day"),
        }
        photo = self._photo(document)
        figure = self._part(Figure, document.uuid, owner | ({"photo": photo} if photo else {}), values)
        people = [self.loader._find(Person, uuid, f"{path}.people") for uuid in document.people]
        _set_members(
            figure,
            people,
            figure.figure_people,
            lambda person, n: FigurePerson(figure=figure, person=person, position=n),
        )

    def _photo(self, document: schema.FigureDocument) -> Photo | None:
        """Return the figure's photo: from its file, or known by UUID, or absent but for its facts."""
        file = self.loader.pictures.get(document.uuid)
        if file:
            try:
                return store(file, file.name)[0]
            except PhotoRefused as error:
                self.loader.loaded.warnings.append(str(error))
                return None
        if document.photo is None:
            return None
        facts = document.photo.model_dump(exclude={"uuid"}) | {"state": Photo.State.ABSENT}
        return Photo.objects.get_or_create(uuid=document.photo.uuid, defaults=facts)[0]


def _set_members(owner: Any, wanted: Iterable[Person], members: Any, member: Callable[[Person, int], Model]) -> None:
    """Make the ordered people of a talk or a figure those wanted, if they are not."""
    people = list(dict.fromkeys(wanted))
    if people != [each.person for each in members.select_related("person")]:
        members.all().delete()
        members.model.objects.bulk_create([member(person, index) for index, person in enumerate(people)])
