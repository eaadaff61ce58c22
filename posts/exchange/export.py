"""From the models to the border schema: as the public may have it, or all of it for the writer."""

import hashlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import QuerySet

from media.recording import depends_on, subject
from people.models import Person
from posts.concerns import updated
from posts.models import (
    Day,
    Encounter,
    Event,
    Figure,
    Log,
    Place,
    PreviewLink,
    Status,
    Talk,
    Trip,
)
from posts.prose.references import find
from posts.prose.source import public_source
from posts.prose.targets import Targets, pages_by_slug, slugs_of

from . import schema
from .documents import asides_of, description_of, event_document, person_document, place_document, series_document
from .trip_rows import published_trips, texts_of, trips_for_export, written_trips


@dataclass(frozen=True)
class Scope:
    """What of a log crosses the border: `text` makes a source fit to leave, `aside` words beside the narrative."""

    is_public: bool
    text: Callable[[str], str] = str
    aside: Callable[[str], str] = str

    def names(self, person: Person) -> bool:
        return person.is_named or not self.is_public


@dataclass
class _Needed:
    """The things that trips refer to, gathered while they are written."""

    people: dict[int, Person] = field(default_factory=dict)
    places: dict[int, Place] = field(default_factory=dict)
    events: dict[int, Event] = field(default_factory=dict)


def public_document(trip: Trip, link: PreviewLink | None = None) -> schema.LogDocument:
    """Return one published trip, with the people, places and events it shows, as the public may have it.

    With `link`, a trip that is not public yet as the public would have it.
    """
    opened = Trip.objects.visible(link).filter(pk=trip.pk)
    [fetched] = trips_for_export(opened, public=True, link=link) if link else published_trips([trip.pk])
    needed = _Needed()
    document, targets = _public_trip(fetched, needed, link)
    _need_targets(needed, targets, fetched)
    return _with_needed(document, needed, public=True, is_preview=link is not None)


def writer_document(trip: Trip) -> schema.LogDocument:
    """Return one trip whole: drafts, hidden people and all. Not for the public."""
    [fetched] = trips_for_export(Trip.objects.filter(pk=trip.pk), public=False)
    needed = _Needed()
    document = _trip(fetched, Scope(is_public=False), needed)
    return _with_needed(document, needed, public=False)


def content_hash(trip: Trip) -> str:
    """Return the SHA-256 of what somebody wrote into a trip, its state of publication aside."""
    return content_hashes([trip.pk])[trip.pk]


def content_hashes(trips: Collection[int]) -> dict[int, str]:
    """Return the same of several trips, by their keys, at a constant number of queries."""
    unwritten = {"status", "published_at", "updated_at"}
    written = {pk: trip.model_dump_json(exclude=unwritten) for pk, trip in writer_trips(trips).items()}
    return {pk: hashlib.sha256(text.encode()).hexdigest() for pk, text in written.items()}


def writer_trips(trips: Collection[int]) -> dict[int, schema.TripDocument]:
    """Return trips whole, by their keys, without the people, places and events that they show. Not for the public."""
    return {trip.pk: _trip(trip, Scope(is_public=False), _Needed()) for trip in written_trips(trips)}


def public_trips(keys: Collection[int]) -> Iterator[schema.TripDocument]:
    """Return the documents of those trips that are published, ordered by UUID.

    The number of queries does not depend on how many they are.
    """
    found = published_trips(keys)
    figures = {trip.pk: {figure.name: figure for figure in trip.figures.all()} for trip in found}
    captions = [
        text for named in figures.values() for each in named.values() for text in (each.title, each.caption, each.alt)
    ]
    targets = Targets.for_texts([*(text for trip in found for text in texts_of(trip)), *captions])
    for trip in found:
        depends_on(subject(Trip, trip.pk), updated(trip.pk))
        yield _trip(trip, _public(replace(targets, figures=figures[trip.pk])), _Needed())


def public_card(trip: Trip, targets: Targets) -> schema.TripCard:
    """Return the head of a trip fetched `for_card()` with its tags and categories."""
    return schema.TripCard(**_head(trip, _public(targets), trip.cover))


def public_talk(talk: Talk, targets: Targets) -> schema.TalkDocument:
    """Return a talk fetched `for_card()`."""
    return _talk(talk, _public(targets), _Needed())


def _public(targets: Targets) -> Scope:
    aside = targets.aside
    return Scope(
        is_public=True,
        text=lambda source: public_source(source, targets),
        aside=lambda source: public_source(source, aside),
    )


def _public_trip(trip: Trip, needed: _Needed, link: PreviewLink | None = None) -> tuple[schema.TripDocument, Targets]:
    texts = list(texts_of(trip))
    targets = Targets.for_texts(texts, trip, link)
    if link is not None:  # what no published text names yet will be public with this one
        slugs = slugs_of([*texts, *(figure.caption for figure in targets.figures.values())])
        slugs.pop("person", None)
        targets = replace(targets, pages=pages_by_slug(slugs, _public_with_it))
    return _trip(trip, _public(targets), needed), targets


def _public_with_it(model: Any) -> QuerySet[Any]:
    """Return what may be public once something refers to it."""
    rows: QuerySet[Any] = model.objects.all()
    if model is Place:
        return rows.filter(is_public=True)
    return rows.exclude(status=Status.WITHDRAWN) if model is Trip else rows


def _need_targets(needed: _Needed, targets: Targets, trip: Trip) -> None:
    """Gather what the texts of a trip refer to, of what the public can follow."""
    days = trip.days.all()
    talks = (talk.notes for day in days for talk in day.talks.all())
    captions = (figure.caption for figure in trip.figures.all())
    texts = [trip.summary, *(day.body for day in days), *talks, *captions]
    # As they were written: that HTML is made already, for the pages of the trip.
    named = {(found.kind, found.slug) for text in texts if ":" in text for found in find(text)}
    people = (person for slug, person in targets.people.items() if ("person", slug) in named)
    needed.people |= {person.pk: person for person in people if person.has_page}
    for written, page in targets.pages.items():
        if isinstance(page, Place) and written in named:
            needed.places[page.pk] = page
        elif isinstance(page, Event) and written in named:
            needed.events[page.pk] = page


def _with_needed(
    trip: schema.TripDocument, needed: _Needed, public: bool, is_preview: bool = False
) -> schema.LogDocument:
    events = list(_events(list(needed.events), public and not is_preview))
    venues = {event.venue.pk: event.venue for event in events if event.venue}
    places = needed.places | {pk: venue for pk, venue in venues.items() if venue.is_public or not public}
    series = {event.series.uuid: event.series for event in events if event.series}
    people = list(with_names(Person.objects.filter(pk__in=list(needed.people))).order_by("uuid"))
    asides = asides_of([*people, *places.values(), *events])
    return schema.LogDocument(
        **description_of(Log.current()),
        people=[person_document(person, public, asides) for person in people],
        places=[
            place_document(place, asides=asides) for place in sorted(places.values(), key=lambda place: place.uuid)
        ],
        series=[series_document(each) for each in sorted(series.values(), key=lambda each: each.uuid)],
        events=[event_document(event, public, asides) for event in events],
        trips=[trip],
    )


def _events(keys: list[int], public: bool) -> QuerySet[Event]:
    events = Event.objects.published() if public else Event.objects.all()
    return events.filter(pk__in=keys).select_related("series", "venue").order_by("uuid")


def with_names(people: QuerySet[Person]) -> QuerySet[Person]:
    return people.prefetch_related("aliases", "links")


def _trip(trip: Trip, scope: Scope, needed: _Needed) -> schema.TripDocument:
    figures = [_figure(figure, scope, needed) for figure in trip.figures.all()]
    needed.events |= {event.pk: event for event in trip.events.all()}
    shown = {figure.name for figure in figures}
    cover = trip.cover if trip.cover and trip.cover.name in shown else None
    days = [_day(day, scope, needed) for day in trip.days.all()]
    return schema.TripDocument(**_head(trip, scope, cover), days=days, figures=figures)


def _head(trip: Trip, scope: Scope, cover: Figure | None) -> dict[str, Any]:
    """Return what a card and the whole trip have in common."""
    return {
        "uuid": trip.uuid,
        "slug": trip.slug,
        "title": trip.title,
        "summary": scope.text(trip.summary),
        "location": trip.location,
        "status": trip.status,
        "published_at": trip.published_at,
        "updated_at": trip.updated_at,
        "starts_on": trip.starts_on,
        "ends_on": trip.ends_on,
        "time_zone": trip.time_zone,
        "language": trip.language,
        "categories": sorted(category.name for category in trip.categories.all()),
        "tags": sorted(tag.name for tag in trip.tags.all()),
        "events": sorted(event.uuid for event in trip.events.all()),
        "cover": cover.name if cover else None,
    }


def _day(day: Day, scope: Scope, needed: _Needed) -> schema.DayDocument:
    encounters = [each for each in day.encounters.all() if scope.names(each.person)]
    return schema.DayDocument(
        uuid=day.uuid,
        kind=day.kind,
        date=day.date,
        date_source=day.date_source,
        date_confidence=day.date_confidence,
        title=day.title,
        body=scope.text(day.body),
        status=day.status,
        encounters=[_encounter(encounter, scope, needed) for encounter in encounters],
        talks=[_talk(talk, scope, needed) for talk in day.talks.all()],
    )


def _encounter(encounter: Encounter, scope: Scope, needed: _Needed) -> schema.EncounterDocument:
    place = encounter.place if encounter.place and (encounter.place.is_public or not scope.is_public) else None
    needed.people[encounter.person.pk] = encounter.person
    if place:
        needed.places[place.pk] = place
    return schema.EncounterDocument(
        uuid=encounter.uuid,
        person=encounter.person.uuid,
        role=encounter.role,
        place=place.uuid if place else None,
        # Of somebody without a page the public reads the name, and nothing else.
        affiliation=encounter.affiliation if encounter.person.has_page or not scope.is_public else "",
    )


def _talk(talk: Talk, scope: Scope, needed: _Needed) -> schema.TalkDocument:
    speakers = [each.person for each in talk.talk_speakers.all() if scope.names(each.person)]
    needed.people |= {person.pk: person for person in speakers}
    if talk.event:
        needed.events[talk.event.pk] = talk.event
    return schema.TalkDocument(
        uuid=talk.uuid,
        slug=talk.slug,
        title=talk.title,
        event=talk.event.uuid if talk.event else None,
        attendance=talk.attendance,
        speakers=[person.uuid for person in speakers],
        track=talk.track,
        room=talk.room,
        starts_at=talk.starts_at,
        ends_at=talk.ends_at,
        language=talk.language,
        abstract=scope.aside(talk.abstract),
        notes=scope.text(talk.notes),
        url=talk.url,
        links=[schema.LinkDocument(url=link.url, kind=link.kind, title=link.title) for link in talk.links.all()],
        is_cancelled=talk.is_cancelled,
    )


def _figure(figure: Figure, scope: Scope, needed: _Needed) -> schema.FigureDocument:
    people = [each.person for each in figure.figure_people.all() if scope.names(each.person)]
    needed.people |= {person.pk: person for person in people}
    photo = figure.photo
    return schema.FigureDocument(
        uuid=figure.uuid,
        name=figure.name,
        day=figure.day.uuid if figure.day else None,
        photo=schema.PhotoDocument(
            uuid=photo.uuid, width=photo.width, height=photo.height, dominant_color=photo.dominant_color
        )
        if photo
        else None,
        remote_url=figure.remote_url,
        title=scope.aside(figure.title),
        caption=scope.text(figure.caption),
        alt=scope.aside(figure.alt),
        link=figure.link,
        people=[person.uuid for person in people],
    )
