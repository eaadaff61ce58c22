"""From the border schema into the models: what is new is created, what differs is updated, the rest is left alone."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models import prefetch_related_objects
from django.utils import timezone

from media.files import no_orphans
from people.models import Alias, Person, PersonLink
from posts import slugs
from posts.models import Event, EventSeries, Log, Place, Trip
from posts.revision import one_change
from posts.search.index import mark_people, mark_trip

from . import documents, export, schema
from .load_parts import load_parts
from .loading import Known, Loaded, LoadError, Loading, apply

__all__ = ["Known", "LoadError", "Loaded", "load"]

NAMES_AND_LINKS = ("aliases", "links")


def load(
    document: schema.LogDocument,
    pictures: Mapping[UUID, Path] | None = None,
    prune: bool = False,
    known: Known | None = None,
) -> Loaded:
    """Load a document in one transaction; a second time changes nothing.

    `pictures` gives the files of figures, by the figure's UUID. With `prune`, days, figures, talks and
    encounters of a loaded trip that the document does not hold are deleted; otherwise they stay. `known` are the rows
    that documents loaded before, in the same transaction, have found or made.
    Of a person who is here already names, links and visibility are kept; what is new is added.
    What says only what the public sees of something already is left alone: behind it may stand more,
    such as the name of somebody hidden.

    Raises LoadError; nothing is loaded then.
    """
    try:
        with no_orphans(), one_change():
            return _load(document, Loading(pictures or {}, prune, known or Known()))
    except (IntegrityError, ValidationError) as error:
        raise LoadError(f"The document contradicts itself or what is in the log: {error}") from error


def _load(document: schema.LogDocument, loading: Loading) -> Loaded:
    _log(document)
    _people(loading, document.people)
    loading.fetch(Place, document.places)
    for index, place in enumerate(document.places):
        _page(loading, Place, place, f"places[{index}]", documents.place_document)
    loading.fetch(EventSeries, document.series)
    for index, series in enumerate(document.series):
        _page(loading, EventSeries, series, f"series[{index}]", documents.series_document)
    loading.fetch(Event, document.events)
    for index, event in enumerate(document.events):
        path = f"events[{index}]"
        links = {
            "series": loading.find(EventSeries, event.series, f"{path}.series"),
            "venue": loading.find(Place, event.venue, f"{path}.venue"),
        }
        _page(loading, Event, event, path, documents.event_document, links)
    for index, trip in enumerate(document.trips):
        _trip(loading, trip, f"trips[{index}]")
    return loading.loaded


def _log(document: schema.LogDocument) -> None:
    """Take over the description of a log that is loaded into an empty one."""
    if document.title and not Trip.objects.exists() and not Person.objects.exists():
        log = Log.current()
        told = document.model_dump(include={"title", "tagline", "author", "profiles", "language"}, exclude_unset=True)
        if "profiles" in told:
            told["profiles"] = "\n".join(document.profiles)
        if apply(log, told):
            log.save()


def _page(
    loading: Loading,
    model: type[Any],
    document: schema.PageDocument,
    path: str,
    as_public: Callable[[Any], schema.PageDocument],
    links: Mapping[str, Any] | None = None,
) -> None:
    """Create or update something that stands by itself; `links` are the things it refers to."""
    existing = loading.row(model, document.uuid)
    changed = existing is None
    if existing is None or as_public(existing) != document:
        loading.check_slug(model, document, path)
        thing = existing or model(uuid=document.uuid)
        values = document.model_dump(exclude={"uuid", *(links or {})}, exclude_unset=True)
        changed = apply(thing, values | dict(links or {})) or existing is None
        if changed:
            loading.save(thing)
    loading.loaded.count(document.uuid, existing is None, changed)


def _people(loading: Loading, told: Sequence[schema.PersonDocument]) -> None:
    """Create whom the log does not know, at once, then add what names and links of each are new."""
    loading.fetch(Person, told, *NAMES_AND_LINKS)
    created = _create_people(loading, told)
    aliases: list[Alias] = []
    links: list[PersonLink] = []
    grown: list[Person] = []
    for document in told:
        person = loading.row(Person, document.uuid)
        is_new = document.uuid in created
        if not is_new and documents.person_document(person, public=True) == document:
            loading.loaded.count(document.uuid, is_new=False, is_changed=False)
            continue
        changed = not is_new and apply(person, _own_words(document))
        if changed:
            loading.save(person)
        new_aliases, new_links = _new_names_and_links(person, document)
        if new_aliases or new_links:
            aliases += new_aliases
            links += new_links
            grown.append(person)
        loading.loaded.count(document.uuid, is_new, changed or bool(new_aliases or new_links))
    Alias.objects.bulk_create(aliases)
    PersonLink.objects.bulk_create(links)
    for person in grown:
        vars(person).pop("_prefetched_objects_cache", None)
    prefetch_related_objects(grown, *NAMES_AND_LINKS)
    mark_people(grown)


def _create_people(loading: Loading, told: Sequence[schema.PersonDocument]) -> set[UUID]:
    """Create whom the log does not know, and return their UUIDs."""
    missing: dict[UUID, Person] = {}
    for index, document in enumerate(told):
        if document.uuid in missing or loading.row(Person, document.uuid):
            continue
        if document.slug:
            loading.check_slug(Person, document, f"people[{index}]")
        slug = document.slug or slugs.free_slug(Person, document.name)
        person = Person(uuid=document.uuid, slug=slug, name=document.name, visibility=document.visibility)
        apply(person, _own_words(document))
        missing[document.uuid] = person
        if not document.slug:  # the next one is to get another
            loading.save(person)
    loading.create([person for person in missing.values() if person.pk is None])
    prefetch_related_objects(list(missing.values()), *NAMES_AND_LINKS)
    return set(missing)


def _own_words(document: schema.PersonDocument) -> dict[str, Any]:
    return document.model_dump(include={"pronouns", "affiliation", "about"}, exclude_defaults=True)


def _new_names_and_links(person: Person, document: schema.PersonDocument) -> tuple[list[Alias], list[PersonLink]]:
    """Return the aliases and links that are not known yet, unsaved."""
    known_aliases = {person.name, *(alias.name for alias in person.aliases.all())}
    known_links = {link.url for link in person.links.all()}
    aliases = [Alias(person=person, name=name) for name in document.aliases if name not in known_aliases]
    links = [
        PersonLink(person=person, url=link.url, kind=link.kind, position=len(known_links) + index)
        for index, link in enumerate(document.links)
        if link.url not in known_links
    ]
    return aliases, links


def _trip(loading: Loading, document: schema.TripDocument, path: str) -> None:
    existing = loading.row(Trip, document.uuid)
    public = export.public_document(existing).trips[0] if existing and existing.is_live else None
    if document == public:
        loading.loaded.count(document.uuid, is_new=False, is_changed=False)
        return
    before = export.writer_trips([existing.pk])[existing.pk] if existing else None
    loading.check_slug(Trip, document, path)
    trip = _with_own_fields(loading, existing or Trip(uuid=document.uuid), document)
    load_parts(loading, trip, document, public, path)
    mark_trip(trip)
    changed = before is None or _without_times(before) != _without_times(export.writer_trips([trip.pk])[trip.pk])
    if changed or document.updated_at:
        moment = document.updated_at or timezone.now()
        Trip.objects.filter(pk=trip.pk).update(updated_at=moment)
    loading.loaded.count(document.uuid, existing is None, changed)


def _with_own_fields(loading: Loading, trip: Trip, document: schema.TripDocument) -> Trip:
    """Save a trip's own fields, its dates wide enough for both its old and its new days."""
    parts = {"uuid", "updated_at", "categories", "tags", "events", "cover", "days", "figures"}
    starts_on, ends_on = trip.starts_on, trip.ends_on
    apply(trip, document.model_dump(exclude=parts, exclude_unset=True))
    if starts_on and ends_on and document.starts_on and document.ends_on:
        trip.starts_on, trip.ends_on = min(starts_on, document.starts_on), max(ends_on, document.ends_on)
    loading.save(trip)
    return trip


def _without_times(document: schema.TripDocument) -> schema.TripDocument:
    return document.model_copy(update={"updated_at": None})
