"""A log with everything in it, as large as asked for."""

import datetime

from media.models import Photo
from people.models import Alias, FormerSlug, Person, PersonLink
from posts.models import Day, Event, EventSeries, FigurePerson, Place, TalkLink, TalkSpeaker, Trip

from ...factories import (
    make_day,
    make_encounter,
    make_event,
    make_figure,
    make_person,
    make_photo,
    make_place,
    make_talk,
    make_trip,
)


def build_log(size: int) -> None:
    """Build a log of so many trips, each with as many days, events and figures, each of those with all people."""
    series = EventSeries.objects.create(name="Series", slug="series")
    places = [make_place(f"Place {n}", city=f"City {n}", latitude=34.0 + n, longitude=n) for n in range(size)]
    people = [make_person(f"Person {n}", portrait=_photo(), about="Knows [p](person:person-0).") for n in range(size)]
    for person in people:
        FormerSlug.objects.create(person=person, slug=f"former-{person.slug}")
        Alias.objects.create(person=person, name="Alias")
        PersonLink.objects.create(person=person, url="https://example.org/")
    for number in range(size):
        _build_trip(number, size, series)
    events = list(Event.objects.all())
    for number, trip in enumerate(Trip.objects.order_by("slug")):
        trip.events.set(events)
        for event in events:
            event.venue = places[number]
            event.save()


def _photo() -> Photo:
    """A photo that counts as ready: no page looks at the files themselves."""
    photo = make_photo(ready=False)
    photo.state = Photo.State.READY
    photo.save()
    return photo


def _text(size: int) -> str:
    kinds = ("person", "place", "talk", "event", "trip")
    names = [f"[a]({kind}:{kind}-{n}{'-0-0' if kind == 'talk' else ''})" for kind in kinds for n in range(size)]
    return " and ".join(names)


def _build_trip(number: int, size: int, series: EventSeries) -> None:
    start = datetime.date(2024, 1, 1) - datetime.timedelta(days=370 * number)
    trip = make_trip(slug=f"trip-{number}", starts_on=start, summary=_text(size))
    trip.tags.set([f"Tag {n}" for n in range(size)])
    trip.categories.set([f"Category {n}" for n in range(size)])
    event = make_event(trip, slug=f"event-{number}", series=series, about=_text(size))
    for n in range(size):
        figure = make_figure(trip, name=f"trip-figure-{n}", photo=_photo(), caption=_text(size))
        day = make_day(trip, date=start + datetime.timedelta(days=n), body=f"{_text(size)}\n\n![](figure:day-{n}-0)")
        _fill_day(day, f"{number}-{n}", event, size)
        trip.cover = figure
    trip.save()


def _fill_day(day: Day, number: str, event: Event, size: int) -> None:
    for n in range(size):
        talk = make_talk(day, slug=f"talk-{number}-{n}", event=event, notes=_text(size), abstract=_text(size))
        TalkLink.objects.create(talk=talk, url="https://example.org/")
        figure = make_figure(day.trip, day=day, name=f"day-{day.position}-{n}", photo=_photo(), caption=_text(size))
        for position, person in enumerate(Person.objects.order_by("slug")):
            TalkSpeaker.objects.create(talk=talk, person=person, position=position)
            FigurePerson.objects.create(figure=figure, person=person, position=position)
            if n == 0:
                make_encounter(day, person, place=Place.objects.order_by("slug")[position])
