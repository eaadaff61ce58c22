"""A conference's programme on the desk: what was heard, given or missed is ticked there, and days are begun with it."""

import datetime
import zoneinfo
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import reversion
from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_safe

from people.models import Person
from posts.exchange.calendar import document, planned_event
from posts.models import Day, Encounter, Event, Talk, Trip
from posts.programme.attending import Outcome, attend, begin_text
from posts.programme.grid import Cell, Row, days_of, grid, talks_on, zone_of
from posts.programme.proposing import propose

may_tick = permission_required(["posts.change_talk", "posts.change_day", "posts.add_day"], raise_exception=True)
_NO_DAY = "none"
# What goes into the writer's own calendar: what is to come, and what they give themselves.
PLANNED = (Talk.Attendance.PLANNED, Talk.Attendance.GIVEN)


@dataclass(frozen=True)
class Choice:
    """One answer for a talk; `value` holds the one shown, too, so that no other window's answer is overwritten."""

    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True)
class TalkCard:
    """A talk in the grid. Of each of its `speakers` it says whether you met before."""

    talk: Talk
    hours: str
    choices: list[Choice]
    speakers: list[tuple[Person, bool]]


@may_tick
@require_http_methods(["GET", "HEAD", "POST"])
def programme(request: HttpRequest, key: int) -> HttpResponse:
    """Show the programme of `?day=` with what is ticked; carry out what was changed, for `?trip=`."""
    event = get_object_or_404(Event.objects.select_related("series"), pk=key)
    trips = _trips(event)
    trip = _trip(request.POST or request.GET, event, trips)
    days = days_of(event, zone_of(event, trip))
    date = _date(request.GET.get("day", ""), days)
    if request.method == "POST":
        return _ticked(request, event, date, trip)
    context = {
        "title": f"Programme of {event}",
        "event": event,
        "days": days,
        "date": date,
        "has_undated": event.talks.filter(starts_at=None, schedule_record__programme_day=None).exists(),
        "has_planned": event.talks.filter(attendance__in=PLANNED).exclude(starts_at=None).exists(),
        "trips": trips,
        "trip": trip,
        **_shown(event, date, trip),
    }
    return render(request, "admin/desk/programme.html", admin.site.each_context(request) | context)


@may_tick
@require_safe
def planned(request: HttpRequest, key: int) -> HttpResponse:
    """The talks of an event that the writer means to hear or gives, for the calendar of a telephone."""
    event = get_object_or_404(Event, pk=key)
    ticked = event.talks.filter(attendance__in=PLANNED, is_cancelled=False).exclude(starts_at=None)
    talks = ticked.select_related("day__trip", "event").prefetch_related("talk_speakers__person")
    content = document(event.name, map(planned_event, talks.order_by("starts_at", "id")))
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{slugify(event.slug) or "talks"}.ics"'
    return response


def _shown(event: Event, date: datetime.date | None, trip: Trip | None) -> dict[str, Any]:
    """Return the grid of a day and what is proposed for it."""
    zone = zone_of(event, trip)
    talks = list(talks_on(event, date, zone))
    sections = list(trip.days.filter(date=date).order_by("position", "id")) if trip and date else []
    people = {each.person_id for talk in talks for each in talk.talk_speakers.all()}
    met = Encounter.objects.filter(person__in=people).exclude(role=Encounter.Role.MENTIONED)
    known = set(met.values_list("person_id", flat=True))
    laid_out = grid(talks, zone)
    return {
        "talks": talks,
        "section": sections[0] if sections else None,
        "proposals": propose(talks, sections),
        "rooms": laid_out.rooms,
        "rows": [(f"{row.time:%H:%M}", _cells(row, zone, known)) for row in laid_out.rows],
        "untimed": [_card(talk, zone, known) for talk in laid_out.untimed],
    }


def _cells(row: Row, zone: zoneinfo.ZoneInfo, known: set[int]) -> list[tuple[Cell, list[TalkCard]]]:
    return [(cell, [_card(talk, zone, known) for talk in cell.talks]) for cell in row.cells]


def _card(talk: Talk, zone: zoneinfo.ZoneInfo, known: set[int]) -> TalkCard:
    hours = [f"{time.astimezone(zone):%H:%M}" for time in (talk.starts_at, talk.ends_at) if time]
    speakers = [(each.person, each.person_id in known) for each in talk.talk_speakers.all()]
    return TalkCard(talk, "–".join(hours), list(_choices(talk)), speakers)


def _choices(talk: Talk) -> Iterable[Choice]:
    """Offer what fits the time: what is to come can be planned, what began can have been heard or missed."""
    is_to_come = talk.starts_at is not None and talk.starts_at > timezone.now()
    offered = {"": "no", "planned": "plan", "heard": "heard", "given": "mine", "missed": "missed"}
    left_out = {"heard", "missed"} if is_to_come else {"planned"}
    for value, words in offered.items():
        if value == talk.attendance or value not in left_out:
            yield Choice(f"{talk.attendance}:{value}", words, value == talk.attendance)


def _date(asked: str, days: list[datetime.date]) -> datetime.date | None:
    """Return the day asked for, else today, else the first; None for talks without a day."""
    chosen = next((day for day in days if day.isoformat() == asked), None)
    if chosen or asked == _NO_DAY or not days:
        return chosen
    today = timezone.now().date()
    return today if today in days else days[0]


def _trips(event: Event) -> list[Trip]:
    """Return the trips to the event, then those of its dates."""
    of_dates = Q(pk__in=())
    if event.starts_on and event.ends_on:
        of_dates = Q(starts_on__lte=event.ends_on, ends_on__gte=event.starts_on)
    trips = Trip.objects.filter(Q(events=event) | of_dates).distinct().order_by("-starts_on", "-id")
    there = set(event.trips.values_list("pk", flat=True))
    return sorted(trips, key=lambda trip: trip.pk not in there)


def _trip(asked: QueryDict, event: Event, trips: list[Trip]) -> Trip | None:
    """Return the trip asked for, else the only one that goes to the event."""
    if "trip" in asked:
        return next((trip for trip in trips if str(trip.pk) == asked["trip"]), None)
    there = set(event.trips.values_list("pk", flat=True))
    return trips[0] if len(there) == 1 and trips else None


def _ticked(request: HttpRequest, event: Event, date: datetime.date | None, trip: Trip | None) -> HttpResponse:
    changes = _changes(request.POST)
    begun: Day | None = None
    with transaction.atomic(), reversion.create_revision():
        outcome = attend(event, changes, trip)
        if trip is not None and (outcome.ticked or outcome.made):
            trip.events.add(event)
        if "_begin" in request.POST and trip is not None and date is not None:
            begun, added = begin_text(trip, event, date)
            messages.success(request, _begun(added))
        reversion.set_user(request.user)
        reversion.set_comment(f"Programme of {event}: {_said(outcome)}")
    _tell(request, outcome, trip)
    if begun is not None:
        return redirect("admin:posts_day_change", begun.pk)
    query = {"day": date.isoformat() if date else _NO_DAY} | ({"trip": trip.pk} if trip else {})
    return redirect(f"{reverse('desk:programme', args=[event.pk])}?{urlencode(query)}")


def _changes(told: QueryDict) -> dict[int, tuple[str, str]]:
    """Read what was chosen for each talk, and which of the proposals were taken."""
    changes: dict[int, tuple[str, str]] = {}
    for name, value in told.items():
        shown, _, chosen = str(value).partition(":")
        key = name.removeprefix("talk-")
        is_talk = name.startswith("talk-") and key.isdecimal() and len(key) < 18
        if is_talk and shown != chosen and {shown, chosen} <= set(Talk.Attendance.values):
            changes[int(key)] = shown, chosen
    for proposal in told.getlist("proposal"):
        shown, _, key = proposal.partition(":")
        if key.isdecimal() and len(key) < 18 and shown in Talk.Attendance.values:
            changes.setdefault(int(key), (shown, Talk.Attendance.HEARD))
    return changes


def _said(outcome: Outcome) -> str:
    return f"{outcome.ticked} talk{'' if outcome.ticked == 1 else 's'} ticked."


def _begun(added: int) -> str:
    if not added:
        return "The text links all talks heard on this day already; nothing was added."
    return f"{added} heading{'' if added == 1 else 's'} added below what was written. Tell what you heard."


def _tell(request: HttpRequest, outcome: Outcome, trip: Trip | None) -> None:
    if outcome.ticked:
        messages.success(request, _said(outcome))
    for day in outcome.made:
        messages.info(request, f"{day.date:%A, %-d %B} is a day of “{trip}” now.")
    if outcome.homeless:
        what = "1 talk is" if outcome.homeless == 1 else f"{outcome.homeless} talks are"
        messages.info(request, f"{what} on no day yet: choose the trip, or give the talk a date.")
    for talk in outcome.elsewhere:
        messages.warning(
            request, f"“{talk}” was ticked otherwise meanwhile, and stays “{talk.get_attendance_display()}”."
        )
    if not outcome.ticked and not outcome.elsewhere and "_begin" not in request.POST:
        messages.info(request, "Nothing was changed.")
