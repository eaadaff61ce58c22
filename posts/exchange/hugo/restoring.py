"""Gives a trip that was read from an exported post what the map of its front matter says of it."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from posts.prose.source import public_source
from posts.prose.targets import Targets

from ..schema import DayDocument, FigureDocument, LogDocument, PersonDocument, PlaceDocument, TripDocument
from .exported import Exported, ExportedDay, ExportedFigure, matched, unstopped
from .known import Known
from .people import Person, free_slug
from .posts import ReadPost
from .report import PersonReport
from .trips import ReadTrip

_REFERENCE = re.compile(r"\]\((person|place):([-\w]+)")


class _Renamed:
    """Whom and what of the map the log knows already: under which UUID and slug."""

    def __init__(self, exported: Exported, known: Known) -> None:
        self.uuids: dict[UUID, UUID] = {}
        self.slugs: dict[tuple[str, str], str] = {}
        self.people = [self._person(person, known) for person in exported.people]
        self.places = [self._place(place, known) for place in exported.places]

    def _person(self, person: PersonDocument, known: Known) -> PersonDocument:
        links = [(link.kind, link.url) for link in person.links]
        if found := known.person(person.uuid, person.name, links):
            self.uuids[person.uuid] = found.uuid
            slug: str | None = found.slug
        else:
            slug = free_slug(person.slug, known.person_slugs, "person") if person.slug else None
        if person.slug and slug:
            self.slugs["person", person.slug] = slug
        return person.model_copy(update={"uuid": self.uuid(person.uuid), "slug": slug})

    def _place(self, place: PlaceDocument, known: Known) -> PlaceDocument:
        everywhere = {found.uuid: found for found in known.places_by_address.values()}
        found = everywhere.get(place.uuid) or known.places_by_address.get(place.map_url or place.url or "-")
        if found is None:
            slug = place.slug if place.slug not in known.place_slugs else free_slug(place.slug, known.place_slugs, "")
            found = place.model_copy(update={"slug": slug})
        self.uuids[place.uuid] = found.uuid
        self.slugs["place", place.slug] = found.slug
        return found

    def uuid(self, uuid: UUID) -> UUID:
        return self.uuids.get(uuid, uuid)

    def text(self, source: str) -> str:
        def renamed(found: re.Match[str]) -> str:
            return f"]({found[1]}:{self.slugs.get((found[1], found[2]), found[2])}"

        return _REFERENCE.sub(renamed, unstopped(source))


def restore(trip: ReadTrip, posts: Sequence[ReadPost], lead: ReadPost | None, known: Known) -> None:
    """Change a trip of one exported post. Raises pydantic.ValidationError where the map contradicts itself."""
    exported = posts[0].exported
    if exported is None or len(posts) != 1 or lead is not None:
        return
    renamed = _Renamed(exported, known)
    days = _days(trip.trip.days, posts[0], exported, renamed)
    by_read_uuid = dict(zip([day.uuid for day in trip.trip.days], days, strict=True))
    figures = _figures(trip, posts[0], exported, renamed, by_read_uuid)
    is_known = trip.source in known.trips
    told = _told(trip.trip, exclude={"days", "figures"}) | {
        "uuid": trip.trip.uuid if is_known else exported.uuid,
        "summary": renamed.text(_summary(trip.trip.summary, exported)),
        "events": exported.trip_events,
        "cover": _cover(trip.trip, posts[0], exported),
        "days": days,
        "figures": figures,
        **_range(posts[0], days),
    }
    events = [
        event.model_copy(update={"venue": event.venue and renamed.uuid(event.venue)}) for event in exported.events
    ]
    log = LogDocument(
        language=trip.document.language,
        people=renamed.people,
        places=renamed.places,
        series=exported.series,
        events=events,
        trips=[TripDocument(**told)],
    )
    trip.document = log
    trip.report.trip = trip.trip
    trip.sections = list(trip.trip.days)
    trip.report.people = _people_report(trip.trip, renamed.people)


def _told(document: Any, exclude: set[str]) -> dict[str, Any]:
    return {name: getattr(document, name) for name in type(document).model_fields if name not in exclude}


def _days(read: Sequence[DayDocument], post: ReadPost, exported: Exported, renamed: _Renamed) -> list[DayDocument]:
    pairs: list[tuple[ExportedDay | None, str]] = [
        (day, heading.words if heading else "") for day, heading in matched(post.body, exported)
    ]
    if len(pairs) < len(read):  # a section that somebody put above all others
        pairs.insert(0, (None, ""))
    return [_day(day, told, words, exported, renamed) for day, (told, words) in zip(read, pairs, strict=True)]


def _day(day: DayDocument, told: ExportedDay | None, words: str, exported: Exported, renamed: _Renamed) -> DayDocument:
    body = renamed.text(day.body)
    if told is None:
        return day.model_copy(update={"body": body})
    for label, before in told.footnotes.items():
        body = body.replace(f"[^{label}]", f"[^{before}]")
    for figure in exported.figures:
        if not figure.placed:
            body = re.sub(rf"\n*^!\[\]\(figure:{re.escape(figure.name)}\)$", "", body, flags=re.MULTILINE)
    title = told.title if words in ("", told.heading) else day.title.removeprefix(_when(told)).removeprefix(": ")
    encounters = [
        each.model_copy(update={"person": renamed.uuid(each.person), "place": each.place and renamed.uuid(each.place)})
        for each in told.encounters
    ]
    talks = [
        talk.model_copy(
            update={
                "speakers": [renamed.uuid(uuid) for uuid in talk.speakers],
                "notes": renamed.text(talk.notes),
                "abstract": renamed.text(talk.abstract),
            }
        )
        for talk in told.talks
    ]
    values = _told(told, exclude={"anchor", "heading", "footnotes"}) | {
        "body": body.lstrip("\n"),
        "title": title,
        "encounters": [type(each)(**_told(each, set())) for each in encounters],
        "talks": [type(talk)(**_told(talk, set())) for talk in talks],
    }
    return DayDocument(**values)


def _when(told: ExportedDay) -> str:
    """Return the words before the title in a heading."""
    return told.heading.partition(": ")[0] if told.title else told.heading


def _figures(
    trip: ReadTrip, post: ReadPost, exported: Exported, renamed: _Renamed, days: dict[UUID, DayDocument]
) -> list[FigureDocument]:
    """Return the figures in the order they had, those new in the text behind them."""
    read = {figure.name: figure for figure in trip.trip.figures}
    pictures: dict[UUID, Path] = {}
    figures = []
    for told in exported.figures:
        figure = read.pop(told.name, None)
        if figure is None:
            if told.name == exported.cover and post.facts.cover and post.facts.cover.src == told.src:
                figures.append(_figure(told, told, renamed, days))  # its picture is missing
            continue
        if figure.uuid in trip.pictures:
            pictures[told.uuid] = trip.pictures[figure.uuid]
        figures.append(_figure(figure, told, renamed, days))
    for figure in read.values():
        day = days[figure.day].uuid if figure.day else None
        figures.append(figure.model_copy(update={"day": day, "caption": renamed.text(figure.caption)}))
        if figure.uuid in trip.pictures:
            pictures[figure.uuid] = trip.pictures[figure.uuid]
    trip.pictures = pictures
    return figures


def _figure(
    figure: FigureDocument, told: ExportedFigure, renamed: _Renamed, days: dict[UUID, DayDocument]
) -> FigureDocument:
    is_in_text = figure.day in days
    words: FigureDocument = figure if is_in_text else told
    # One that stood on its day without being placed there belonged to no day, or to the one it was shown on.
    day = told.day if not is_in_text or not told.placed or told.day is None else days[figure.day].uuid  # type: ignore[index]
    known_days = {day.uuid for day in days.values()}
    return FigureDocument(
        uuid=told.uuid,
        name=told.name,
        day=day if day in known_days else None,
        remote_url=told.remote_url or figure.remote_url,
        title=unstopped(words.title),
        caption=renamed.text(words.caption),
        alt=unstopped(words.alt),
        link=words.link,
        people=[renamed.uuid(uuid) for uuid in told.people] or figure.people,
    )


def _summary(summary: str, exported: Exported) -> str:
    """Return the summary with its references, unless somebody has changed its words."""
    return exported.summary if public_source(exported.summary, Targets()).strip() == summary else summary


def _cover(trip: TripDocument, post: ReadPost, exported: Exported) -> str | None:
    cover = post.facts.cover
    if cover is None:
        return None
    told = next((figure for figure in exported.figures if figure.name == exported.cover), None)
    return told.name if told and told.src == cover.src else trip.cover


def _range(post: ReadPost, days: Sequence[DayDocument]) -> dict[str, Any]:
    dates = [day.date for day in days if day.date]
    dates += [stamp.date for stamp in (post.facts.starts, post.facts.ends) if stamp]
    return {"starts_on": min(dates, default=None), "ends_on": max(dates, default=None)}


def _people_report(trip: TripDocument, people: Sequence[PersonDocument]) -> list[PersonReport]:
    roles = {each.person: each.role for day in trip.days for each in day.encounters}
    return [
        PersonReport(
            Person(str(each.uuid), [each.name], list(each.aliases), list(each.links), slug=each.slug or ""),
            roles.get(each.uuid, "mentioned"),
        )
        for each in people
    ]
