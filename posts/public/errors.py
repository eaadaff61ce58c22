"""Pages for addresses that lead nowhere: one that never was, and one whose trip was withdrawn."""

import difflib
import re
from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import Length
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from posts.appearances import published_people
from posts.models import Category, Event, Place, Tag, Talk, Trip
from posts.models.publication import is_live

# Comparing costs time: so many addresses are compared at most, and so many letters of each.
MOST_CANDIDATES = 1000
MOST_LETTERS = 100
MOST_SUGGESTIONS = 5
# How alike two slugs are, from 0 to 1, to be taken for one another.
LIKENESS = 0.6

_ADDRESS = re.compile(r"/([^/]+)(?:/([^/]+))?")

KINDS: Mapping[str, Callable[[], QuerySet[Any]]] = {
    "trips": lambda: Trip.objects.published().order_by("-starts_on", "-id"),
    "people": lambda: published_people().order_by("-id"),
    "talks": lambda: Talk.objects.published().order_by("-id"),
    "events": lambda: Event.objects.published().order_by("-starts_on", "-id"),
    "places": lambda: Place.objects.published().order_by("-id"),
    "tags": lambda: Tag.objects.filter(is_live("trips__")).distinct().order_by("-id"),
    "categories": lambda: Category.objects.filter(is_live("trips__")).distinct().order_by("-id"),
}


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is nothing, and which published pages have an address much like this one."""
    return render(request, "404.html", {"suggestions": near(request.path)}, status=404)


def withdrawn(request: HttpRequest) -> HttpResponse:
    """Say that what was here was taken back, and nothing about it (RFC 9110, 15.5.11)."""
    return render(request, "410.html", status=410)


def near(path: str) -> list[Any]:
    """Return the published things whose address is like a path that led nowhere, the nearest first."""
    parts = _ADDRESS.match(path)
    if parts is None or parts[2] is None:
        return []
    kind = next(iter(difflib.get_close_matches(parts[1].lower()[:MOST_LETTERS], KINDS, n=1)), None)
    return _alike(KINDS[kind](), parts[2].lower()[:MOST_LETTERS]) if kind else []


def _alike(published: QuerySet[Any], slug: str) -> list[Any]:
    # A slug that is much longer or shorter cannot be like enough: twice the letters they share, over all letters.
    shortest, longest = len(slug) * LIKENESS / (2 - LIKENESS), len(slug) * (2 - LIKENESS) / LIKENESS
    lengths = published.annotate(slug_length=Length("slug")).filter(slug_length__range=(shortest, longest))
    slugs = lengths.values_list("slug", flat=True)[:MOST_CANDIDATES]
    nearest = difflib.get_close_matches(slug, slugs, n=MOST_SUGGESTIONS, cutoff=LIKENESS)
    found = {thing.slug: thing for thing in published.filter(slug__in=nearest)}
    return [found[each] for each in nearest if each in found]
