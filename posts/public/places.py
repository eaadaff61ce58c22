"""The places, by country and city, and one place."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from media.recording import ALL_TOLD, depends_on, subject
from posts.appearances import mentions_of
from posts.models import Encounter, Event, Place
from posts.models.encounter import EncounterQuerySet
from posts.models.event import EventQuerySet
from posts.models.place import PlaceQuerySet
from posts.models.prepared import prepared
from posts.prose import render as prose
from posts.prose.targets import Targets
from posts.quotes import passages_at, quotations

from . import head
from .moved import find_moved
from .paging import MENTIONS, list_page, page_of
from .world_map import tiles


@require_safe
def places(request: HttpRequest) -> HttpResponse:
    depends_on(ALL_TOLD, "list:places")
    page = list_page(request, Place.objects.published(), ("country", "city", "name", "id"))
    return render(request, "posts/places.html", {"page": page, "head": head.of_list(request, page)})


@prepared
def _places(slug: str) -> PlaceQuerySet:
    return Place.objects.published().filter(slug=slug)


@prepared
def _events_at(venue: int) -> EventQuerySet:
    return Event.objects.published().filter(venue=venue)


@prepared
def _met_at(place: int) -> EncounterQuerySet:
    met = Encounter.objects.published().filter(place=place).in_order().reverse()
    return met.select_related("person", "day__trip").defer("day__body")


@require_safe
def place(request: HttpRequest, slug: str) -> HttpResponse:
    found = next(iter(_places(slug)), None)
    if found is None:
        return redirect(find_moved(Place.objects.published(), "place", slug), permanent=True)
    depends_on(ALL_TOLD, subject(Place, found.pk))
    mentions = page_of(request, mentions_of(found), per_page=20, parameter=MENTIONS)
    passages = passages_at(mentions)
    targets = Targets.for_texts([found.about], passages=passages)
    context = {
        "place": found,
        "about": prose.render(found.about, targets.aside),
        "head": head.of_place(request, found, prose.plain_text(found.about, targets.aside)),
        "events": _events_at(found.pk),
        "tiles": tiles(),
        "page": page_of(request, _met_at.in_parts(found.pk)),
        "mentions": mentions,
        "quotations": quotations(mentions, passages, found, targets),
    }
    return render(request, "posts/place.html", context)
