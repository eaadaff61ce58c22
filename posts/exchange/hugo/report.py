"""What an import reports, for people and, with `--report json`, for machines."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from ..schema import TripDocument
from .people import Person
from .places import Place


@dataclass
class FigureReport:
    name: str
    src: str
    title: str
    caption: str
    alt: str
    day: str | None
    file: Literal["found", "missing"]


@dataclass
class LinkReport:
    text: str
    url: str
    kind: str
    reason: str


@dataclass
class PersonReport:
    person: Person
    role: str


@dataclass
class ReferenceReport:
    """A reference to another post: as written, the slug it comes to, and whether such a trip is there."""

    target: str
    slug: str
    resolved: bool


@dataclass
class TripReport:
    """The facts of one trip. `skipped` says why it was left alone."""

    trip: TripDocument
    people: list[PersonReport]
    places: list[Place]
    links: list[LinkReport]
    figures: list[FigureReport]
    references: list[ReferenceReport]
    warnings: list[str]
    skipped: str = ""

    def as_json(self) -> dict[str, Any]:
        trip = self.trip
        return {
            "slug": trip.slug,
            "title": trip.title,
            "starts_on": trip.starts_on and trip.starts_on.isoformat(),
            "ends_on": trip.ends_on and trip.ends_on.isoformat(),
            "status": f"skipped: {self.skipped}" if self.skipped else trip.status,
            "tags": trip.tags,
            "categories": trip.categories,
            "cover": trip.cover,
            "events": [],
            "days": [
                {"kind": day.kind, "date": day.date and day.date.isoformat(), "date_source": day.date_source}
                for day in trip.days
            ],
            "people": [_person(item) for item in self.people],
            "places": [{"name": place.name, "url": place.url} for place in self.places],
            "links": [asdict(link) for link in self.links],
            "figures": [asdict(figure) for figure in self.figures],
            "references": [
                {"target": item.target, "state": "resolved" if item.resolved else "dangling"}
                for item in self.references
            ],
            "warnings": self.warnings,
        }


def _person(item: PersonReport) -> dict[str, Any]:
    person = item.person
    return {
        "name": person.name,
        "slug": person.slug,
        "links": [link.url for link in person.links],
        "aliases": person.other_names,
        "role": item.role,
    }


@dataclass
class Problem:
    """Why a file or a trip did not go in; `line` is 0 for a whole file."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: line {self.line}: {self.reason}" if self.line else f"{self.file}: {self.reason}"


@dataclass
class Report:
    trips: list[TripReport] = field(default_factory=list)
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    skipped: int = 0
    errors: list[Problem] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)  # posts that belong to no trip
    failed: int = 0  # trips that were read and could not be loaded

    def as_json(self) -> dict[str, Any]:
        return {
            "trips": [trip.as_json() for trip in self.trips],
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "skipped": self.skipped,
            "errors": [asdict(problem) for problem in self.errors],
        }

    def as_lines(self) -> Iterable[str]:
        """Yield the report for people."""
        for trip in self.trips:
            yield from _trip_lines(trip)
        yield from self.notes
        counts = ("created", "updated", "unchanged", "skipped")
        yield ", ".join([*(f"{name} {getattr(self, name)}" for name in counts), f"errors {len(self.errors)}"])


def _trip_lines(report: TripReport) -> Iterable[str]:
    trip = report.trip
    when = f"{trip.starts_on} to {trip.ends_on}" if trip.starts_on else "undated"
    yield f"{trip.slug}: {trip.title} ({when}, {f'skipped: {report.skipped}' if report.skipped else trip.status})"
    for day in trip.days:
        sure = f" by {day.date_source}, {day.date_confidence} % sure" if day.date else ""
        yield f"  {day.kind}{f' {day.date:%A %Y-%m-%d}' if day.date else ''}{sure}"
    yield from _listed("people", [f"{item.person.name} ({item.role})" for item in report.people])
    yield from _listed("places", [place.name for place in report.places])
    yield from _listed("figures", [f"{item.name} ({item.file})" for item in report.figures])
    dangling = [item.target for item in report.references if not item.resolved]
    yield from _listed("refers to posts that are not here yet", dangling)
    for link in report.links:
        yield f"  link “{link.text}”: {link.kind}, {link.reason}"
    for warning in report.warnings:
        yield f"  look: {warning}"


def _listed(words: str, items: Sequence[str]) -> Iterable[str]:
    if items:
        yield f"  {words}: {', '.join(items)}"
