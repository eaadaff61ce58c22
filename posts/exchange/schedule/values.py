"""Single values as programmes write them: text, dates, clocks, durations, languages and addresses."""

import datetime
import re
import zoneinfo
from typing import Any
from urllib.parse import urljoin

from people.links import split

from .programme import LinkEntry, LinkKind

# What no database keeps in a text, and what hides in one; line breaks and tabs stay.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff\ud800-\udfff]")
_CLOCK = re.compile(r"(\d{1,3}):(\d{2})(?::(\d{2})(?:\.\d+)?)?")
_ISO_DURATION = re.compile(r"P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{1,8})*")
_LANGUAGES = {
    "english": "en", "german": "de", "deutsch": "de", "formal_german": "de", "french": "fr", "français": "fr",
    "spanish": "es", "español": "es", "italian": "it", "italiano": "it", "dutch": "nl", "nederlands": "nl",
    "portuguese": "pt", "português": "pt", "japanese": "ja", "polish": "pl", "czech": "cs", "russian": "ru",
}  # fmt: skip
_VIDEO = re.compile(
    r"(^|\.)(youtube\.com|youtu\.be|vimeo\.com|media\.ccc\.de|archive\.fosdem\.org|video\.[^/]+)$"
    r"|\.(mp4|webm|mkv|av1|ogv)$"
)
_SLIDES = re.compile(r"(^|\.)(slideshare\.net|speakerdeck\.com|slides\.com)$|\.(pdf|odp|pptx?|key)$")
_CODE = re.compile(r"(^|\.)(github\.com|gitlab\.com|codeberg\.org|git\.sr\.ht|bitbucket\.org)$")
_WORDS: tuple[tuple[LinkKind, re.Pattern[str]], ...] = (
    ("video", re.compile(r"\b(video|recording|aufzeichnung|enregistrement|grabación)", re.IGNORECASE)),
    ("slides", re.compile(r"\b(slides?|slide deck|folien|presentation|diapositives)\b", re.IGNORECASE)),
    ("paper", re.compile(r"\b(paper|preprint|article)\b", re.IGNORECASE)),
    ("code", re.compile(r"\b(source|code|repository|repo)\b", re.IGNORECASE)),
)
_CANCELLED = re.compile(r"\W*CANCEL+ED\b")


def text(value: Any, length: int | None = None) -> str:
    """Return a value as text without control characters, cut to `length`; anything that is no text is empty."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    written = str(value)
    if not written.isprintable():  # line breaks and tabs are not, either
        written = _CONTROLS.sub("", written.replace("\r\n", "\n").replace("\r", "\n"))
    cleaned = written.strip()
    return cleaned if length is None else cleaned[:length].rstrip()


def line(value: Any, length: int = 200) -> str:
    """The same in one line, for names and titles."""
    return " ".join(text(value).split())[:length].rstrip()


def whole_text(*parts: str) -> str:
    """Join subtitle, abstract and description, leaving out what another part says already."""
    kept: list[str] = []
    for part in parts:
        if part and not any(part in other for other in kept):
            kept = [*(other for other in kept if other not in part), part]
    return "\n\n".join(kept)


def date(value: Any) -> datetime.date | None:
    """Return the date that a text opens with: `2024-05-17`, `20240517`, with or without a time."""
    found = re.match(r"(\d{4})-?(\d{2})-?(\d{2})", text(value))
    try:
        return datetime.date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def moment(value: Any) -> datetime.datetime | None:
    """Return an ISO 8601 date with a time, with or without an offset; None for anything else."""
    written = text(value)
    try:
        return datetime.datetime.fromisoformat(written) if len(written) > 10 else None
    except ValueError:
        return None


def clock(value: Any) -> datetime.timedelta | None:
    """Return `9:30`, `09:30` or `25:30:00` as time since midnight."""
    found = _CLOCK.fullmatch(text(value))
    if not found or int(found[2]) > 59:
        return None
    return datetime.timedelta(hours=int(found[1]), minutes=int(found[2]), seconds=int(found[3] or 0))


def duration(value: Any) -> datetime.timedelta | None:
    """Return `1:30`, `01:30`, `01:30:00`, `P1DT2H` or a number of minutes; None where it is none of these."""
    written = text(value)
    if written.isdigit() and len(written) < 5:
        return datetime.timedelta(minutes=int(written))
    if found := _ISO_DURATION.fullmatch(written):
        weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
        length = datetime.timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes, seconds=seconds)
    else:
        length = clock(written) or datetime.timedelta()
    return length if datetime.timedelta() < length <= datetime.timedelta(days=31) else None


def zone(name: Any) -> zoneinfo.ZoneInfo | None:
    """Return the time zone of an IANA name."""
    written = text(name, 50)
    try:
        return zoneinfo.ZoneInfo(written) if written else None
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None


def language(value: Any) -> str:
    """Return a language tag such as `de` or `pt-BR`; empty for what is none."""
    written = text(value)
    if known := _LANGUAGES.get(written.casefold()):
        return known
    return written.replace("_", "-") if _LANGUAGE.fullmatch(written) and len(written) <= 20 else ""


def address(value: Any, base: str = "") -> str:
    """Return a web address, completed from `base` where it is relative; empty for anything else."""
    written = text(value)
    if not written or re.search(r"[\s<>\"\\]", written):
        return ""
    if written.startswith("/") and base:
        written = urljoin(base, written)
    return written if split(written) and len(written) <= 500 else ""


def link(url: Any, title: Any = "", kind: Any = "", base: str = "") -> LinkEntry | None:
    """Return a talk's link, its kind taken from what the programme calls it, else from its address."""
    found = address(url, base)
    if not found:
        return None
    shown = line(title)
    return LinkEntry(found, _kind(found, shown, text(kind)), "" if shown == found else shown)


def says_cancelled(title: str) -> bool:
    """Whether a title says it in the way of conferences: `CANCELLED A talk`, in capitals, in front."""
    return bool(_CANCELLED.match(title))


def _kind(url: str, title: str, kind: str) -> LinkKind:
    for named, words in _WORDS:
        if words.search(kind):
            return named
    parts = split(url)
    host, path = (parts.hostname or "", parts.path.lower()) if parts else ("", "")
    if _VIDEO.search(host) or _VIDEO.search(path):
        return "video"
    for named, words in _WORDS:
        if words.search(title):
            return named
    if _SLIDES.search(host) or _SLIDES.search(path):
        return "slides"
    return "code" if _CODE.search(host) and path.strip("/").count("/") >= 1 else "other"
