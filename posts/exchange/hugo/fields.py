"""What the keys of a front matter mean for a trip. Keys without a place here are named in the report."""

import re
import reprlib
import zoneinfo
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .dates import Stamp, parse_stamp
from .front_matter import FrontMatter, FrontMatterError

_TITLE = ("title", "linktitle")
_DATE = ("date", "publishdate", "publish_date", "published", "pubdate")
_SUMMARY = ("description", "summary", "excerpt", "abstract", "subtitle", "lead")
_COVER = tuple(
    """
    image cover featured_image featuredimage featureimage feature_image header_image thumbnail hero heroimage banner
    cover_image coverimage og_image images
    """.split()
)
_UPDATED = ("lastmod", "updated", "modified", "last_modified_at", "last_modified")
_STARTS = ("start_date", "startdate", "date_start", "starts_on", "trip_start", "from_date")
_ENDS = ("end_date", "enddate", "date_end", "ends_on", "trip_end", "to_date")
_LOCATION = ("location", "locations", "city", "where", "destination")
_ZONE = ("time_zone", "timezone", "tz")
_LANGUAGE = ("lang", "language", "locale")
_CATEGORIES = ("categories", "category")
_TAGS = ("tags", "tag")
_SPEAKERS = ("speakers", "speaker")
MAPPED = {
    *(*_TITLE, *_DATE, *_SUMMARY, *_COVER, *_UPDATED, *_STARTS, *_ENDS, *_LOCATION, *_ZONE, *_LANGUAGE),
    *(*_CATEGORIES, *_TAGS, *_SPEAKERS, "draft", "slug", "resources", "tripsite"),
}


@dataclass(frozen=True)
class Cover:
    src: str
    alt: str = ""
    caption: str = ""
    title: str = ""


@dataclass(frozen=True)
class Speaker:
    name: str
    url: str = ""
    about: str = ""
    affiliation: str = ""


@dataclass
class Facts:
    """What a front matter says; `posted` is None without a date."""

    title: str = ""
    slug: str = ""
    summary: str = ""
    posted: Stamp | None = None
    updated: Stamp | None = None
    starts: Stamp | None = None
    ends: Stamp | None = None
    is_draft: bool = False
    categories: list[str] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    location: str = ""
    time_zone: str = "UTC"
    language: str = "en"
    cover: Cover | None = None
    speakers: list[Speaker] = field(default_factory=list)
    resources: dict[str, str] = field(default_factory=dict)  # a picture's file or name -> its title
    kept: list[str] = field(default_factory=list)  # `key = value` of keys without a place
    remarks: list[str] = field(default_factory=list)


def read_facts(front_matter: FrontMatter, is_jekyll: bool, taxonomy: str | None = None) -> Facts:
    """Read the facts. Raises FrontMatterError for a date that is none."""
    values = front_matter.values
    splits = is_jekyll or "layout" in values
    facts = Facts(
        title=_first_text(values, _TITLE),
        slug=_first_text(values, ("slug",)),
        summary=_first_text(values, _SUMMARY, one_line=False),
        posted=_first_date(front_matter, _DATE),
        updated=_first_date(front_matter, _UPDATED),
        starts=_first_date(front_matter, _STARTS),
        ends=_first_date(front_matter, _ENDS),
        is_draft=_is_true(values.get("draft")) or str(values.get("published", "")).lower() == "false",
        categories=terms(_first(values, _CATEGORIES), splits),
        tags=terms(_first(values, _TAGS), splits),
        location=", ".join(terms(_first(values, _LOCATION), False))[:200],
        cover=_cover(values),
        speakers=_speakers(_first(values, _SPEAKERS)),
        resources=_resources(values.get("resources")),
    )
    _read_zone_and_language(values, facts)
    mapped = MAPPED | ({taxonomy, taxonomy.rstrip("s"), f"{taxonomy}s"} if taxonomy else set())
    facts.kept = [f"{key} = {_short(value)}" for key, value in values.items() if key not in mapped]
    return facts


def _short(value: Any) -> str:
    brief = reprlib.Repr()
    brief.maxstring = brief.maxother = 60
    brief.maxlevel, brief.maxlist, brief.maxdict = 3, 6, 6
    return brief.repr(value) if not isinstance(value, str) else brief.repr(value).strip("'\"")


def _first(values: Mapping[str, Any], keys: Sequence[str]) -> Any:
    return next((values[key] for key in keys if values.get(key) not in (None, "", [], {})), None)


def _text(value: Any) -> str:
    """Return a value as text that a database can keep: escapes may spell NUL and halves of characters."""
    text = value if isinstance(value, str) else str(value) if isinstance(value, int | float) else ""
    return text.replace("\0", "").encode("utf-8", "replace").decode().strip()


def _first_text(values: Mapping[str, Any], keys: Sequence[str], one_line: bool = True) -> str:
    for key in keys:
        if text := _text(values.get(key)):
            return " ".join(text.split()) if one_line else text
    return ""


def _is_true(value: Any) -> bool:
    return value is True or (isinstance(value, str) and value.strip().lower() in ("true", "yes", "on", "1"))


def _first_date(front_matter: FrontMatter, keys: Sequence[str]) -> Stamp | None:
    for key in keys:
        value = front_matter.values.get(key)
        if value in (None, "") or str(value).lower() in ("true", "false"):
            continue
        stamp = parse_stamp(value)
        if stamp is not None:
            return stamp
        raise FrontMatterError(front_matter.lines.get(key, 1), f'{key} "{_short(value)}" is not a date; trip skipped')
    return None


def terms(value: Any, splits_words: bool) -> list[str]:
    """Return the terms of a taxonomy: a list, `a, b`, or (in Jekyll, or in small letters) `a b`."""
    if isinstance(value, str):
        if "," in value:
            items: list[Any] = value.split(",")
        elif splits_words or value == value.lower():
            items = value.split()
        else:
            items = [value]
    elif isinstance(value, list | tuple):
        items = list(value)
    else:
        items = [value]
    found: dict[str, str] = {}
    for item in items:
        named = (item.get("name") or item.get("title") or "") if isinstance(item, Mapping) else item
        if text := " ".join(_text(named).split())[:100]:
            found.setdefault(text.casefold(), text)
    return list(found.values())


def _cover(values: Mapping[str, Any]) -> Cover | None:
    value = _first(values, _COVER)
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, Mapping):
        lowered = {str(key).lower(): part for key, part in value.items()}
        src = _first_text(lowered, ("image", "src", "url", "path", "file", "relative", "feature"))
        alt, caption = _first_text(lowered, ("alt",)), _first_text(lowered, ("caption",))
        return Cover(src, alt, caption, _first_text(lowered, ("title",))) if src else None
    src = _text(value)
    return Cover(src) if src and src.lower() not in ("true", "false") else None


def _speakers(value: Any) -> list[Speaker]:
    found = []
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, str):
            found.append(Speaker(item.strip()))
        elif isinstance(item, Mapping):
            lowered = {str(key).lower(): part for key, part in item.items()}
            url = _first_text(lowered, ("website", "url", "link", "homepage", "site", "github", "linkedin", "twitter"))
            about = _first_text(lowered, ("bio", "about", "description"), one_line=False)
            affiliation = _first_text(lowered, ("affiliation", "company", "organisation", "organization"))[:200]
            found.append(Speaker(_first_text(lowered, ("name", "title")), url, about, affiliation))
    return [speaker for speaker in found if speaker.name]


def _resources(value: Any) -> dict[str, str]:
    found = {}
    for item in value if isinstance(value, list) else []:
        if isinstance(item, Mapping):
            title = _text(item.get("title"))
            found.update({_text(item.get(key)): title for key in ("src", "name") if _text(item.get(key)) and title})
    return found


def _read_zone_and_language(values: Mapping[str, Any], facts: Facts) -> None:
    zone = _first_text(values, _ZONE)
    if zone and zone in zoneinfo.available_timezones():
        facts.time_zone = zone
    elif zone:
        facts.remarks.append(f"“{zone}” is no time zone; UTC was taken")
    language = _first_text(values, _LANGUAGE).replace("_", "-")
    if re.fullmatch(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}", language):
        facts.language = language
    elif language:
        facts.remarks.append(f"“{language}” is no language tag; en was taken")
