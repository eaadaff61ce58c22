"""Turns posts, section by section, into the days and figures of one trip."""

import datetime
import re
import uuid
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Literal

from posts.roles import RANK, Role

from ..schema import DayDocument, EncounterDocument, FigureDocument
from .conversions import convert_shortcodes
from .edits import Edits
from .exported import figure_of
from .figures import Spot, set_figures
from .footnotes import settle
from .known import Known
from .leftovers import convert_leftovers
from .lists import indent_lists
from .passages import Cast, FoundLink, Passage, read_passage, rewrite_links
from .people import Person, free_slug, stable_uuid
from .pictures import PictureDraft
from .posts import ReadPost
from .report import FigureReport
from .sections import Section


@dataclass
class Assembly:
    """What a trip is made of while its posts are gone through."""

    source: str
    cast: Cast
    slugs: Mapping[PurePosixPath, str]
    known: Known
    days: list[DayDocument] = field(default_factory=list)
    figures: dict[str, FigureDocument] = field(default_factory=dict)
    pictures: dict[uuid.UUID, Path] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    people: dict[Person, Role] = field(default_factory=dict)
    report_figures: list[FigureReport] = field(default_factory=list)
    links: list[FoundLink] = field(default_factory=list)
    cover: str | None = None
    seen: Counter[tuple[str, datetime.date | None]] = field(default_factory=Counter)


def add_post(assembly: Assembly, read: ReadPost, sections: Sequence[Section], title: str = "") -> None:
    edits = Edits()
    _name_figures(assembly, read)
    _edit(assembly, read, edits)
    bodies = settle([edits.apply(read.body.text, section.start, section.end) for section in sections])
    for number, (section, body) in enumerate(zip(sections, bodies, strict=True)):
        words = _plain(section.heading.words) if section.heading else ""
        if title and number == 0 and words.casefold() != title.casefold():
            words = f"{title}: {words}" if words else title
        same = assembly.seen[section.kind, section.date]
        assembly.seen[section.kind, section.date] += 1
        key = stable_uuid("day", assembly.source, section.kind, section.date, same)
        day = DayDocument(
            uuid=key,
            kind=section.kind,
            date=section.date,
            date_source=section.source if section.kind == "day" else "none",
            date_confidence=section.confidence,
            title=words[:200],
            body=indent_lists(_tidy(body.strip("\n"))),
        )
        assembly.days.append(day)
        _fill_day(assembly, read, section, day)


def _plain(words: str) -> str:
    return " ".join(re.sub(r"[*_`]", "", words).split())


def _tidy(body: str) -> str:
    """Close up the blank lines that removed lines left behind, outside code."""
    if "\n\n\n" not in body:
        return body
    closed = read_passage(body).regions
    return re.sub(r"\n{3,}", lambda gap: gap[0] if closed.closed_end(gap.start()) else "\n\n", body)


def _name_figures(assembly: Assembly, read: ReadPost) -> None:
    for draft in read.pictures:
        told = figure_of(draft.src, read.exported) if read.exported else None
        draft.name = told.name if told else free_slug(figure_stem(draft), assembly.names, "figure")
        assembly.names.add(draft.name)


def figure_stem(draft: PictureDraft) -> str:
    name = re.split(r"[?#]", draft.src, maxsplit=1)[0].rstrip("/").rpartition("/")[2]
    return name.rpartition(".")[0] or name


def _edit(assembly: Assembly, read: ReadPost, edits: Edits) -> None:
    """Collect every change to a post's text: figures, links, shortcodes."""
    body = read.body
    spots: list[Spot] = []
    galleries: dict[tuple[int, int], list[PictureDraft]] = {}
    for draft in read.pictures:
        galleries.setdefault((draft.start, draft.end), []).append(draft)
    for (start, end), drafts in galleries.items():
        spots += [Spot(start, end if draft is drafts[-1] else start, draft.name) for draft in drafts]
    set_figures(body.text, spots, body.blocks, edits)
    ranges = sorted(galleries)
    body.found = [found for found in body.found if not _covered(found.position, ranges)]
    rewrite_links(body, edits, assembly.slugs)
    convert_shortcodes(
        body,
        edits,
        read.remark,
        read.post.source.parent,
        assembly.cast.posts,
        assembly.slugs,
        {draft.start for draft in read.pictures} | _inside(read, ranges),
    )
    convert_leftovers(body, edits, read.remark)
    for draft in read.pictures:
        if draft.remark:
            read.remark(draft.start, f"figure {draft.name}: {draft.remark}")
        if draft.picture.state == "missing":
            read.remark(draft.start, f"figure {draft.name}: {draft.src} {draft.picture.remark}")


def _covered(position: int, ranges: Sequence[tuple[int, int]]) -> bool:
    index = bisect_right(ranges, (position, 1 << 62)) - 1
    return index >= 0 and position < ranges[index][1]


def _inside(read: ReadPost, ranges: Sequence[tuple[int, int]]) -> set[int]:
    return {code.start for code in read.body.regions.shortcodes if _covered(code.start, ranges)}


def _fill_day(assembly: Assembly, read: ReadPost, section: Section, day: DayDocument) -> None:
    """Add the people a section links as encounters, and its figures."""
    roles: dict[Person, Role] = {}
    drafts = read.pictures[_from(read.pictures, section) : _until(read.pictures, section)]
    links = read.body.found[_from(read.body.found, section) : _until(read.body.found, section)]
    links += [found for draft in drafts if draft.words for found in draft.words.found]
    for found in links:
        assembly.links.append(found)
        if found.person is not None:
            person = found.person.final
            roles[person] = max(roles.get(person, found.role), found.role, key=RANK.index)
    for person, role in roles.items():
        key = stable_uuid("encounter", day.uuid, person.key)
        day.encounters.append(EncounterDocument(uuid=key, person=person.uuid, role=role))
        assembly.people[person] = max(assembly.people.get(person, role), role, key=RANK.index)
    for draft in drafts:
        add_figure(assembly, draft, day)


def _from(items: Sequence[FoundLink] | Sequence[PictureDraft], section: Section) -> int:
    """Return the index of the first item of a section, its heading included; items are in order."""
    return bisect_left(items, section.heading.start if section.heading else section.start, key=_position)


def _until(items: Sequence[FoundLink] | Sequence[PictureDraft], section: Section) -> int:
    return bisect_left(items, section.end, key=_position)


def _position(item: FoundLink | PictureDraft) -> int:
    return item.position if isinstance(item, FoundLink) else item.start


def _rewritten(passage: Passage, assembly: Assembly) -> str:
    edits = Edits()
    rewrite_links(passage, edits, assembly.slugs)
    return edits.apply(passage.text, 0, len(passage.text))


def add_figure(assembly: Assembly, draft: PictureDraft, day: DayDocument | None) -> None:
    if draft.name in assembly.figures:
        return  # an exported post shows it once more
    words = _rewritten(draft.words, assembly) if draft.words else draft.caption
    key = stable_uuid("figure", assembly.source, draft.name)
    is_remote = draft.picture.state == "remote"
    remote = draft.src if not draft.src.startswith("//") else f"https:{draft.src}"
    title = draft.title
    if len(title) > 300:
        title, words = "", f"{title} {words}".strip()
    assembly.figures[draft.name] = FigureDocument(
        uuid=key,
        name=draft.name,
        day=day.uuid if day else None,
        remote_url=remote if is_remote else "",
        title=title,
        caption=words,
        alt=draft.alt,
        link=draft.link,
    )
    if draft.picture.path is not None:
        assembly.pictures[key] = draft.picture.path
    when = day.date.isoformat() if day and day.date else day.kind if day else None
    state: Literal["found", "missing"] = "found" if draft.picture.state == "found" else "missing"
    assembly.report_figures.append(FigureReport(draft.name, draft.src, title, words, draft.alt, when, state))
