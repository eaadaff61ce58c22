"""Puts posts that were read together into trips of the border shape."""

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import Literal

from posts.left_to_right import find_list

from ..schema import DayDocument, EncounterDocument, LogDocument, TripDocument
from .assembly import Assembly, add_figure, add_post, figure_stem
from .known import Known
from .passages import Cast
from .people import Person, by_spoken_name, free_slug, stable_uuid
from .posts import ReadPost, enter_speaker
from .report import LinkReport, PersonReport, ReferenceReport, TripReport
from .sections import Section
from .slips import find_slips
from .talks import propose_talks


@dataclass
class ReadTrip:
    """One trip as read, with the files of its figures, and what the report says of it.

    `source_hash` is the SHA-256 over all its files; `published` says whether the posts were public where they stood.
    `sections` are its days before anybody corrected them.
    """

    source: str
    source_hash: str
    document: LogDocument
    pictures: dict[uuid.UUID, Path]
    report: TripReport
    published: bool
    sections: list[DayDocument] = field(default_factory=list)

    @property
    def trip(self) -> TripDocument:
        return self.document.trips[0]


def assemble(
    posts: Sequence[ReadPost], source: str, slug: str, cast: Cast, slugs: Mapping[PurePosixPath, str], known: Known,
    lead: ReadPost | None = None,
) -> ReadTrip:  # fmt: skip
    """Make a trip of one post or several; `lead` is the page of the folder or term they belong to."""
    first = lead or posts[0]
    assembly = Assembly(source, cast, slugs, known)
    if lead is not None and lead.body.text.strip():
        add_post(assembly, lead, [replace(lead.sections[0], start=0, end=len(lead.body.text), kind="prologue",
                                           date=None, source="none", heading=None)])  # fmt: skip
    for read in posts:
        sections = read.sections if len(posts) == 1 and lead is None else _as_days(read)
        add_post(assembly, read, sections, title=read.title if len(posts) > 1 else "")
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


def _add_speakers(assembly: Assembly, posts: Sequence[ReadPost]) -> None:
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


def _add_cover(assembly: Assembly, read: ReadPost) -> None:
    """Take the figure that shows the cover's file; a cover used nowhere in the text becomes a figure of no day."""
    if read.cover is None:
        return
    for figure in assembly.figures.values():
        same_file = (
            read.cover.picture.path is not None and assembly.pictures.get(figure.uuid) == read.cover.picture.path
        )
        if same_file or (figure.remote_url and figure.remote_url.endswith(read.cover.src)):
            assembly.cover = figure.name
            figure.alt = figure.alt or read.cover.alt
            return
    read.cover.name = free_slug(figure_stem(read.cover), assembly.names, "cover")
    assembly.names.add(read.cover.name)
    add_figure(assembly, read.cover, None)
    assembly.cover = read.cover.name


def _finish(assembly: Assembly, posts: Sequence[ReadPost], first: ReadPost, slug: str) -> ReadTrip:
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
        figures=list(assembly.figures.values()),
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
        assembly.source, _hash(posts), document, assembly.pictures, _report(assembly, posts, trip), published,
        list(trip.days),
    )  # fmt: skip


def _united(posts: Sequence[ReadPost], taxonomy: Literal["categories", "tags"]) -> list[str]:
    terms: dict[str, str] = {}
    for read in posts:
        for term in getattr(read.facts, taxonomy):
            terms.setdefault(term.casefold(), term)
    return list(terms.values())


def _name_people_in_figures(assembly: Assembly) -> None:
    """Name who stands in a picture whose words list them left to right, as far as the trip links them.

    Where it links them all, the list leaves the caption: a line is made of the people themselves.
    """
    spoken = by_spoken_name(assembly.people)
    for figure in assembly.figures.values():
        listed = find_list(figure.caption) or find_list(figure.title)
        if listed is None:
            continue
        people = [spoken.get(named.name) or _by_slug(assembly, named.slug) for named in listed.names]
        figure.people = [person.uuid for person in dict.fromkeys(filter(None, people))]
        if None not in people and find_list(figure.caption):
            figure.caption = listed.rest


def _by_slug(assembly: Assembly, slug: str) -> Person | None:
    return next((person for person in assembly.people if slug and person.slug == slug), None)


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


def _report(assembly: Assembly, posts: Sequence[ReadPost], trip: TripDocument) -> TripReport:
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
