"""What a camera wrote into a picture: when, in which zone and where it was taken, and how it was held.

Tags are those of Exif 2.32 (CIPA DC-008-2019). Cameras, phones and editors write them wrongly in every
way there is, so whatever cannot be made sense of reads as "not known".
"""

import datetime
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from PIL import Image

ORIENTATION = 0x0112  # 4.6.4 A
EXIF_IFD = 0x8769  # 4.6.3: pointer to the Exif-specific tags
GPS_IFD = 0x8825  # 4.6.3: pointer to the GPS tags
# 4.6.5 F. The plain DateTime (0x0132) is left out: it tells when a file was last edited.
TAKEN_TAGS = (
    (0x9003, 0x9011),  # DateTimeOriginal, OffsetTimeOriginal
    (0x9004, 0x9012),  # DateTimeDigitized, OffsetTimeDigitized
)
LATITUDE_REF, LATITUDE, LONGITUDE_REF, LONGITUDE = 1, 2, 3, 4  # 4.6.6

# "2024:03:14 11:02:13" by the letter; other separators, fractions and a missing time occur.
MOMENT = re.compile(r"(\d{4})[:/.-](\d\d?)[:/.-](\d\d?)(?:[ T]+(\d\d?):(\d\d)(?::(\d\d))?)?")
OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)")
LARGEST_OFFSET = 14 * 60

# What has to be done to the stored pixels so that they are seen upright.
TRANSPOSITIONS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


@dataclass(frozen=True)
class Taken:
    """`on` and `time` are the camera's local clock; `utc_offset` is in minutes east of UTC; degrees are WGS 84."""

    on: datetime.date | None = None
    time: datetime.time | None = None
    utc_offset: int | None = None
    latitude: float | None = None
    longitude: float | None = None


def read(image: Image.Image) -> Taken:
    """Return what the picture's EXIF tells about its taking; never raises for bad EXIF."""
    tags = _directory(image, EXIF_IFD)
    on, clock, offset = _moment(tags)
    latitude, longitude = _position(_directory(image, GPS_IFD))
    return Taken(on, clock, offset, latitude, longitude)


def transposition(image: Image.Image) -> Image.Transpose | None:
    """Return what turns the stored pixels upright, None where they are already."""
    try:
        return TRANSPOSITIONS.get(image.getexif().get(ORIENTATION, 1))
    except Exception:  # see _directory; a list as the value cannot be looked up either
        return None


def swaps_sides(turn: Image.Transpose | None) -> bool:
    """Tell whether a transposition makes a wide picture a tall one."""
    return turn in {TRANSPOSITIONS[orientation] for orientation in (5, 6, 7, 8)}


def _directory(image: Image.Image, pointer: int) -> Mapping[int, Any]:
    try:
        return dict(image.getexif().get_ifd(pointer))
    except Exception:  # Pillow's parser raises whatever a malformed block trips over: struct.error, SyntaxError, …
        return {}


def _moment(tags: Mapping[int, Any]) -> tuple[datetime.date | None, datetime.time | None, int | None]:
    for moment_tag, offset_tag in TAKEN_TAGS:
        found = MOMENT.match(_text(tags.get(moment_tag)))
        if not found:
            continue
        year, month, day, hour, minute, second = (int(group) if group else 0 for group in found.groups())
        try:
            on = datetime.date(year, month, day)
        except ValueError:
            continue
        try:
            clock = datetime.time(hour, minute, second) if found.group(4) else None
        except ValueError:
            clock = None
        return on, clock, _offset(_text(tags.get(offset_tag)))
    return None, None, None


def _offset(text: str) -> int | None:
    if text.upper() == "Z":
        return 0
    found = OFFSET.fullmatch(text)
    if not found:
        return None
    sign, hours, minutes = found.groups()
    offset = int(hours) * 60 + int(minutes)
    if int(minutes) > 59 or offset > LARGEST_OFFSET:
        return None
    return -offset if sign == "-" else offset


def _position(tags: Mapping[int, Any]) -> tuple[float | None, float | None]:
    latitude = _degrees(tags.get(LATITUDE), _text(tags.get(LATITUDE_REF)), "N", "S", 90)
    longitude = _degrees(tags.get(LONGITUDE), _text(tags.get(LONGITUDE_REF)), "E", "W", 180)
    # Exactly 0° 0° is what devices write that had no fix.
    if latitude is None or longitude is None or latitude == longitude == 0:
        return None, None
    return latitude, longitude


def _degrees(value: Any, ref: str, positive: str, negative: str, limit: int) -> float | None:
    """Return degrees from (degrees, minutes, seconds) and a hemisphere, without which the sign is not known."""
    if ref.upper() not in (positive, negative) or not isinstance(value, tuple) or not 1 <= len(value) <= 3:
        return None
    try:
        parts = [float(part) for part in value]
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    # A part with a zero denominator reads as "not a number".
    if not all(math.isfinite(part) and part >= 0 for part in parts):
        return None
    degrees = sum(part / 60**power for power, part in enumerate(parts))
    if degrees > limit:
        return None
    return round(-degrees if ref.upper() == negative else degrees, 7)


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        value = value.decode("ascii", "replace")
    return value.strip("\x00 ") if isinstance(value, str) else ""
