"""Recognises which format a programme is written in, by its content, and reads it."""

import zlib

from . import ical, json_format, xcal, xml_format
from .programme import Programme, ScheduleError
from .xml_text import name_of, parse

MAX_SIZE = 50 * 1024 * 1024
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


def read(data: bytes, fallback_zone: str = "") -> Programme:
    """Read a programme of any format; `fallback_zone` is the event's own zone, for times that come without one.

    Raises ScheduleError, whose message says what is wrong and where.
    """
    data = _whole(data)
    start = data.removeprefix(_BYTE_ORDER_MARK).lstrip()[:200]
    if not start:
        raise ScheduleError("the file is empty.")
    if start.upper().startswith(b"BEGIN:"):
        return ical.read(data, fallback_zone)
    if start.startswith((b"{", b"[")):
        return json_format.read(data.removeprefix(_BYTE_ORDER_MARK), fallback_zone)
    if not start.startswith(b"<") and b"\x00" not in start[:4]:
        raise ScheduleError("this is no schedule: neither JSON, XML nor iCalendar.")
    if start[:2] in (b"{\x00", b"\x00{"):
        return json_format.read(data, fallback_zone)
    root = parse(data)
    match name_of(root):
        case "schedule":
            return xml_format.read(root, fallback_zone)
        case "icalendar" | "vcalendar":
            return xcal.read(root, fallback_zone)
        case "html":
            raise ScheduleError("this is a web page. Look there for a link to the schedule as JSON, XML or iCalendar.")
    raise ScheduleError(f"<{name_of(root)[:60]}> is no schedule that is known; <schedule> and <iCalendar> are.")


def _whole(data: bytes) -> bytes:
    """Return what is packed with gzip unpacked; never more than a schedule may be long."""
    if data[:2] == b"\x1f\x8b":
        unpacking = zlib.decompressobj(wbits=31)
        try:
            data = unpacking.decompress(data, MAX_SIZE + 1)
        except zlib.error as error:
            raise ScheduleError(f"packed with gzip, but damaged ({error}).") from error
    if len(data) > MAX_SIZE:
        raise ScheduleError(f"longer than {MAX_SIZE // 1024 // 1024} MB; no schedule is.")
    return data
