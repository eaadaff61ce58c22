"""What the page of something brought in asks, and what its answers mean."""

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args
from urllib.parse import urlsplit
from uuid import UUID

from posts.exchange.hugo.decisions import DecidedKind, SectionKind, link_key
from posts.exchange.hugo.links import may_be_anything
from posts.exchange.hugo.report import LinkReport
from posts.exchange.reading_names import FoundName
from posts.exchange.review import FoundTrip
from posts.models import Day
from posts.names.offers import Kind

from .common import short

KINDS = get_args(DecidedKind)
SECTIONS = get_args(SectionKind)
# A browser sends as many answers as Django takes, which is a thousand.
MOST_ANSWERS = 700
MOST_LINKS, MOST_NAMES, MOST_SECTIONS = 400, 60, 100
_AROUND = 70
_KEY = re.compile(r"[0-9a-f]{16}")
_NAME_ANSWER = re.compile(r"new|(?:link|correct):[-\w]{1,100}")


@dataclass(frozen=True)
class LinkRow:
    """A link and what it may be: `answers` are pairs of a value and its words, the chosen one is `value`."""

    key: str
    link: LinkReport
    count: int
    answers: list[tuple[str, str]]
    value: str

    @property
    def shown(self) -> str:
        parts = urlsplit(self.link.url)
        short = (parts.netloc + parts.path).removeprefix("www.").rstrip("/") or self.link.url
        return short if len(short) <= 60 else f"{short[:58]}…"


@dataclass(frozen=True)
class SectionRow:
    key: UUID
    title: str
    words: str
    why: str
    date: datetime.date | None
    kind: str
    answers: list[tuple[str, str]]


@dataclass(frozen=True)
class NameRow:
    """Words that name somebody; `around` are the first of them with what stands beside them."""

    name: FoundName
    value: str
    around: tuple[str, str, str]


@dataclass(frozen=True)
class TripRows:
    """A trip's findings as the page shows them; `left_out` says what is not asked because there is too much."""

    found: FoundTrip
    sections: list[SectionRow]
    links: list[LinkRow]
    names: list[NameRow]
    left_out: list[str]

    @property
    def missing(self) -> list[str]:
        report = self.found.read.report
        return [figure.src for figure in report.figures if figure.file == "missing" and "//" not in figure.src[:8]]

    @property
    def on_the_web(self) -> list[str]:
        report = self.found.read.report
        return [figure.src for figure in report.figures if figure.file == "missing" and "//" in figure.src[:8]]

    @property
    def dangling(self) -> list[str]:
        return [reference.target for reference in self.found.read.report.references if not reference.resolved]


def rows_of(found: FoundTrip, in_text: Iterable[FoundName], choices: Mapping[str, Any], propose: bool) -> TripRows:
    """Return a trip's findings; `propose` chooses a link wherever a name can mean one person only."""
    links = _link_rows(found, choices.get("links", {}))
    sections = [_section(day, index, choices.get("days", {})) for index, day in enumerate(found.read.sections)]
    decided = choices.get("names", {})
    names = [
        NameRow(name, decided.get(name.key, _only_answer(name) if propose else ""), _around(name)) for name in in_text
    ]
    left_out = [
        f"{len(rows) - most} more {what}"
        for rows, most, what in (
            (links, MOST_LINKS, "links"), (names, MOST_NAMES, "names"), (sections, MOST_SECTIONS, "sections")
        )
        if len(rows) > most
    ]  # fmt: skip
    return TripRows(found, sections[:MOST_SECTIONS], links[:MOST_LINKS], names[:MOST_NAMES], left_out)


def _link_rows(found: FoundTrip, decided: Mapping[str, str]) -> list[LinkRow]:
    links: dict[str, list[LinkReport]] = {}
    for link in found.read.report.links:
        if link.kind in KINDS:
            links.setdefault(link_key(link.text, link.url), []).append(link)
    rows = []
    for key, same in links.items():
        link = same[0]
        kinds = [kind for kind in KINDS if kind in ("organisation", "other") or may_be_anything(link.url)]
        answers = [(kind, kind) for kind in kinds]
        if key in decided:
            answers.append(("", "as it was read"))
        else:
            answers = [("" if kind == link.kind else kind, words) for kind, words in answers]
        rows.append(LinkRow(key, link, len(same), answers, decided.get(key, "")))
    return rows


def _section(day: Any, index: int, decided: Mapping[str, Any]) -> SectionRow:
    now = decided.get(str(day.uuid), {"kind": day.kind, "date": day.date and day.date.isoformat()})
    answers = [("day", "day"), ("prologue", "prologue"), ("epilogue", "epilogue")]
    if index:
        answers.append(("before", "part of the section before"))
    source = Day.DateSource(day.date_source)
    why = f"dated by {source.label}, {day.date_confidence} % sure" if day.date else "has no date"
    date = datetime.date.fromisoformat(now["date"]) if now["date"] else day.date
    return SectionRow(day.uuid, day.title, short(_plain(day.body[:600]), 140), why, date, now["kind"], answers)


def _only_answer(name: FoundName) -> str:
    is_clear = name.offer.kind == Kind.MATCH and len(name.offer.candidates) == 1
    return name.answers[0][0] if is_clear else ""


def _around(name: FoundName) -> tuple[str, str, str]:
    day, offer = name.places[0]
    before = _plain(day.body[: offer.start].rpartition("\n\n")[2])
    after = _plain(day.body[offer.end :].partition("\n\n")[0])
    if len(before) > _AROUND:
        before = "… " + before[-_AROUND:].partition(" ")[2]
    if len(after) > _AROUND:
        after = after[:_AROUND].rpartition(" ")[0] + " …"
    return before, offer.words, after


def _plain(source: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"!?\[([^\[\]]*)\]\([^()\s]*\)", r"\1", source))


def pages_of(trips: Iterable[FoundTrip]) -> list[list[FoundTrip]]:
    """Part trips into pages that a browser can send whole."""
    pages: list[list[FoundTrip]] = [[]]
    filled = 0
    for trip in trips:
        links = min(len(trip.read.report.links), MOST_LINKS)
        weight = links + 2 * min(len(trip.read.sections), MOST_SECTIONS) + MOST_NAMES
        if pages[-1] and filled + weight > MOST_ANSWERS:
            pages.append([])
            filled = 0
        pages[-1].append(trip)
        filled += weight
    return pages


def with_answers(choices: Mapping[str, Any], post: Mapping[str, str], asked: Sequence[str]) -> tuple[Any, list[str]]:
    """Return choices with a form's answers taken in, and what is wrong with them; `asked` are the pairs it showed."""
    links, names = dict(choices.get("links", {})), dict(choices.get("names", {}))
    same, days = dict(choices.get("same", {})), dict(choices.get("days", {}))
    mistakes: list[str] = []
    for field, value in post.items():
        what, _, key = field.partition("-")
        if what == "link" and _KEY.fullmatch(key):
            _take(links, key, value, value in KINDS)
        elif what == "name" and _KEY.fullmatch(key):
            _take(names, key, value, bool(_NAME_ANSWER.fullmatch(value)))
        elif what == "kind" and value in SECTIONS and (uuid := _uuid(key)):
            _take_section(days, uuid, value, post.get(f"date-{key}", ""), mistakes)
    same |= {key: f"same-{key}" in post for key in asked if _KEY.fullmatch(key)}
    return {"links": links, "names": names, "same": same, "days": days, "publish": "publish" in post}, mistakes


def _take(chosen: dict[str, str], key: str, value: str, is_answer: bool) -> None:
    if is_answer:
        chosen[key] = value
    elif not value:
        chosen.pop(key, None)


def _take_section(days: dict[str, Any], uuid: str, kind: str, written: str, mistakes: list[str]) -> None:
    if kind != "day":
        days[uuid] = {"kind": kind, "date": None}
        return
    try:
        days[uuid] = {"kind": kind, "date": datetime.date.fromisoformat(written.strip()).isoformat()}
    except ValueError:
        what = f"“{written}” is no date" if written.strip() else "a day needs a date"
        mistakes.append(f"A section stays as it was: {what}. Write it as 2024-05-17, or make it a prologue.")


def _uuid(key: str) -> str:
    try:
        return str(UUID(key))
    except ValueError:
        return ""
