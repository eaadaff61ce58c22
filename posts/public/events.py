"""The events, and one edition of an event: its other editions, the talks heard there, who was there."""

import datetime

from django.db.models import Q, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from media.recording import ALL_TOLD, depends_on, subject
from posts.appearances import mentions_of
from posts.cast import Part, cast_of, first_meetings, people_of
from posts.editions import other_editions, regulars
from posts.models import Day, Event, Talk, Trip
from posts.models.talk import TalkQuerySet
from posts.models.trip import TripQuerySet
from posts.prose import render as prose
from posts.prose.targets import Targets
from posts.quotes import quotations, texts_of

from . import head
from .cards import cards_of
from .moved import find_moved
from .paging import list_page, page_of


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    depends_on(ALL_TOLD, "list:events")
    dated = Event.objects.published().for_page().annotate(start=Coalesce("starts_on", Value(datetime.date.min)))
    page = list_page(request, dated, ("-start", "name", "id"))
    return render(request, "posts/events.html", {"page": page, "head": head.of_list(request, page)})


@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    found = Event.objects.published().for_page().filter(slug=slug).first()
    if found is None:
        return redirect(find_moved(Event.objects.published(), "event", slug), permanent=True)
    depends_on(ALL_TOLD, subject(Event, found.pk))
    talks = Talk.objects.published().filter(event=found)
    days = _days_at(found, talks)
    mentions = page_of(request, mentions_of(found), per_page=20, parameter="mentions")
    texts = texts_of(mentions)
    targets = Targets.for_texts([found.about, *texts])
    editions = other_editions(found)
    cast = cast_of(days, first_meetings(people_of(days)))
    members = [member.person for group in cast for member in group.members if group.part != Part.MENTIONED]
    context = {
        "event": found,
        "about": prose.render(found.about, targets.aside),
        "head": head.of_event(request, found, prose.plain_text(found.about, targets.aside)),
        "editions": editions,
        "regulars": regulars(found, members, editions),
        "talks": list(talks.for_card().order_by("starts_at", "id")),
        "cast": cast,
        "cards": cards_of(trips_to(found, talks).for_card()),
        "mentions": mentions,
        "quotations": quotations(mentions, texts, found, targets),
    }
    return render(request, "posts/event.html", context)


def trips_to(event: Event, talks: TalkQuerySet) -> TripQuerySet:
    """Return the trips that went to an event, or heard one of its talks."""
    went = Q(pk__in=event.trips.values("pk")) | Q(pk__in=talks.values("day__trip"))
    return Trip.objects.published().filter(went)


def _days_at(event: Event, talks: TalkQuerySet) -> list[Day]:
    """Return the days on which an event took place: while its dates are unknown, all of the trips to it."""
    there = Q(trip__in=event.trips.values("pk")) | Q(pk__in=talks.values("day"))
    days = Day.objects.published().for_page().filter(there)
    if event.starts_on and event.ends_on:
        days = days.filter(date__range=(event.starts_on, event.ends_on))
    return list(days)
