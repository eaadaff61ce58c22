"""The sweep of names on the desk: what a day, a trip or the whole log offers, decided on in one go."""

from collections.abc import Iterable
from typing import Any

import reversion
from django.contrib import admin, messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from posts.keys import key_in
from posts.models import Day, Trip
from posts.names.knowing import Names
from posts.names.linking import Outcome, carry_out

from .name_forms import Question, decisions, digests, questions

# How many trips a page of the whole log shows.
TRIPS_A_PAGE = 5
may_link = permission_required(
    ["posts.change_trip", "posts.change_day", "posts.change_figure", "posts.change_talk", "people.add_person"],
    raise_exception=True,
)


@may_link
@require_http_methods(["GET", "HEAD", "POST"])
def names(request: HttpRequest) -> HttpResponse:
    """Show the offers of `?day=`, of `?trip=` (a slug) or, page by page, of the whole log; carry out what is chosen."""
    if request.method == "POST":
        return _carried_out(request)
    day, trip = _scope(request)
    page = None if trip else _page(request)
    context = {
        **admin.site.each_context(request),
        "title": "Names",
        "day": day,
        "trip": trip,
        "page": page,
        "trips": _asked([trip] if trip else page or [], day),
        "chosen": "chosen" in request.GET,
    }
    return render(request, "admin/desk/names.html", context)


def _scope(request: HttpRequest) -> tuple[Day | None, Trip | None]:
    if key := request.GET.get("day"):
        day = get_object_or_404(Day.objects.select_related("trip"), pk=key_in(key))
        return day, day.trip
    slug = request.GET.get("trip")
    return None, get_object_or_404(Trip, slug=slug) if slug else None


def _page(request: HttpRequest) -> Page[Trip]:
    return Paginator(Trip.objects.order_by("-starts_on", "-id"), TRIPS_A_PAGE).get_page(request.GET.get("page"))


def _asked(trips: Iterable[Trip], day: Day | None) -> list[tuple[Trip, list[Question]]]:
    """Return the trips that have questions, with these, numbered through the page."""
    known = Names.of_log()
    asked: list[tuple[Trip, list[Question]]] = []
    for trip in trips:
        if found := questions(trip, day, known, start=sum(len(before) for _, before in asked)):
            asked.append((trip, found))
    return asked


def _carried_out(request: HttpRequest) -> HttpResponse:
    wanted, mistakes = decisions(request.POST)
    with transaction.atomic(), reversion.create_revision():
        outcome = carry_out(wanted, digests(request.POST))
        reversion.set_user(request.user)
        reversion.set_comment(_said(outcome))
    if wanted:
        messages.success(request, _said(outcome))
    elif not mistakes:
        messages.info(request, "Nothing was chosen, so nothing was changed.")
    for person in outcome.made:
        messages.info(request, _made(person))
    for what in [*mistakes, *outcome.left]:
        messages.warning(request, what)
    return redirect(request.get_full_path())


def _said(outcome: Outcome) -> str:
    parts = [
        (outcome.links, "linked"),
        (outcome.corrections, "corrected"),
        (len(outcome.ignored), "ignored"),
    ]
    return "Names: " + (", ".join(f"{count} {what}" for count, what in parts if count) or "nothing changed") + "."


def _made(person: Any) -> str:
    address = reverse("admin:people_person_change", args=[person.pk])
    return format_html('<a href="{}">{}</a> is in the log now: {}.', address, person, person.get_visibility_display())
