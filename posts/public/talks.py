"""The talks, by year and event, and one talk."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from media.recording import ALL_TOLD, depends_on, subject
from posts.appearances import mentions_of
from posts.models import Talk, Trip
from posts.models.day import local_date
from posts.models.prepared import prepared
from posts.models.talk import TalkQuerySet
from posts.prose import render as prose
from posts.prose.targets import Targets
from posts.quotes import passages_at, quotations

from . import head
from .moved import find_moved
from .paging import MENTIONS, list_page, page_of
from .talk_filters import filtered

UNKNOWN = datetime.datetime.min.replace(year=1000, tzinfo=datetime.UTC)
# Every published trip has dates.
IN_ORDER = ("-day__trip__starts_on", "-day__trip", "event_name", "event_key", "on", "start", "id")


@require_safe
def talks(request: HttpRequest) -> HttpResponse:
    """List the talks asked for: the latest trip first, within it by event, then as they were given."""
    depends_on(ALL_TOLD, "list:talks", "list:people", "list:events", "list:trips")
    asked, facets = filtered(request.GET)
    # Databases differ in where they put what is unknown: "elsewhere" comes first, and so does a talk without a time.
    told = asked.for_card().annotate(
        event_name=Coalesce("event__name", Value("")),
        event_key=Coalesce("event", 0),
        on=local_date("day__"),
        start=Coalesce("starts_at", Value(UNKNOWN)),
    )
    is_filtered = any(facet.chosen for facet in facets)
    page = (
        list_page(request, told, IN_ORDER) if is_filtered else list_page(request, told, IN_ORDER, near=_of_near_trips)
    )
    context = {
        "page": page,
        "head": head.of_list(request, page),
        "count": asked.count() if is_filtered else 0,
        "facets": facets,
        "is_filtered": is_filtered,
    }
    return render(request, "posts/talks.html", context)


def _of_near_trips(talks: TalkQuerySet, here: Mapping[str, Any], count: int, backwards: bool) -> TalkQuerySet:
    """Keep the talks of the next trips, as many as lines are asked for, and at least one talk of each."""
    trips = Trip.objects.published().order_by(*(("starts_on", "pk") if backwards else ("-starts_on", "-pk")))
    if here:
        edge = "gte" if backwards else "lte"
        trips = trips.filter(**{f"starts_on__{edge}": here["day__trip__starts_on"]})
    told = talks.order_by().prefetch_related(None).filter(day__trip=OuterRef("pk"))
    return talks.filter(day__trip__in=trips.filter(Exists(told)).values("pk")[:count])


@prepared
def _talks(slug: str) -> TalkQuerySet:
    return Talk.objects.published().for_card().filter(slug=slug)


@require_safe
def talk(request: HttpRequest, slug: str) -> HttpResponse:
    found = next(iter(_talks(slug)), None)
    if found is None:
        return redirect(find_moved(Talk.objects.published(), "talk", slug), permanent=True)
    depends_on(ALL_TOLD, subject(Talk, found.pk))
    mentions = page_of(request, mentions_of(found), per_page=20, parameter=MENTIONS)
    passages = passages_at(mentions)
    targets = Targets.for_texts([found.abstract, found.notes], passages=passages)
    context = {
        "talk": found,
        "abstract": prose.render(found.abstract, targets.aside, section="abstract"),
        "notes": prose.render(found.notes, targets),
        "head": head.of_talk(request, found, prose.plain_text(found.notes or found.abstract, targets)),
        "mentions": mentions,
        "quotations": quotations(mentions, passages, found, targets),
    }
    return render(request, "posts/talk.html", context)
