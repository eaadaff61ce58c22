"""The events, and one edition of an event: its other editions, the talks heard there, who was there."""

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from posts.appearances import mentions_of
from posts.cast import cast_of, first_meetings, people_of
from posts.models import Day, Event, Talk, Trip
from posts.prose import render as prose
from posts.prose.targets import Targets

from .cards import cards_of
from .moved import find_moved
from .paging import page_of


@require_safe
def events(request: HttpRequest) -> HttpResponse:
    latest_first = (F("starts_on").desc(nulls_last=True), "name", "id")
    page = page_of(request, Event.objects.published().for_page().order_by(*latest_first))
    return render(request, "posts/events.html", {"page": page})


@require_safe
def event(request: HttpRequest, slug: str) -> HttpResponse:
    found = Event.objects.published().for_page().filter(slug=slug).first()
    if found is None:
        return redirect(find_moved(Event.objects.published(), "event", slug), permanent=True)
    days = _days_at(found)
    targets = Targets.for_texts([found.about])
    editions = Event.objects.published().filter(series=found.series) if found.series else Event.objects.none()
    context = {
        "event": found,
        "about": prose.render(found.about, targets),
        "description": prose.plain_text(found.about, targets),
        "editions": editions.exclude(pk=found.pk),
        "talks": list(Talk.objects.published().filter(event=found).for_card().order_by("starts_at", "id")),
        "cast": cast_of(days, first_meetings(people_of(days))),
        "cards": cards_of(Trip.objects.published().filter(events=found).for_card()),
        "mentions": mentions_of(found),
    }
    return render(request, "posts/event.html", context)


def _days_at(event: Event) -> list[Day]:
    """Return the days of the trips to an event on which it took place; all of them while its dates are unknown."""
    days = Day.objects.published().for_page().filter(trip__events=event)
    if event.starts_on and event.ends_on:
        days = days.filter(date__range=(event.starts_on, event.ends_on))
    return list(days)
