"""What became of a programme in the log: for people, and as JSON."""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Status = Literal["created", "updated", "unchanged", "cancelled", "kept"]


@dataclass
class TalkReport:
    """`changed` and `kept` name fields: what was taken over, and what was edited here and therefore stays."""

    key: str
    title: str
    slug: str
    status: Status
    changed: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


@dataclass
class PersonReport:
    """`recognised_by` is `link`, `identifier`, `name` or `talk`; empty for somebody new."""

    name: str
    slug: str
    links: list[str]
    recognised_by: str = ""


@dataclass
class EventReport:
    slug: str
    title: str
    starts_on: str | None
    ends_on: str | None
    time_zone: str
    status: Literal["created", "updated", "unchanged"]


@dataclass
class ScheduleReport:
    format: str
    event: EventReport
    days: list[str] = field(default_factory=list)
    rooms: list[str] = field(default_factory=list)
    tracks: list[str] = field(default_factory=list)
    talks: list[TalkReport] = field(default_factory=list)
    people: list[PersonReport] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def count(self, *statuses: Status) -> int:
        return sum(talk.status in statuses for talk in self.talks)

    @property
    def has_changes(self) -> bool:
        return self.event.status != "unchanged" or self.count("unchanged", "kept") < len(self.talks)

    def as_json(self) -> dict[str, Any]:
        """Return the report with the counts that every import gives; a talk left alone for its edits is skipped."""
        return {
            "trips": [],
            **asdict(self),
            "created": self.count("created"),
            "updated": self.count("updated"),
            "unchanged": self.count("unchanged"),
            "cancelled": self.count("cancelled"),
            "skipped": self.count("kept"),
            "errors": [],
        }

    def as_lines(self) -> list[str]:
        event = self.event
        lines = [
            f"{event.title} ({event.slug}): {event.starts_on} to {event.ends_on}, {event.time_zone}; {event.status}"
        ]
        for talk in self.talks:
            if talk.status == "cancelled":
                lines.append(f"  no longer in the programme, marked as cancelled: {talk.title}")
            elif talk.kept:
                lines.append(f"  edited here, so kept: {', '.join(talk.kept)} of {talk.title}")
        lines += [f"  {warning}" for warning in self.warnings]
        new = sum(not person.recognised_by for person in self.people)
        counts = [(self.count(status), status) for status in ("created", "updated", "unchanged", "cancelled")]
        told = ", ".join(f"{count} {status}" for count, status in counts)
        lines.append(f"{len(self.talks)} talks: {told}, {self.count('kept')} kept as edited here.")
        lines.append(f"{new} new people, {len(self.people) - new} known.")
        return lines
