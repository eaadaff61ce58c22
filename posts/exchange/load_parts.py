"""Load the parts of a trip: its days with their encounters and talks, then its figures."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Model

from media.files import PhotoRefused, store
from media.models import Photo
from people.models import Person
from posts.models import Day, Encounter, Event, Figure, FigurePerson, Place, Talk, TalkLink, TalkSpeaker, Trip

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
    for index, day in enumerate(document.days):
        if seen.get(day.uuid) != day:
            _day(loading, trip, day, index, f"{path}.days[{index}]")
    for index, figure in enumerate(document.figures):
        if seen.get(figure.uuid) != figure or figure.uuid in loading.pictures:
            _figure(loading, trip, figure, index, f"{path}.figures[{index}]")
    trip.events.set([loading.find(Event, uuid, f"{path}.events") for uuid in document.events])
    trip.categories.set(document.categories)
    trip.tags.set(document.tags)
    trip.cover = trip.figures.filter(name=document.cover).first() if document.cover else None
    if document.starts_on:
        trip.starts_on, trip.ends_on = document.starts_on, document.ends_on
    trip.save()


def _prune(trip: Trip, document: schema.TripDocument) -> None:
    trip.days.exclude(uuid__in=[day.uuid for day in document.days]).delete()
    trip.figures.exclude(uuid__in=[figure.uuid for figure in document.figures]).delete()
    encounters = [encounter.uuid for day in document.days for encounter in day.encounters]
    Encounter.objects.filter(day__trip=trip).exclude(uuid__in=encounters).delete()
    talks = [talk.uuid for day in document.days for talk in day.talks]
    Talk.objects.filter(day__trip=trip).exclude(uuid__in=talks).delete()


def _part(model: type[Any], uuid: UUID, values: Mapping[str, Any]) -> Any:
    existing = model.objects.filter(uuid=uuid).first()
    part = existing or model(uuid=uuid)
    if apply(part, values) or existing is None:
        part.save()
    return part


def _day(loading: Loading, trip: Trip, document: schema.DayDocument, position: int, path: str) -> None:
    told = document.model_dump(exclude={"uuid", "encounters", "talks"}, exclude_unset=True)
    day = _part(Day, document.uuid, told | {"trip": trip, "position": position})
    for index, encounter in enumerate(document.encounters):
        _encounter(loading, day, encounter, index, f"{path}.encounters[{index}]")
    for index, talk in enumerate(document.talks):
        _talk(loading, day, talk, f"{path}.talks[{index}]")


def _encounter(loading: Loading, day: Day, document: schema.EncounterDocument, position: int, path: str) -> None:
    told = document.model_dump(include={"role", "affiliation"}, exclude_unset=True)
    links = {
        "day": day,
        "person": loading.find(Person, document.person, f"{path}.person"),
        "place": loading.find(Place, document.place, f"{path}.place"),
        "position": position,
    }
    _part(Encounter, document.uuid, told | links)


def _talk(loading: Loading, day: Day, document: schema.TalkDocument, path: str) -> None:
    loading.check_slug(Talk, document, path)
    told = document.model_dump(exclude={"uuid", "event", "speakers", "links"}, exclude_unset=True)
    event = loading.find(Event, document.event, f"{path}.event")
    talk = _part(Talk, document.uuid, told | {"day": day, "event": event})
    speakers = [loading.find(Person, uuid, f"{path}.speakers") for uuid in document.speakers]
    _set_people(talk.talk_speakers, speakers, lambda values: TalkSpeaker(talk=talk, **values))
    links = [(link.url, link.kind, link.title) for link in document.links]
    if links != list(talk.links.values_list("url", "kind", "title")):
        talk.links.all().delete()
        TalkLink.objects.bulk_create(
            TalkLink(talk=talk, url=url, kind=kind, title=title, position=index)
            for index, (url, kind, title) in enumerate(links)
        )


def _figure(loading: Loading, trip: Trip, document: schema.FigureDocument, position: int, path: str) -> None:
    told = document.model_dump(exclude={"uuid", "day", "photo", "people"}, exclude_unset=True)
    day = loading.find(Day, document.day, f"{path}.day")
    photo = _photo(loading, document)
    links = {"trip": trip, "position": position, "day": day}
    figure = _part(Figure, document.uuid, told | links | ({"photo": photo} if photo else {}))
    people = [loading.find(Person, uuid, f"{path}.people") for uuid in document.people]
    _set_people(figure.figure_people, people, lambda values: FigurePerson(figure=figure, **values))


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


def _set_people(members: Any, wanted: Iterable[Person], member: Callable[[Mapping[str, Any]], Model]) -> None:
    """Make the ordered people of a talk or a figure those wanted, if they are not."""
    people = list(dict.fromkeys(wanted))
    if people != [each.person for each in members.select_related("person")]:
        members.all().delete()
        members.model.objects.bulk_create(
            member({"person": person, "position": index}) for index, person in enumerate(people)
        )
