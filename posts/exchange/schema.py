"""The border schema: the one shape in which a log crosses the border of this program.

Every import ends in it and every export starts from it. Texts are Markdown with references
(`[Ada](person:ada)`, `![](figure:stage)`); dates are local (RFC 3339 full-date), times are
instants (RFC 3339 date-time, in UTC). Things refer to each other by UUID, texts by slug.
"""

import datetime
from typing import Annotated, Final, Literal
from uuid import UUID

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
    model_validator,
)

FORMAT: Final = "tripsite-log"
VERSION: Final = 1


def _to_utc(value: datetime.datetime) -> datetime.datetime:
    return value.astimezone(datetime.UTC)


Instant = Annotated[AwareDatetime, AfterValidator(_to_utc)]
Slug = Annotated[
    str,
    StringConstraints(pattern=r"^[-\w]+$", max_length=100),
    # Letters of any script: elsewhere than here, \w stands for those of English.
    WithJsonSchema({"type": "string", "pattern": r"^[^\s/?#]+$", "maxLength": 100}),
]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Title = Annotated[str, StringConstraints(max_length=300)]
Short = Annotated[str, StringConstraints(max_length=200)]
Address = Annotated[str, StringConstraints(max_length=500)]
Latitude = Annotated[float, Field(ge=-90, le=90)]
Longitude = Annotated[float, Field(ge=-180, le=180)]
DayKind = Literal["prologue", "day", "epilogue"]
Role = Literal["travelled_with", "met", "speaker", "seen", "mentioned"]


class Document(BaseModel):
    """A part of the border shape: unknown members are errors, so that nothing is dropped silently."""

    model_config = ConfigDict(extra="forbid")


class PageDocument(Document):
    """A part with an address of its own."""

    uuid: UUID
    slug: Slug


class LinkDocument(Document):
    url: Address
    kind: Short = "other"
    title: Short = ""


class PersonDocument(Document):
    """A person. With visibility `name` there is a name and nothing else."""

    uuid: UUID
    name: Name
    slug: Slug | None = None
    visibility: Literal["public", "name", "pseudonym", "hidden"] = "name"
    aliases: list[Name] = []
    links: list[LinkDocument] = []
    pronouns: Short = ""
    affiliation: Short = ""
    about: str = ""


class PlaceDocument(PageDocument):
    name: Name
    kind: Literal["venue", "restaurant", "hotel", "station", "sight", "other"] = "other"
    address: Annotated[str, StringConstraints(max_length=300)] = ""
    city: Short = ""
    country: Short = ""
    map_url: Address = ""
    url: Address = ""
    latitude: Latitude | None = None
    longitude: Longitude | None = None
    about: str = ""


class SeriesDocument(PageDocument):
    name: Name
    url: Address = ""


class EventDocument(PageDocument):
    name: Name
    series: UUID | None = None
    starts_on: datetime.date | None = None
    ends_on: datetime.date | None = None
    time_zone: Short = "UTC"
    venue: UUID | None = None
    url: Address = ""
    about: str = ""


class TalkDocument(PageDocument):
    """A talk heard, given or missed on the day whose UUID is `day`; speakers in order."""

    title: Title
    event: UUID | None = None
    attendance: Literal["", "planned", "heard", "given", "missed"] = "heard"
    speakers: list[UUID] = []
    track: Short = ""
    room: Short = ""
    starts_at: Instant | None = None
    ends_at: Instant | None = None
    language: Annotated[str, StringConstraints(max_length=20)] = ""
    abstract: str = ""
    notes: str = ""
    url: Address = ""
    links: list[LinkDocument] = []
    is_cancelled: bool = False


class EncounterDocument(Document):
    uuid: UUID
    person: UUID
    role: Role = "met"
    place: UUID | None = None
    affiliation: Short = ""


class PhotoDocument(Document):
    """A photo's outward facts; sizes in pixels. Its derivatives lie at `/photos/<uuid>/<width>.<avif|jpg>`."""

    uuid: UUID
    width: Annotated[int, Field(gt=0)]
    height: Annotated[int, Field(gt=0)]
    dominant_color: Annotated[str, StringConstraints(pattern=r"^(#[0-9a-f]{6})?$")] = ""


class FigureDocument(Document):
    """A figure; `day` is the UUID of its day, `people` are left to right."""

    uuid: UUID
    name: Slug
    day: UUID | None = None
    photo: PhotoDocument | None = None
    remote_url: Address = ""
    title: Title = ""
    caption: str = ""
    alt: str = ""
    link: Address = ""
    people: list[UUID] = []


class DayDocument(Document):
    """A section of the narrative, with who was there and which talks were heard."""

    uuid: UUID
    kind: DayKind = "day"
    date: datetime.date | None = None
    date_source: Literal["writer", "weekday", "text", "heading", "file", "front_matter", "sequence", "none"] = "writer"
    date_confidence: Annotated[int, Field(ge=0, le=100)] = 100
    title: Short = ""
    body: str = ""
    status: Literal["draft", "published", "withdrawn"] = "published"
    encounters: list[EncounterDocument] = []
    talks: list[TalkDocument] = []

    @model_validator(mode="after")
    def _a_day_has_a_date(self) -> "DayDocument":
        if (self.kind == "day") != (self.date is not None):
            raise ValueError("a day has a date; a prologue or an epilogue has none")
        return self


class TripCard(PageDocument):
    """A trip as a list shows it; `cover` is the name of one of its figures, `events` are UUIDs."""

    title: Name
    summary: str = ""
    location: Short = ""
    status: Literal["draft", "published", "withdrawn"] = "published"
    published_at: Instant | None = None
    updated_at: Instant | None = None
    starts_on: datetime.date | None = None
    ends_on: datetime.date | None = None
    time_zone: Short = "UTC"
    language: Annotated[str, StringConstraints(max_length=20)] = "en"
    categories: list[Name] = []
    tags: list[Name] = []
    events: list[UUID] = []
    cover: Slug | None = None


class TripDocument(TripCard):
    """A trip, whole."""

    days: list[DayDocument] = []
    figures: list[FigureDocument] = []

    @model_validator(mode="after")
    def _dates_agree(self) -> "TripDocument":
        if (self.starts_on is None) != (self.ends_on is None):
            raise ValueError("starts_on and ends_on come together")
        if self.starts_on and self.ends_on:
            if self.ends_on < self.starts_on:
                raise ValueError("ends_on comes before starts_on")
            for day in self.days:
                if day.date and not self.starts_on <= day.date <= self.ends_on:
                    raise ValueError(f"the day {day.date} is outside the trip ({self.starts_on} to {self.ends_on})")
        names = [figure.name for figure in self.figures]
        if len(names) != len(set(names)):
            raise ValueError("two figures have the same name")
        return self


class LogDocument(Document):
    """A log, or a part of one: with each trip all that the trip refers to.

    `profiles` are the addresses of the author's own site and profiles.
    """

    format: Literal["tripsite-log"] = FORMAT
    version: Literal[1] = VERSION
    title: Short = ""
    tagline: Short = ""
    author: Short = ""
    profiles: list[Address] = []
    language: Annotated[str, StringConstraints(max_length=20)] = "en"
    people: list[PersonDocument] = []
    places: list[PlaceDocument] = []
    series: list[SeriesDocument] = []
    events: list[EventDocument] = []
    trips: list[TripDocument] = []
