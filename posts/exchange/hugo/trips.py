"""Puts posts that were read together into trips of the border shape."""

import hashlib
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Literal

from ..schema import DayDocument, EncounterDocument, FigureDocument, LogDocument, TripDocument
from .conversions import convert_shortcodes
from .days import Section
from .edits import Edits
from .figures import Spot, set_figures
from .known import Known
from .passages import Cast, FoundLink, Passage, read_passage, rewrite_links
from .people import Person, by_spoken_name, free_slug, stable_uuid
from .pictures import PictureDraft
from .posts import ReadPost, enter_speaker
from .report import FigureReport, LinkReport, PersonReport, ReferenceReport, TripReport
from .roles import RANK, Role
from .slips import find_slips
from .talks import propose_talks

_LEFT_TO_RIGHT = re.compile(
    r"\b(?:from )?left to right\b[:,]?\s*(?P<names>.*)|\b(?:von links nach rechts|de gauche à droite|de izquierda a derecha)\b[:,]?\s*(?P<more>.*)",
    re.I | re.S,
)


@dataclass
class ReadTrip:
    """One trip as read, with the files of its figures, and what the report says of it.

    `source_hash` is the SHA-256 over all its files; `published` says whether the posts were public where they stood.
    """

    source: str
    source_hash: str
    document: LogDocument
    pictures: dict[uuid.UUID, Path]
    report: TripReport
    published: bool

    @property
    def trip(self) -> TripDocument:
        return self.document.trips[0]


@dataclass
class _Assembly:
    """What a trip is made of while its posts are gone through."""

    source: str
    cast: Cast
    slugs: Mapping[PurePosixPath, str]
    known: Known
    days: list[DayDocument] = field(default_factory=list)
    figures: list[FigureDocument] = field(default_factory=list)
    pictures: dict[uuid.UUID, Path] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    people: dict[Person, Role] = field(default_factory=dict)
    report_figures: list[FigureReport] = field(default_factory=list)
    links: list[FoundLink] = field(default_factory=list)
    cover: str | None = None


def assemble(
    posts: Sequence[ReadPost], source: str, slug: str, cast: Cast, slugs: Mapping[PurePosixPath, str], known: Known,
    lead: ReadPost | None = None,
) -> ReadTrip:  # fmt: skip
    """Make a trip of one post or several; `lead` is the page of the folder or term they belong to."""
    first = lead or posts[0]
    assembly = _Assembly(source, cast, slugs, known)
    if lead is not None and lead.body.text.strip():
        _add_post(assembly, lead, [replace(lead.sections[0], start=0, end=len(lead.body.text), kind="prologue",
                                           date=None, source="none", heading=None)])  # fmt: skip
    for read in posts:
        sections = read.sections if len(posts) == 1 and lead is None else _as_days(read)
        _add_post(assembly, read, sections, title=read.title if len(posts) > 1 else "")
    everyone = [*([lead] if lead else []), *posts]
    _add_speakers(assembly, everyone)
    _add_cover(assembly, first if first.cover else next((read for read in everyone if read.cover), first))
    return _finish(assembly, everyone, first, slug)


def _as_days(read: ReadPost) -> list[Section]:
    """Return a post's sections as days: one of several posts has no prologue or epilogue of its own."""
    days = [section for section in read.sections if section.kind == "day"]
    if not days:
        return read.sections
    days[0] = replace(days[0], start=min(days[0].start, read.sections[0].start))
    if read.sections[0].kind == "prologue":
        days[0] = replace(days[0], heading=None)
    days[-1] = replace(days[-1], end=read.sections[-1].end)
    return days


def _add_post(assembly: _Assembly, read: ReadPost, sections: Sequence[Section], title: str = "") -> None:
    edits = Edits()
    _name_figures(assembly, read)
    _edit(assembly, read, edits)
    for number, section in enumerate(sections):
        words = _plain(section.heading.words) if section.heading else ""
        if title and number == 0 and words.casefold() != title.casefold():
            words = f"{title}: {words}" if words else title
        same = sum(day.kind == section.kind and day.date == section.date for day in assembly.days)
        key = stable_uuid("day", assembly.source, section.kind, section.date, same)
        body = edits.apply(read.body.text, section.start, section.end).strip("\n")
        day = DayDocument(
            uuid=key,
            kind=section.kind,
            date=section.date,
            date_source=section.source if section.kind == "day" else "none",
            date_confidence=section.confidence,
            title=words[:200],
            body=_tidy(body),
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


def _name_figures(assembly: _Assembly, read: ReadPost) -> None:
    for draft in read.pictures:
        draft.name = free_slug(_stem(draft), assembly.names, "figure")
        assembly.names.add(draft.name)


def _stem(draft: PictureDraft) -> str:
    name = re.split(r"[?#]", draft.src, maxsplit=1)[0].rstrip("/").rpartition("/")[2]
    return name.rpartition(".")[0] or name


def _edit(assembly: _Assembly, read: ReadPost, edits: Edits) -> None:
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
    for draft in read.pictures:
        if draft.remark:
            read.remark(draft.start, f"figure {draft.name}: {draft.remark}")
        if draft.picture.state == "missing":
            read.remark(draft.start, f"figure {draft.name}: {draft.src} {draft.picture.remark}")


def _covered(position: int, ranges: Sequence[tuple[int, int]]) -> bool:
    return any(start <= position < end for start, end in ranges)


def _inside(read: ReadPost, ranges: Sequence[tuple[int, int]]) -> set[int]:
    return {code.start for code in read.body.regions.shortcodes if _covered(code.start, ranges)}


def _fill_day(assembly: _Assembly, read: ReadPost, section: Section, day: DayDocument) -> None:
    """Add the people a section links as encounters, and its figures."""
    roles: dict[Person, Role] = {}
    captions = {id(draft): read.captions.get(index) for index, draft in enumerate(read.pictures)}
    drafts = [draft for draft in read.pictures if _is_in(draft.start, section)]
    links = [found for found in read.body.found if _is_in(found.position, section)]
    for draft in drafts:
        if passage := captions[id(draft)]:
            links += passage.found
    for found in links:
        assembly.links.append(found)
        if found.person is not None:
            person = found.person.final
            roles[person] = max(roles.get(person, found.role), found.role, key=RANK.index)
    for person, role in roles.items():
        day.encounters.append(
            EncounterDocument(uuid=stable_uuid("encounter", day.uuid, person.key), person=person.uuid, role=role)
        )
        assembly.people[person] = max(assembly.people.get(person, role), role, key=RANK.index)
    for draft in drafts:
        passage = captions[id(draft)]
        _add_figure(assembly, draft, day, _rewritten(passage, assembly) if passage else draft.caption)


def _is_in(position: int, section: Section) -> bool:
    heading_start = section.heading.start if section.heading else section.start
    return heading_start <= position < section.end


def _rewritten(passage: Passage, assembly: _Assembly) -> str:
    edits = Edits()
    rewrite_links(passage, edits, assembly.slugs)
    return edits.apply(passage.text, 0, len(passage.text))


def _add_figure(assembly: _Assembly, draft: PictureDraft, day: DayDocument | None, words: str) -> None:
    key = stable_uuid("figure", assembly.source, draft.name)
    is_remote = draft.picture.state == "remote"
    remote = draft.src if not draft.src.startswith("//") else f"https:{draft.src}"
    title = draft.title
    if len(title) > 300:
        title, words = "", f"{title} {words}".strip()
    assembly.figures.append(
        FigureDocument(
            uuid=key,
            name=draft.name,
            day=day.uuid if day else None,
            remote_url=remote if is_remote else "",
            title=title,
            caption=words,
            alt=draft.alt,
            link=draft.link,
        )
    )
    if draft.picture.path is not None:
        assembly.pictures[key] = draft.picture.path
    when = day.date.isoformat() if day and day.date else day.kind if day else None
    state: Literal["found", "missing"] = "found" if draft.picture.state == "found" else "missing"
    assembly.report_figures.append(FigureReport(draft.name, draft.src, title, words, draft.alt, when, state))


def _add_speakers(assembly: _Assembly, posts: Sequence[ReadPost]) -> None:
    """Enter the speakers that a front matter names, on the trip's first day."""
    for read in posts:
        for speaker in read.facts.speakers:
            person = enter_speaker(speaker, assembly.cast, read.is_public).final
            day = next((day for day in assembly.days if day.kind == "day"), assembly.days[0])
            met = next((item for item in day.encounters if item.person == person.uuid), None)
            if met is None:
                key = stable_uuid("encounter", day.uuid, person.key)
                day.encounters.append(EncounterDocument(uuid=key, person=person.uuid, role="speaker"))
            assembly.people.setdefault(person, "speaker")


def _add_cover(assembly: _Assembly, read: ReadPost) -> None:
    """Take the figure that shows the cover's file; a cover used nowhere in the text becomes a figure of no day."""
    if read.cover is None:
        return
    for figure in assembly.figures:
        same_file = (
            read.cover.picture.path is not None and assembly.pictures.get(figure.uuid) == read.cover.picture.path
        )
        if same_file or (figure.remote_url and figure.remote_url.endswith(read.cover.src)):
            assembly.cover = figure.name
            figure.alt = figure.alt or read.cover.alt
            return
    read.cover.name = free_slug(_stem(read.cover), assembly.names, "cover")
    assembly.names.add(read.cover.name)
    _add_figure(assembly, read.cover, None, read.cover.caption)
    assembly.cover = read.cover.name


def _finish(assembly: _Assembly, posts: Sequence[ReadPost], first: ReadPost, slug: str) -> ReadTrip:
    facts = first.facts
    dates = [day.date for day in assembly.days if day.date]
    dates += [stamp.date for stamp in (facts.starts, facts.ends) if stamp and dates]
    updated = max((read.facts.updated.instant for read in posts if read.facts.updated), default=None)
    posted = max((read.facts.posted.instant for read in posts if read.facts.posted), default=None)
    _name_people_in_figures(assembly)
    trip = TripDocument(
        uuid=assembly.known.trips[assembly.source].uuid
        if assembly.source in assembly.known.trips
        else stable_uuid("trip", assembly.source),
        slug=slug,
        title=first.title[:200],
        summary=facts.summary,
        location=facts.location,
        status="draft",
        published_at=posted,
        updated_at=updated,
        starts_on=min(dates, default=None),
        ends_on=max(dates, default=None),
        time_zone=facts.time_zone,
        language=facts.language,
        categories=_united(posts, "categories"),
        tags=_united(posts, "tags"),
        cover=assembly.cover,
        days=assembly.days,
        figures=assembly.figures,
    )
    places = dict.fromkeys(found.place for found in assembly.links if found.place is not None)
    document = LogDocument(
        language=facts.language,
        people=[person.document(assembly.known.visibility) for person in assembly.people],
        places=[place.document() for place in places],
        trips=[trip],
    )
    published = all(read.is_public for read in posts)
    return ReadTrip(
        assembly.source, _hash(posts), document, assembly.pictures, _report(assembly, posts, trip), published
    )


def _united(posts: Sequence[ReadPost], taxonomy: Literal["categories", "tags"]) -> list[str]:
    terms: dict[str, str] = {}
    for read in posts:
        for term in getattr(read.facts, taxonomy):
            terms.setdefault(term.casefold(), term)
    return list(terms.values())


def _name_people_in_figures(assembly: _Assembly) -> None:
    """Name who stands in a picture whose caption lists them left to right, as far as the trip links them."""
    spoken = by_spoken_name(assembly.people)
    for figure in assembly.figures:
        listed = _LEFT_TO_RIGHT.search(figure.caption) or _LEFT_TO_RIGHT.search(figure.title)
        if listed is None:
            continue
        plain = re.sub(r"\[([^\]]*)\]\([^()]*\)|\([^()]*\)", r"\1", listed["names"] or listed["more"] or "")
        names = [name.strip(" .*_") for name in re.split(r",|;|\band\b|&|\bund\b|\bet\b", plain)]
        people = dict.fromkeys(spoken[name] for name in names if name in spoken)
        figure.people = [person.uuid for person in people]


def _hash(posts: Sequence[ReadPost]) -> str:
    """Return the SHA-256 over the posts' files and their pictures, by name and content."""
    digest = hashlib.sha256()
    for read in posts:
        digest.update(f"{len(read.data)}\n".encode() + read.data)
        drafts = [*read.pictures, *([read.cover] if read.cover else [])]
        for path in dict.fromkeys(draft.picture.path for draft in drafts if draft.picture.path):
            with path.open("rb") as file:
                digest.update(f"{path.name}\n".encode() + hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _report(assembly: _Assembly, posts: Sequence[ReadPost], trip: TripDocument) -> TripReport:
    warnings = [words for read in posts for words in read.remarks]
    for read in posts:
        if read.facts.kept:
            listed = "; ".join(read.facts.kept)
            warnings.append(f"{read.post.source}: front matter without a place here: {listed}")
        warnings += propose_talks(read)
        warnings += find_slips(read, list(assembly.people))
    for read in posts:
        if len(read.title) > 200:
            warnings.append(f"{read.post.source}: the title is longer than 200 characters and was cut: {read.title}")
    return TripReport(
        trip=trip,
        people=[PersonReport(person, role) for person, role in assembly.people.items()],
        places=list(dict.fromkeys(found.place for found in assembly.links if found.place is not None)),
        links=[LinkReport(found.text, found.url, found.kind, found.reason) for found in assembly.links],
        figures=assembly.report_figures,
        references=[
            ReferenceReport(
                found.target.written,
                assembly.slugs.get(found.target.source, "") if found.target.source else found.target.slug,
                found.target.source is not None or found.target.slug in assembly.known.trip_slugs,
            )
            for found in assembly.links
            if found.kind == "reference" and found.target is not None
        ],
        warnings=warnings,
    )
