"""Plain factories: each makes one thing, valid and published unless told otherwise."""

import datetime
import itertools
from typing import Any

from django.contrib.auth.models import Permission, User

from media import derivatives
from media.files import store
from media.models import Photo
from people.models import Person, Visibility
from posts.models import Day, Encounter, Event, EventSeries, Figure, Place, Status, Talk, TalkSpeaker, Trip

from .media.pictures import corners, saved

_numbers = itertools.count(1)


def make_trip(**values: Any) -> Trip:
    number = next(_numbers)
    start = values.get("starts_on", datetime.date(2024, 3, 14))
    defaults = {
        "title": f"Trip {number}",
        "slug": f"trip-{number}",
        "starts_on": start,
        "ends_on": start + datetime.timedelta(days=4) if start else None,
        "status": Status.PUBLISHED,
    }
    return Trip.objects.create(**defaults | values)


def make_day(trip: Trip | None = None, **values: Any) -> Day:
    trip = trip or make_trip()
    kind = values.get("kind", Day.Kind.DAY)
    date = trip.starts_on if kind == Day.Kind.DAY else None
    defaults = {"trip": trip, "date": date, "position": trip.days.count()}
    return Day.objects.create(**defaults | values)


def make_person(name: str = "", **values: Any) -> Person:
    number = next(_numbers)
    name = name or f"Person {number}"
    slug = values.pop("slug", "") or name.lower().replace(" ", "-")
    return Person.objects.create(**{"name": name, "slug": slug, "visibility": Visibility.PUBLIC} | values)


def make_place(name: str = "", **values: Any) -> Place:
    number = next(_numbers)
    name = name or f"Place {number}"
    return Place.objects.create(**{"name": name, "slug": name.lower().replace(" ", "-")} | values)


def make_event(trip: Trip | None = None, **values: Any) -> Event:
    number = next(_numbers)
    event = Event.objects.create(**{"name": f"Conference {number}", "slug": f"conference-{number}"} | values)
    if trip is not None:
        trip.events.add(event)
    return event


def make_series(**values: Any) -> EventSeries:
    number = next(_numbers)
    return EventSeries.objects.create(**{"name": f"Series {number}", "slug": f"series-{number}"} | values)


def make_talk(day: Day | None = None, speakers: tuple[Person, ...] = (), **values: Any) -> Talk:
    number = next(_numbers)
    talk = Talk.objects.create(**{"title": f"Talk {number}", "slug": f"talk-{number}", "day": day} | values)
    for position, person in enumerate(speakers):
        TalkSpeaker.objects.create(talk=talk, person=person, position=position)
    return talk


def make_encounter(day: Day, person: Person, **values: Any) -> Encounter:
    return Encounter.objects.create(day=day, person=person, **values)


def make_photo(width: int = 64, height: int = 48, ready: bool = True) -> Photo:
    """Store a real picture, unlike any before it, and make its derivatives."""
    picture = corners(width, height)
    picture.putpixel((0, 0), (next(_numbers) % 256, next(_numbers) % 256, 7))
    photo, _ = store(saved(picture, "PNG"), f"picture-{next(_numbers)}.png")
    if ready:
        derivatives.make(photo)
    return photo


def make_figure(trip: Trip, **values: Any) -> Figure:
    number = next(_numbers)
    if "photo" not in values:
        values["photo"] = make_photo()
    return Figure.objects.create(**{"trip": trip, "name": f"figure-{number}", "title": f"Figure {number}"} | values)


def make_owner() -> User:
    return User.objects.create_superuser(f"owner-{next(_numbers)}", password="a long password of the test")


def make_helper(*permissions: str) -> User:
    """Make somebody who works on everything there is, but may do this alone: permissions as "change_day"."""
    helper = User.objects.create_user(f"helper-{next(_numbers)}", is_staff=True)
    helper.user_permissions.set(Permission.objects.filter(codename__in=[*permissions, "work_on_everything"]))
    return helper
