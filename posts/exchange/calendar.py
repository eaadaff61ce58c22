"""Trips and talks as an iCalendar document (RFC 5545): trips by their local dates, talks by the clock there."""

import datetime
from collections.abc import Iterable
from functools import cache

import icalendar

from posts.models import Talk, Trip

PRODUCT = "-//tripsite//trip logbook//EN"
ONE_DAY = datetime.timedelta(days=1)
_END = b"END:VCALENDAR\r\n"


def document(title: str, events: Iterable[icalendar.Event]) -> bytes:
    """Return a calendar of events, with the definition of every time zone that one of them is in.

    Each event is written as it comes: as objects, those of a long log would take hundreds of megabytes.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", title)
    written: list[bytes] = []
    zones: set[str] = set()
    for event in events:
        written.append(event.to_ical())
        zones.update(value.params["TZID"] for value in event.values() if "TZID" in getattr(value, "params", ()))
    opening = calendar.to_ical().removesuffix(_END)
    return b"".join([opening, *(_definition(zone) for zone in sorted(zones)), *written, _END])


@cache
def _definition(zone: str) -> bytes:
    """Return the definition of a time zone of the IANA's, which takes the library tens of milliseconds to find out."""
    return icalendar.Timezone.from_tzid(zone).to_ical()


def trip_event(trip: Trip, description: str, url: str) -> icalendar.Event:
    """Return a trip as an event of whole days. A calendar's end is the day after the last; `url` is absolute."""
    event = _event(trip, description, url)
    # Not of each change of its texts: nothing here would be another for it.
    event.add("dtstamp", trip.published_at or trip.created_at)
    event.add("dtstart", trip.dates[0])
    event.add("dtend", trip.dates[-1] + ONE_DAY)
    event.add("transp", "TRANSPARENT")
    if trip.location:
        event.add("location", trip.location)
    labels = dict.fromkeys(label.name for label in [*trip.categories.all(), *trip.tags.all()])
    if labels:
        event.add("categories", list(labels))
    return event


def talk_event(talk: Talk, url: str) -> icalendar.Event:
    """Return a talk that has a start, its speakers as the public may know them; `url` is absolute."""
    speakers = ", ".join(each.person.public_name for each in talk.talk_speakers.all())
    event = _event(talk, speakers, url)
    event.add("dtstamp", talk.updated_at)
    event.add("last-modified", talk.updated_at)
    event.add("dtstart", talk.local_start)
    if talk.local_end:
        event.add("dtend", talk.local_end)
    where = ", ".join(part for part in (talk.room, talk.event.name if talk.event else "") if part)
    if where:
        event.add("location", where)
    return event


def planned_event(talk: Talk) -> icalendar.Event:
    """Return a talk that has a start and that the writer means to hear or gives, for nobody but them."""
    event = talk_event(talk, talk.url)
    event["description"] = icalendar.vText(", ".join(each.person.name for each in talk.talk_speakers.all()))
    return event


def _event(thing: Trip | Talk, description: str, url: str) -> icalendar.Event:
    """Return what every event has. Its UID is the thing's UUID: it stays through every change of name and slug."""
    event = icalendar.Event()
    event.add("uid", str(thing.uuid))
    event.add("summary", thing.title)
    event.add("url", url)
    if description:
        event.add("description", description)
    return event
