"""What the writer alone remembers of people: private notes, promises, and whom to expect at an event."""

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Q, QuerySet

from people.models import Person
from posts.models import Day, Encounter, Event, Figure, Reference, Talk
from posts.prose.markdown import to_html
from posts.prose.references import text_of
from posts.prose.retarget import occurrences

_BLANK_LINE = re.compile(r"\n[ \t]*\n")


@dataclass
class Memory:
    """One day on which somebody was met, heard, pictured or named, published or not."""

    day: Day
    encounter: Encounter | None = None
    talks: list[Talk] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    passages: list[str] = field(default_factory=list)


@dataclass
class Acquaintance:
    """Somebody known who may be at an event, and the reasons to think so."""

    person: Person
    reasons: list[str]
    last_seen: Encounter | None = None
    promises: list[Encounter] = field(default_factory=list)


def timeline(person: Person) -> list[Memory]:
    """Return all that is remembered of somebody, day by day over all trips, the latest first.

    A constant number of queries, whatever the number of days.
    """
    encounters = Encounter.objects.filter(person=person).select_related("place", "introduced_by")
    talks = Talk.objects.filter(speakers=person, day__isnull=False).select_related("event")
    figures = Figure.objects.filter(people=person, day__isnull=False)
    slugs = [person.slug, *person.former_slugs.values_list("slug", flat=True)]
    named = Reference.objects.filter(kind="person", slug__in=slugs, day__isnull=False).values("day")
    on_a_day = (
        Q(pk__in=encounters.values("day")) | Q(pk__in=talks.values("day")) | Q(pk__in=figures.values("day"))
    ) | Q(pk__in=named)
    memories = {day.pk: Memory(day) for day in Day.objects.filter(on_a_day).select_related("trip")}
    for encounter in encounters:
        memories[encounter.day_id].encounter = encounter
    for talk in talks:
        memories[talk.day_id or 0].talks.append(talk)
    for figure in figures:
        memories[figure.day_id or 0].figures.append(figure)
    for memory in memories.values():
        memory.passages = passages_naming(memory.day.body, slugs)
    return sorted(memories.values(), key=_when, reverse=True)


def passages_naming(source: str, slugs: Iterable[str]) -> list[str]:
    """Return the paragraphs of a Markdown text that refer to one of some people, as plain words."""
    breaks = [0, *(match.end() for match in _BLANK_LINE.finditer(source)), len(source)]
    starts: dict[int, int] = {}
    for occurrence in occurrences(source, "person", list(slugs)):
        start = max(each for each in breaks if each <= occurrence.start)
        starts[start] = next(each for each in breaks if each > occurrence.start)
    return [text_of(to_html(source[start:end])) for start, end in starts.items()]


def acquaintances_at(event: Event) -> list[Acquaintance]:
    """Return whom one knows who will be at an event: speakers of its programme, and people of the series' editions.

    Known is who was met, seen or heard on any day, published or not. Those with most reasons come first.
    """
    reasons: dict[int, list[str]] = defaultdict(list)
    known = Encounter.objects.exclude(role=Encounter.Role.MENTIONED).filter(person=OuterRef("pk"))
    heard = Talk.objects.filter(attendance=Talk.Attendance.HEARD, speakers=OuterRef("pk")).exclude(event=event)
    speakers = Person.objects.filter(Exists(known) | Exists(heard)).filter(
        talks__event=event, talks__is_cancelled=False
    )
    for key, title in speakers.values_list("pk", "talks__title").order_by("talks__starts_at", "talks__pk"):
        reasons[key].append(f"speaks: {title}")
    for key, name in _met_at_editions(event):
        reasons[key].append(f"was at {name}")
    people = Person.objects.in_bulk(reasons)
    found = {key: Acquaintance(people[key], list(dict.fromkeys(reasons[key]))) for key in people}
    for encounter in _encounters_with(found):
        acquaintance = found[encounter.person_id]
        if encounter.role != Encounter.Role.MENTIONED:
            acquaintance.last_seen = encounter
        if encounter.follow_up:
            acquaintance.promises.append(encounter)
    return sorted(found.values(), key=lambda each: (-len(each.reasons), each.person.name.casefold()))


def _met_at_editions(event: Event) -> list[tuple[int, str]]:
    """Return who was met or seen at other editions of an event's series, with the edition's name, the latest first."""
    if event.series_id is None:
        return []
    editions = Event.objects.filter(series=event.series_id).exclude(pk=event.pk).order_by("-starts_on")
    dates = {each.name: (each.starts_on, each.ends_on) for each in editions}
    rows = (
        Encounter.objects.exclude(role=Encounter.Role.MENTIONED)
        .filter(day__trip__events__in=editions, day__date__isnull=False)
        .order_by("-day__trip__events__starts_on")
        .values_list("person", "day__trip__events__name", "day__date")
    )
    return [(person, name) for person, name, date in rows if name in dates and _within(date, *dates[name])]


def _within(date: datetime.date | None, start: datetime.date | None, end: datetime.date | None) -> bool:
    return bool(date and start and end and start <= date <= end)


def _encounters_with(people: Iterable[int]) -> QuerySet[Encounter]:
    return Encounter.objects.filter(person__in=list(people)).in_order().select_related("day__trip", "place")


def _when(memory: Memory) -> tuple[datetime.date, int]:
    return (memory.day.happened_on or datetime.date.min, memory.day.position)
