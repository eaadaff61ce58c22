"""Load the parts of a trip: its days with their encounters and talks, then its figures."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import Model

from media.files import PhotoRefused, store
from media.models import Photo
from people.models import Person
from posts.bulk import add_to_version
from posts.models import (
    CategorizedTrip,
    Day,
    Encounter,
    Event,
    Figure,
    FigurePerson,
    Place,
    TaggedTrip,
    Talk,
    TalkLink,
    TalkSpeaker,
    Trip,
)

from . import schema
from .loading import Loading, apply


def load_parts(
    loading: Loading, trip: Trip, document: schema.TripDocument, public: schema.TripDocument | None, path: str
) -> None:
    """Make a saved trip's parts those of its document; `public` is what the public sees of it so far."""
    seen: dict[UUID, schema.Document] = {}
    if public:
        seen = {day.uuid: day for day in public.days} | {figure.uuid: figure for figure in public.figures}
    if loading.prune:
        _prune(trip, document)
    days = {f"{path}.days[{index}]": day for index, day in enumerate(document.days) if seen.get(day.uuid) != day}
    positions = {day.uuid: index for index, day in enumerate(document.days)}
    _days(loading, trip, days, positions)
    _encounters(loading, days)
    _talks(loading, days)
    _figures(
        loading,
        trip,
        {
            f"{path}.figures[{index}]": (index, figure)
            for index, figure in enumerate(document.figures)
            if seen.get(figure.uuid) != figure or figure.uuid in loading.pictures
        },
    )
    trip.events.set([loading.find(Event, uuid, f"{path}.events") for uuid in document.events])
    _set_labels(loading, trip, CategorizedTrip, document.categories)
    _set_labels(loading, trip, TaggedTrip, document.tags)
    cover = trip.figures.filter(name=document.cover).first() if document.cover else None
    told: dict[str, Any] = {"cover": cover}
    if document.starts_on:
        told |= {"starts_on": document.starts_on, "ends_on": document.ends_on}
    if apply(trip, told):
        trip.save()
    add_to_version([trip])
    loading.forget(Day, Encounter, Talk, Figure)


def _prune(trip: Trip, document: schema.TripDocument) -> None:
    trip.days.exclude(uuid__in=[day.uuid for day in document.days]).delete()
    trip.figures.exclude(uuid__in=[figure.uuid for figure in document.figures]).delete()
    encounters = [encounter.uuid for day in document.days for encounter in day.encounters]
    Encounter.objects.filter(day__trip=trip).exclude(uuid__in=encounters).delete()
    talks = [talk.uuid for day in document.days for talk in day.talks]
    Talk.objects.filter(day__trip=trip).exclude(uuid__in=talks).delete()


def _days(loading: Loading, trip: Trip, days: Mapping[str, schema.DayDocument], positions: Mapping[UUID, int]) -> None:
    loading.put(
        Day,
        {
            day.uuid: day.model_dump(exclude={"uuid", "encounters", "talks"}, exclude_unset=True)
            | {"trip": trip, "position": positions[day.uuid]}
            for day in days.values()
        },
    )


def _encounters(loading: Loading, days: Mapping[str, schema.DayDocument]) -> None:
    wanted = {}
    for path, day in days.items():
        for position, document in enumerate(day.encounters):
            there = f"{path}.encounters[{position}]"
            wanted[document.uuid] = document.model_dump(include={"role", "affiliation"}, exclude_unset=True) | {
                "day": loading.row(Day, day.uuid),
                "person": loading.find(Person, document.person, f"{there}.person"),
                "place": loading.find(Place, document.place, f"{there}.place"),
                "position": position,
            }
    loading.put(Encounter, wanted)


def _talks(loading: Loading, days: Mapping[str, schema.DayDocument]) -> None:
    told = [(day, talk, f"{path}.talks[{index}]") for path, day in days.items() for index, talk in enumerate(day.talks)]
    loading.fetch(Talk, [talk for _, talk, _ in told])
    wanted = {}
    for day, document, path in told:
        loading.check_slug(Talk, document, path)
        wanted[document.uuid] = document.model_dump(
            exclude={"uuid", "event", "speakers", "links"}, exclude_unset=True
        ) | {"day": loading.row(Day, day.uuid), "event": loading.find(Event, document.event, f"{path}.event")}
    loading.put(Talk, wanted)
    for _, document, path in told:
        talk = loading.row(Talk, document.uuid)
        speakers = [loading.find(Person, uuid, f"{path}.speakers") for uuid in document.speakers]
        _set_people(talk.talk_speakers, speakers, partial(TalkSpeaker, talk=talk))
        _set_links(talk, document.links)


def _set_links(talk: Talk, documents: Sequence[schema.LinkDocument]) -> None:
    links = [(link.url, link.kind, link.title) for link in documents]
    if links != list(talk.links.values_list("url", "kind", "title")):
        talk.links.all().delete()
        TalkLink.objects.bulk_create(
            TalkLink(talk=talk, url=url, kind=kind, title=title, position=index)
            for index, (url, kind, title) in enumerate(links)
        )


def _figures(loading: Loading, trip: Trip, told: Mapping[str, tuple[int, schema.FigureDocument]]) -> None:
    wanted = {}
    for path, (position, document) in told.items():
        photo = _photo(loading, document)
        wanted[document.uuid] = (
            document.model_dump(exclude={"uuid", "day", "photo", "people"}, exclude_unset=True)
            | {"trip": trip, "position": position, "day": loading.find(Day, document.day, f"{path}.day")}
            | ({"photo": photo} if photo else {})
        )
    loading.put(Figure, wanted)
    for path, (_, document) in told.items():
        figure = loading.row(Figure, document.uuid)
        people = [loading.find(Person, uuid, f"{path}.people") for uuid in document.people]
        _set_people(figure.figure_people, people, partial(FigurePerson, figure=figure))


def _set_labels(
    loading: Loading, trip: Trip, through: type[TaggedTrip | CategorizedTrip], names: Iterable[str]
) -> None:
    """Make the tags or categories of a trip those of these names, in any case, if they are not."""
    wanted = dict.fromkeys(loading.label(through.tag_model(), name) for name in names)
    items = through._default_manager.filter(content_object=trip)
    known = set(items.values_list("tag", flat=True))
    if gone := known - {label.pk for label in wanted}:
        items.filter(tag__in=gone).delete()
    through._default_manager.bulk_create(
        through(content_object=trip, tag=label) for label in wanted if label.pk not in known
    )


def _photo(loading: Loading, document: schema.FigureDocument) -> Photo | None:
    """Return the figure's photo: from its file, or known by UUID, or absent but for its facts."""
    file = loading.pictures.get(document.uuid)
    if file:
        try:
            return store(file, file.name)[0]
        except PhotoRefused as error:
            loading.loaded.warnings.append(str(error))
            return None
    if document.photo is None:
        return None
    facts = document.photo.model_dump(exclude={"uuid"}) | {"state": Photo.State.ABSENT}
    return Photo.objects.get_or_create(uuid=document.photo.uuid, defaults=facts)[0]


def _set_people(members: Any, wanted: Iterable[Person], member: Callable[..., Model]) -> None:
    """Make the ordered people of a talk or a figure those wanted, if they are not."""
    people = list(dict.fromkeys(wanted))
    if people != [each.person for each in members.select_related("person")]:
        members.all().delete()
        members.model.objects.bulk_create(member(person=person, position=index) for index, person in enumerate(people))
