"""A trip, and a day of it."""

import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from posts.models import Day, Trip
from posts.models.day import DayQuerySet
from posts.models.prepared import prepared
from posts.models.trip import TripQuerySet

from . import head
from .errors import withdrawn
from .moved import find_moved, is_withdrawn
from .narrative import day_page, trip_page


@prepared
def _trips(slug: str) -> TripQuerySet:
    return Trip.objects.published().for_page().filter(slug=slug)


@prepared
def _days(slug: str, date: datetime.date) -> DayQuerySet:
    return Day.objects.published().for_page().filter(trip__slug=slug, date=date)


@require_safe
def trip(request: HttpRequest, slug: str) -> HttpResponse:
    found = next(iter(_trips(slug)), None)
    if found is None:
        if is_withdrawn(slug):
            return withdrawn(request)
        return redirect(find_moved(Trip.objects.published(), "trip", slug), permanent=True)
    page = trip_page(found)
    return render(request, "posts/trip.html", page | {"head": head.of_trip(request, page)})


@require_safe
def day(request: HttpRequest, slug: str, date: datetime.date) -> HttpResponse:
    """Show all sections of one date."""
    days = _days(slug, date)
    if not days:
        if is_withdrawn(slug, date):
            return withdrawn(request)
        moved = find_moved(Trip.objects.published(), "trip", slug)
        return redirect("day", moved.slug, date, permanent=True)
    page = day_page(date, days)
    return render(request, "posts/day.html", page | {"head": head.of_day(request, days[0].trip, days)})
