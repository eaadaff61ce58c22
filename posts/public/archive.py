"""The whole log at a glance: trips by year with counts, and the tags and categories."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from media.recording import ALL_TOLD, depends_on
from posts.concerns import LISTS
from posts.lines import lines_of
from posts.models import Category, Day, Encounter, Tag, Talk, Trip
from posts.models.publication import is_live
from posts.models.trip import LATEST_FIRST

from . import head
from .paging import list_page

TRIPS_ON_A_PAGE = 200


@dataclass
class Year:
    """A year's trips on this page, each with the class of its colour, and the counts of the whole year."""

    year: int
    days: int = 0
    talks: int = 0
    people: int = 0
    trip_count: int = 0
    trips: list[tuple[Trip, str]] = field(default_factory=list)


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    depends_on(ALL_TOLD, *LISTS)
    page = list_page(request, Trip.objects.published(), LATEST_FIRST, TRIPS_ON_A_PAGE)
    years = {trip.starts_on.year: Year(trip.starts_on.year) for trip in page if trip.starts_on}
    for trip, line in zip(page, lines_of(page), strict=True):
        if trip.starts_on:
            years[trip.starts_on.year].trips.append((trip, line))
    dates = Day.objects.published().exclude(date=None)
    _count(years, "trip_count", Trip.objects.published(), "", Count("pk"))
    _count(years, "days", dates, "trip__", Count("date", distinct=True))
    _count(years, "talks", Talk.objects.published(), "day__trip__", Count("pk"))
    _count(years, "people", Encounter.objects.published(), "day__trip__", Count("person", distinct=True))
    context = {
        "page": page,
        "head": head.of_list(request, page),
        "years": list(years.values()),
        "tags": _labels(Tag),
        "categories": _labels(Category),
    }
    return render(request, "posts/archive.html", context)


def _count(years: dict[int, Year], name: str, counted: QuerySet[Any], trip: str, count: Count) -> None:
    """Set a number of each of some years: what is counted hangs on trips, by a lookup path such as `day__trip__`."""
    if not years:
        return
    shown = datetime.date(min(years), 1, 1), datetime.date(max(years), 12, 31)
    there = counted.filter(**{f"{trip}starts_on__range": shown})
    for number, total in there.order_by().values_list(f"{trip}starts_on__year").annotate(count):
        if number in years:
            setattr(years[number], name, total)


def _labels(model: type[Tag] | type[Category]) -> list[Any]:
    """Return the tags or categories that published trips carry, with their number of trips."""
    live = Count("items", filter=Q(is_live("items__content_object__")))
    return list(model._default_manager.annotate(trip_count=live).filter(trip_count__gt=0).order_by("name"))
