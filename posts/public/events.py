"""The events, and one edition of an event: its other editions, the talks heard there, who was there."""

import datetime
from typing import Any

from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from media.recording import ALL_TOLD, depends_on, subject
from posts.appearances import mentions_of
from posts.cast import Part, cast_of, first_meetings, people_of
from posts.editions import other_editions, regulars
from posts.models import Day, Event, Talk, Trip
from posts.models.day import DayQuerySet
from posts.models.event import EventQuerySet
from posts.models.prepared import prepared
from posts.models.talk import TalkQuerySet
from posts.models.trip import TripQuerySet
from posts.prose import render as prose
from posts.prose.targets import Targets
from posts.quotes import passages_at, quotations

from . import head
from .cards import cards_of
from .moved import find_moved
from .paging import MENTIONS, list_page, page_of


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    depends_on(ALL_TOLD, "list:events")
    dated = Event.objects.published().for_page().annotate(start=Coalesce("starts_on", Value(datetime.date.min)))
    page = list_page(request, dated, ("-start", "name", "id"))
    return render(request, "posts/events.html", {"page": page, "head": head.of_list(request, page)})


@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    found = next(iter(_events(slug)), None)
    if found is None:
        return redirect(find_moved(Event.objects.published(), "event", slug), permanent=True)
    depends_on(ALL_TOLD, subject(Event, found.pk))
    days = _days_at(found)
    mentions = page_of(request, mentions_of(found), per_page=20, parameter=MENTIONS)
    passages = passages_at(mentions)
    targets = Targets.for_texts([found.about], passages=passages)
    editions = other_editions(found)
    cast = cast_of(days, first_meetings(people_of(days)))
    members = [member.person for group in cast for member in group.members if group.part != Part.MENTIONED]
    context = {
        "event": found,
        "about": prose.render(found.about, targets.aside),
        "head": head.of_event(request, found, prose.plain_text(found.about, targets.aside)),
        "editions": editions,
        "regulars": regulars(found, members, editions.nearest),
        "talks": _talks_at(found.pk),
        "cast": cast,
        "cards": cards_of(_trips_to(found.pk)),
        "mentions": mentions,
        "quotations": quotations(mentions, passages, found, targets),
    }
    return render(request, "posts/event.html", context)


def trips_to(event: int) -> TripQuerySet:
    """Return the trips that went to an event, or heard one of its talks."""
    heard = Talk.objects.published().filter(event=event)
    return Trip.objects.published().filter(Q(pk__in=_went_to(event)) | Q(pk__in=heard.values("day__trip")))


def _went_to(event: int) -> QuerySet[Any, Any]:
    return Trip.events.through._default_manager.filter(event=event).values("trip")


@prepared
def _events(slug: str) -> EventQuerySet:
    return Event.objects.published().for_page().filter(slug=slug)


@prepared
def _talks_at(event: int) -> TalkQuerySet:
    return Talk.objects.published().filter(event=event).for_card().order_by("starts_at", "id")


@prepared
def _trips_to(event: int) -> TripQuerySet:
    return trips_to(event).for_card()


def _days_at(event: Event) -> list[Day]:
    """Return the days on which an event took place: while its dates are unknown, all of the trips to it."""
    if event.starts_on and event.ends_on:
        return _days_between(event.pk, event.starts_on, event.ends_on)
    return _days_of(event.pk)


@prepared
def _days_between(event: int, first: datetime.date, last: datetime.date) -> DayQuerySet:
    return _with_days_of(event).filter(date__gte=first, date__lte=last)


@prepared
def _days_of(event: int) -> DayQuerySet:
    return _with_days_of(event)


def _with_days_of(event: int) -> DayQuerySet:
    heard = Talk.objects.published().filter(event=event)
    there = Q(trip__in=_went_to(event)) | Q(pk__in=heard.values("day"))
    return Day.objects.published().for_page().filter(there)
