"""Taking over what was ticked in a programme: what was heard is put on its day, whose text can begin with it."""

import datetime
import re
import zoneinfo
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.db import transaction

from posts.models import Day, Event, Talk, Trip
from posts.prose.references import find
from posts.sections import day_on

from .grid import day_of, zone_of

# What was attended or missed is told on a day; what is planned, or was not ticked, is on none.
ON_A_DAY = (Talk.Attendance.HEARD, Talk.Attendance.GIVEN, Talk.Attendance.MISSED)
_TOLD = (Talk.Attendance.HEARD, Talk.Attendance.GIVEN)
_MARKS = re.compile(r"([\\`*_\[\]<>])")


@dataclass
class Outcome:
    """What was changed. `elsewhere` are talks that somebody ticked otherwise since the page was shown."""

    ticked: int = 0
    made: list[Day] = field(default_factory=list)
    elsewhere: list[Talk] = field(default_factory=list)
    homeless: int = 0


@transaction.atomic
def attend(event: Event, changes: Mapping[int, tuple[str, str]], trip: Trip | None) -> Outcome:
    """Tick talks: `changes` holds, by key, the attendance that was shown and the one that was chosen.

    With a trip, each attended talk that is on no day yet is put on the section of its date, made where there is none.
    """
    outcome, zone = Outcome(), zone_of(event, trip)
    talks = event.talks.select_for_update(of=("self",)).select_related("schedule_record", "day__trip")
    for talk in talks.filter(pk__in=changes).order_by("starts_at", "id"):
        shown, chosen = changes[talk.pk]
        if talk.attendance not in (shown, chosen):
            outcome.elsewhere.append(talk)
        elif talk.attendance != chosen:
            talk.attendance = chosen
            if chosen not in ON_A_DAY:
                talk.day = None
            _settle(talk, zone, trip, outcome)
            talk.save()
            outcome.ticked += 1
    if trip is not None:
        for talk in talks.filter(day=None, attendance__in=ON_A_DAY).order_by("starts_at", "id"):
            _settle(talk, zone, trip, outcome)
            talk.save()
    return outcome


def _settle(talk: Talk, zone: zoneinfo.ZoneInfo, trip: Trip | None, outcome: Outcome) -> None:
    """Put an attended talk on the section of its date, unless it is on one already."""
    if talk.day_id is not None or talk.attendance not in ON_A_DAY:
        return
    date = day_of(talk, zone)
    if trip is None or date is None:
        outcome.homeless += 1
        return
    talk.day, is_new = day_on(trip, date)
    if is_new:
        outcome.made.append(talk.day)


@transaction.atomic
def begin_text(trip: Trip, event: Event, date: datetime.date) -> tuple[Day, int]:
    """Add a heading for each talk heard or given on a date to that day's text, but for those it links already.

    What is written there stays as it is. Returns the day and how many were added.
    """
    section, _ = day_on(trip, date)
    day = Day.objects.select_for_update(of=("self",)).select_related("trip").get(pk=section.pk)
    told = {reference.slug for reference in find(day.body) if reference.kind == "talk"}
    heard = day.talks.filter(event=event, attendance__in=_TOLD).prefetch_related("talk_speakers__person")
    missing = [talk for talk in heard.order_by("starts_at", "id") if talk.slug not in told]
    if missing:
        day.body = "\n\n".join([*filter(None, [day.body.rstrip()]), *map(skeleton, missing)]) + "\n"
        day.save()
    return day, len(missing)


def skeleton(talk: Talk) -> str:
    """Return the Markdown that a talk's part of a day begins with: its title as a heading, and who spoke."""
    heading = f"### [{_plain(talk.title)}](talk:{talk.slug})"
    speakers = [f"[{_plain(each.person.name)}](person:{each.person.slug})" for each in talk.talk_speakers.all()]
    if talk.attendance == Talk.Attendance.GIVEN or not speakers:
        return heading
    return f"{heading}\n\nBy {_listed(speakers)}."


def _listed(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} and {last}" if first else last


def _plain(words: str) -> str:
    """Escape what Markdown would read in a label."""
    return _MARKS.sub(r"\\\1", words)
