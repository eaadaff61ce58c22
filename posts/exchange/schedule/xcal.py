"""Schedules as xCal: iCalendar in XML, in the older shape that pentabarf and frab write, and in that of RFC 6321."""

import datetime
import re
import zoneinfo
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from . import calendars, values
from .calendars import Entry
from .notes import Notes
from .programme import Programme
from .xml_text import child, children, name_of, text_of

_COMPACT = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})T(\d{2}):?(\d{2})(?::?(\d{2}))?(Z|[+-]\d{2}:?\d{2})?")


def read(root: Element, fallback_zone: str = "") -> Programme:
    """Read an `<iCalendar>` of one or more `<vcalendar>`."""
    notes = Notes()
    calendar = child(root, "vcalendar")
    entries = [_entry(event, f"vevent {number}", notes) for number, event in enumerate(_events(root), 1)]
    title, zone = _text(calendar, "x-wr-calname"), _text(calendar, "x-wr-timezone")
    return calendars.programme(entries, "xcal", title, zone, fallback_zone, notes)


def _events(root: Element) -> Iterator[Element]:
    for element in root.iter():
        if name_of(element) == "vevent":
            yield element


def _entry(event: Element, place: str, notes: Notes) -> Entry:
    title = _text(event, "title") or _text(event, "summary")
    return Entry(
        place=place,
        uid="@".join(filter(None, (_text(event, "uid"), _text(event, "recurrence-id")))),
        title=title,
        starts=_time(event, "dtstart"),
        ends=_time(event, "dtend"),
        duration=values.duration(_text(event, "duration")),
        track=_text(event, "category", "categories") if not _text(event, "track") else _text(event, "track"),
        room=_text(event, "location"),
        language=_text(event, "language-code") or _text(event, "language"),
        description=values.whole_text(_text(event, "subtitle"), _text(event, "description")),
        url=_text(event, "url"),
        status=_text(event, "status"),
        repeats=bool(_text(event, "rrule")),
        speakers=[_speaker(each) for each in _properties(event, "attendee")],
        attachments=[text_of(each) for each in _properties(event, "attach")],
    )


def _properties(component: Element | None, *names: str) -> Iterator[Element]:
    """Yield properties, which stand in the component itself or, since RFC 6321, in its `<properties>`."""
    for holder in (component, child(component, "properties")):
        yield from children(holder, *names)


def _text(component: Element | None, *names: str) -> str:
    for element in _properties(component, *names):
        if written := text_of(_value(element)):
            return written
    return ""


def _value(element: Element) -> Element:
    """Return the element that holds the value: past the parameters of RFC 6321, the property itself otherwise."""
    return next((each for each in element if name_of(each) != "parameters"), element)


def _speaker(attendee: Element) -> str:
    """Return a name: the `cn` of RFC 6321, or the text, as pentabarf writes it."""
    named = text_of(child(child(attendee, "parameters"), "cn"))
    return named or text_of(_value(attendee))


def _time(event: Element, name: str) -> calendars.Time:
    for element in _properties(event, name):
        found = _COMPACT.fullmatch(text_of(_value(element)))
        if found is None:
            return values.date(text_of(_value(element)))
        moment = values.moment("{}-{}-{}T{}:{}:{}{}".format(*(part or "" for part in _filled(found))))
        zone = values.zone(element.get("tzid") or text_of(child(child(element, "parameters"), "tzid")))
        return _placed(moment, zone)
    return None


def _filled(found: re.Match[str]) -> tuple[str | None, ...]:
    *parts, seconds, offset = found.groups()
    return *parts, seconds or "00", offset


def _placed(moment: datetime.datetime | None, zone: zoneinfo.ZoneInfo | None) -> datetime.datetime | None:
    return moment.replace(tzinfo=zone) if moment and zone and moment.tzinfo is None else moment
