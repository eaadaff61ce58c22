"""A small log, folders that are built of it, and what is in them."""

import datetime
from pathlib import Path
from typing import Any

from posts.models import Event, Log
from tests.factories import (
    make_day,
    make_encounter,
    make_figure,
    make_person,
    make_photo,
    make_place,
    make_talk,
    make_trip,
)
from tripsite.site.building import Result, build

URL = "https://example.org"
TEXT = "Met [Ada](person:ada) at [the hall](place:hall).\n\n![](figure:a)"


def built(folder: Path, **options: Any) -> Result:
    """Build in this process, which alone sees the test's rows."""
    return build(folder, URL, processes=1, **options)


def contents(folder: Path) -> dict[str, bytes]:
    """Return all files but the marker, by their names: text as it is, pictures and compressed copies too."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".tripsite"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def differing(one: Path, other: Path) -> list[str]:
    here, there = contents(one), contents(other)
    return sorted(name for name in here.keys() | there.keys() if here.get(name) != there.get(name))


def small_log() -> None:
    """Two trips that name people, places and talks, with a picture each."""
    Log.objects.create(title="Log")
    ada, ben = make_person("Ada"), make_person("Ben", portrait=make_photo())
    hall = make_place("Hall", latitude=60.1, longitude=24.9)
    for number in (1, 2):
        trip = make_trip(title=f"Trip {number}", slug=f"trip-{number}", starts_on=datetime.date(2020 + number, 5, 1))
        trip.tags.add("Maps", f"Tag {number}")
        event = Event.objects.create(name=f"Conf {number}", slug=f"conf-{number}", venue=hall)
        trip.events.add(event)
        day = make_day(
            trip, title=f"Day {number}", body="Met [Ada](person:ada) at [the hall](place:hall).\n\n![](figure:a)"
        )
        make_encounter(day, ben, place=hall)
        make_talk(day, (ada,), title=f"Talk {number}", slug=f"talk-{number}", event=event, notes="By [Ben](person:ben)")
        figure = make_figure(trip, day=day, name="a", caption="With [Ada](person:ada)")
        figure.people.add(ben)
