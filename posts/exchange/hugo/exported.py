"""The map `tripsite` in the front matter of a post that `export_hugo` wrote: what its text alone cannot tell.

The text comes first. What somebody changed in it since is read as in any post; the map says which section is which
day, whom a link means, and what Hugo does not know.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field, ValidationError

from posts.prose.sanitize import REFERENCE_SCHEMES

from ..schema import (
    DayDocument,
    Document,
    EventDocument,
    FigureDocument,
    PersonDocument,
    PlaceDocument,
    SeriesDocument,
    Short,
    Slug,
    TalkDocument,
)
from .blocks import Block
from .decisions import DecidedKind, Decisions
from .edits import Edits
from .links import clean_text
from .passages import Passage, read_passage
from .sections import Section

KEY = "tripsite"
# How a shortcode's mark is kept from running where there is nothing to close it: in prose, and in code.
STOPPED = {"{&#123;<": "{{<", "{&#123;%": "{{%", "{{\u200b<": "{{<", "{{\u200b%": "{{%"}
_STOPPED = re.compile("|".join(map(re.escape, STOPPED)))
_REFERENCE = re.compile(rf"(?:{'|'.join(sorted(REFERENCE_SCHEMES))}):[-\w]+|")


class ExportedDay(DayDocument):
    """A day without its text. `anchor` is that of the heading above it, `heading` its words before a title.

    `footnotes` gives the labels that footnotes had by those that tell them apart in one post.
    """

    anchor: Short = ""
    heading: str = ""
    footnotes: dict[str, str] = {}


class ExportedFigure(FigureDocument):
    """A figure; its words stand in the text unless it is only the cover. `line`, behind its caption, says who is in it.

    One that is not `placed` was shown below its day.
    """

    src: str = ""
    line: str = ""
    placed: bool = True


class ExportedLink(Document):
    """A link that does not mean whom or what its address is best known for; an ordinary one has no target."""

    text: str
    url: str
    to: str = ""


class Exported(Document):
    """`trip_events` are the events that the trip itself went to; others are those of its talks."""

    version: Annotated[int, Field(ge=1, le=1)]
    uuid: UUID
    summary: str = ""
    cover: Slug | None = None
    days: list[ExportedDay] = []
    figures: list[ExportedFigure] = []
    people: list[PersonDocument] = []
    places: list[PlaceDocument] = []
    series: list[SeriesDocument] = []
    events: list[EventDocument] = []
    trip_events: list[UUID] = []
    links: list[ExportedLink] = []


def address_of(thing: PersonDocument | PlaceDocument | EventDocument | TalkDocument) -> str:
    """Return where a link to somebody or something leads outside of the log; nothing where there is no such page."""
    if isinstance(thing, PersonDocument):
        addresses = [link.url for link in thing.links if link.kind != "email"] if thing.visibility == "public" else []
    elif isinstance(thing, PlaceDocument):
        addresses = [thing.map_url, thing.url]
    else:
        addresses = [thing.url]
    return next((address for address in addresses if re.match(r"https?://[^\s<>]+$", address, re.IGNORECASE)), "")


@dataclass
class Meanings:
    """Whom and what the links of an exported post mean, by their address and, where that is not enough, their text."""

    by_address: dict[str, str] = field(default_factory=dict)
    by_text: dict[tuple[str, str], str] = field(default_factory=dict)

    @classmethod
    def of(cls, exported: Exported) -> "Meanings":
        told: list[tuple[str, Any]] = [("person", person) for person in exported.people if person.slug]
        told += [("place", place) for place in exported.places]
        told += [("event", event) for event in exported.events]
        told += [("talk", talk) for day in exported.days for talk in day.talks]
        meanings = cls()
        for kind, thing in told:
            if address := address_of(thing):
                meanings.by_address.setdefault(address, f"{kind}:{thing.slug}")
        meanings.by_text = {(link.text, link.url): link.to for link in exported.links if _REFERENCE.fullmatch(link.to)}
        return meanings

    def find(self, text: str, url: str) -> str:
        """Return the reference that a link stands for, or nothing for an ordinary link."""
        words = clean_text(text)
        return self.by_text[words, url] if (words, url) in self.by_text else self.by_address.get(url, "")


class _NothingButLinks(dict[str, DecidedKind]):
    """Says of every link that it is an ordinary one."""

    def get(self, key: str, default: Any = None) -> Any:
        return "other"

    def __contains__(self, key: object) -> bool:
        return True


PLAIN_LINKS = Decisions(links=_NothingButLinks())


def read_exported(values: Mapping[str, Any]) -> tuple[Exported | None, list[str]]:
    """Return the map of a front matter, and a remark where there is one that cannot be used."""
    if KEY not in values:
        return None, []
    try:
        return Exported.model_validate(values[KEY]), []
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(map(str, (KEY, *fault["loc"])))
        return None, [f"{where}: {fault['msg']}; the post was read without this map"]


def with_references(text: str, exported: Exported) -> str:
    """Return an exported text with references in place of the links that stood for them."""
    meanings = Meanings.of(exported)
    edits = Edits()
    for link in read_passage(text).links:
        if link.is_image or not isinstance(link.target, str) or text[link.start] == "<":
            continue
        if to := meanings.find(link.text, link.target):
            title = f' "{link.title}"' if link.title and '"' not in link.title else ""
            edits.replace(link.text_start + len(link.text), link.end, f"]({to}{title})")
    return edits.apply(text, 0, len(text))


def unstopped(text: str) -> str:
    return _STOPPED.sub(lambda found: STOPPED[found[0]], text)


def caption_of(src: str, caption: str, exported: Exported) -> str:
    """Return a figure's caption without the line of people below it."""
    figure = figure_of(src, exported)
    if figure and figure.line and caption.endswith(figure.line):
        caption = caption.removesuffix(figure.line).rstrip()
    return with_references(caption, exported)


def figure_of(src: str, exported: Exported) -> ExportedFigure | None:
    return next((figure for figure in exported.figures if figure.src == src), None)


def matched(passage: Passage, exported: Exported) -> list[tuple[ExportedDay, Block | None]]:
    """Return the days whose headings are there still, each with its heading; an untitled prologue has none."""
    headings = [block for block in passage.blocks if block.kind == "heading" and block.anchor]
    found: list[tuple[ExportedDay, Block | None]] = []
    position = 0
    for number, day in enumerate(exported.days):
        if not day.anchor:
            found += [(day, None)] if number == 0 else []
            continue
        for index in range(position, len(headings)):
            if headings[index].anchor == day.anchor:
                found.append((day, headings[index]))
                position = index + 1
                break
    return found


def sections_of(passage: Passage, exported: Exported) -> list[Section]:
    """Return the sections of a post at the headings that were written above its days."""
    days = matched(passage, exported)
    sections = []
    if (first := days[0][1] if days else None) and passage.text[: first.start].strip():
        sections.append(Section(0, first.start, "prologue"))  # somebody put it above the first heading
    for number, (day, heading) in enumerate(days):
        following = days[number + 1][1] if number + 1 < len(days) else None
        start = heading.end if heading else 0
        end = following.start if following else len(passage.text)
        sections.append(Section(start, end, day.kind, day.date, "heading" if day.date else "none", heading=heading))
    return sections
