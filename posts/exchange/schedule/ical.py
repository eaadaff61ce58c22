"""Schedules as iCalendar (RFC 5545), as sched-like sites, pretalx, frab and FOSDEM publish them."""

import datetime
from collections.abc import Iterable
from typing import Any

from icalendar import Calendar, Component
from icalendar.prop import vBroken

from . import calendars
from .calendars import Entry
from .notes import Notes
from .programme import Programme, ScheduleError


def read(data: bytes, fallback_zone: str = "") -> Programme:
    """Read one or more VCALENDARs; raise ScheduleError where they are none."""
    try:
        found = Calendar.from_ical(data.decode("utf-8-sig", "replace"), multiple=True)
    # A zone is looked for as a file, and as a module, each of its slashes one deeper.
    except (ValueError, IndexError, KeyError, TypeError, OSError, RecursionError) as error:
        raise ScheduleError(f"not valid iCalendar ({error}).") from error
    notes = Notes()
    entries = [
        _entry(component, f"VEVENT {number}", notes)
        for number, component in enumerate((each for calendar in found for each in calendar.walk("VEVENT")), 1)
    ]
    title, zone = ((_first(found, name) for name in names) for names in (("X-WR-CALNAME", "NAME"), ("X-WR-TIMEZONE",)))
    return calendars.programme(
        entries, "icalendar", next(filter(None, title), ""), next(filter(None, zone), ""), fallback_zone, notes
    )


def _first(found: Iterable[Component], name: str) -> str:
    return next((str(calendar[name]) for calendar in found if name in calendar), "")


def _entry(event: Component, place: str, notes: Notes) -> Entry:
    for name, trouble in event.errors:
        notes.add(f"{name} cannot be read ({trouble}); left out", place)
    duration = _value(event, "DURATION")
    return Entry(
        place=place,
        uid="@".join(filter(None, (_text(event, "UID"), _text(event, "RECURRENCE-ID")))),
        title=_text(event, "SUMMARY"),
        starts=_time(event, "DTSTART"),
        ends=_time(event, "DTEND"),
        duration=duration if isinstance(duration, datetime.timedelta) else None,
        track=_track(event),
        room=_text(event, "LOCATION"),
        language=_language(event),
        description=_text(event, "DESCRIPTION"),
        url=_text(event, "URL"),
        status=_text(event, "STATUS"),
        repeats="RRULE" in event,
        speakers=[str(each.params.get("CN", "")) for each in _all(event, "ATTENDEE")],
        attachments=[str(each) for each in _all(event, "ATTACH") if isinstance(each, str)],
    )


def _all(event: Component, name: str) -> list[Any]:
    found = event.get(name, [])
    return [each for each in (found if isinstance(found, list) else [found]) if not isinstance(each, vBroken)]


def _text(event: Component, name: str) -> str:
    found = _all(event, name)
    if not found:
        return ""
    return found[0].to_ical().decode() if hasattr(found[0], "dt") else str(found[0])


def _value(event: Component, name: str) -> object:
    found = _all(event, name)
    return getattr(found[0], "dt", None) if found else None


def _time(event: Component, name: str) -> calendars.Time:
    found = _value(event, name)
    return found if isinstance(found, datetime.date) else None


def _track(event: Component) -> str:
    """Return the first category; a calendar's categories are the conference's tracks."""
    for each in _all(event, "CATEGORIES"):
        for name in getattr(each, "cats", [each]):
            return str(name)
    return ""


def _language(event: Component) -> str:
    for name in ("SUMMARY", "DESCRIPTION"):
        for each in _all(event, name):
            if language := getattr(each, "params", {}).get("LANGUAGE"):
                return str(language)
    return ""
