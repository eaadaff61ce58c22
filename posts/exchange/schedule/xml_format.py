"""Schedules as XML in the shape of pentabarf, as frab, pretalx and FOSDEM write them.

Of the schedules met in the wild none kept to its schema, so none is asked for.
"""

from typing import Any
from xml.etree.ElementTree import Element

from . import frab
from .programme import Programme
from .xml_text import child, children, name_of, own_text, text_of

_PLAIN = (
    "date", "start", "end", "duration", "slug", "url", "origin_url", "title", "subtitle", "language", "track",
    "abstract", "description", "status", "state", "video_download_url",
)  # fmt: skip
_CONFERENCE = ("title", "acronym", "start", "end", "time_zone_name", "timezone", "day_change", "url", "base_url")


def read(root: Element, fallback_zone: str = "") -> Programme:
    """Read a `<schedule>`."""
    conference = child(root, "conference")
    mapping: dict[str, Any] = {name: text_of(child(conference, name)) for name in _CONFERENCE}
    mapping["tracks"] = [text_of(track) for track in children(child(root, "tracks"), "track")]
    holder = root if child(root, "day") is not None else child(root, "days")
    mapping["days"] = [_day(day) for day in children(holder, "day")]
    return frab.programme(mapping, "xml", "schedule", fallback_zone)


def _day(day: Element) -> dict[str, Any]:
    loose = [_event(event) for event in children(day, "event")]
    rooms = [
        {"name": room.get("name", ""), "talks": [_event(event) for event in children(room, "event")]}
        for room in children(day, "room")
    ]
    if loose:
        rooms.append({"name": "", "talks": loose})
    return {
        "date": day.get("date"),
        "day_start": day.get("start"),
        "day_end": day.get("end"),
        "rooms": rooms,
    }


def _event(event: Element) -> dict[str, Any]:
    talk: dict[str, Any] = {name: text_of(child(event, name)) for name in _PLAIN}
    talk |= {name: event.get(name) or text_of(child(event, name)) for name in ("guid", "id", "code")}
    talk["room"] = text_of(child(event, "room"))
    talk["cancelled"] = event.get("cancelled", "").casefold() in ("true", "1", "yes")
    talk["persons"] = [_person(each) for holder in children(event, "persons", "speakers") for each in holder]
    talk["links"] = [_link(each) for each in children(child(event, "links"), "link")]
    talk["attachments"] = [_link(each) for each in children(child(event, "attachments"), "attachment")]
    recording = child(event, "recording")
    talk["recording"] = {name: text_of(child(recording, name)) for name in ("url", "link")}
    return talk


def _person(person: Element) -> dict[str, Any]:
    inside = {name_of(each): text_of(each) for each in person if name_of(each) != "links"}
    inside.setdefault("name", own_text(person))
    links = [_link(each) for each in children(child(person, "links"), "link")]
    return {**inside, **{name.lower(): value for name, value in person.attrib.items()}, "links": links}


def _link(link: Element) -> dict[str, str]:
    """Return a link with its address in `href`, in `url`, or as its text."""
    words = text_of(link)
    address = link.get("href") or link.get("url") or link.get("link") or words
    return {"url": address, "title": words if words != address else link.get("title", ""), "type": link.get("type", "")}
