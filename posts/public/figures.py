"""A figure, large, on a page of its own: where pictures lead without a script, and what an open lightbox is called."""

import math
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from media.models import Photo
from media.recording import ALL_TOLD, depends_on, subject
from posts.concerns import mentions
from posts.models import Figure, PreviewLink, Reference, Trip
from posts.prose.references import text_of
from posts.prose.render import figure_view
from posts.prose.targets import Targets

from . import head
from .moved import find_moved

Position = tuple[float, int, int, int]


@require_safe
def figure(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    trip = Trip.objects.published().filter(slug=slug).first()
    if trip is None:
        moved = find_moved(Trip.objects.published(), "trip", slug)
        return redirect("figure", moved.slug, name, permanent=True)
    page = figure_page(trip, name)
    told = {"title": page["title"], "description": page["description"], "language": trip.language}
    return render(request, "posts/figure.html", page | {"head": replace(head.of_page(request), **told)})


def figure_page(trip: Trip, name: str, link: PreviewLink | None = None) -> dict[str, Any]:
    """Return what the page of a figure shows: to the public, or to who opened a preview link. Raises Http404."""
    figures = pictures_of(trip, link)
    # What a text shows first comes first.
    depends_on(ALL_TOLD, subject(Trip, trip.pk), *(mentions("figure", figure.name) for figure in figures))
    number = next((number for number, figure in enumerate(figures, start=1) if figure.name == name), 0)
    if not number:
        raise Http404
    found = figures[number - 1]
    view = figure_view(found, Targets.for_texts([found.title, found.caption, found.alt]))
    title = view.title or _("Picture %(number)d of %(total)d") % {"number": number, "total": len(figures)}
    description = text_of(view.caption) or view.alt
    shown = found.figure_people.exclude(person__visibility="hidden").select_related("person")
    return {
        "trip": trip,
        "shown": found,
        "figure": view,
        "title": title,
        "description": description,
        "people": [entry.person for entry in shown],
        "number": number,
        "total": len(figures),
        "previous": figures[number - 2] if number > 1 else None,
        "next": figures[number] if number < len(figures) else None,
    }


def pictures_of(trip: Trip, link: PreviewLink | None = None) -> list[Figure]:
    """Return the figures of a trip that have a picture to show, as they follow one another on its page."""
    visible = Figure.objects.visible(link).filter(trip=trip, photo__state=Photo.State.READY)
    named = Reference.objects.visible(link).filter(kind="figure", day__trip=trip)
    # The first place in the texts counts, so it has to come last.
    backwards = named.order_by("-day__position", "-day", "-position")
    in_text: dict[str, Position] = {
        name: (day_position, day, 0, position)
        for name, day_position, day, position in backwards.values_list("slug", "day__position", "day", "position")
    }

    def position(figure: Figure) -> Position:
        if figure.name in in_text:
            return in_text[figure.name]
        if figure.day is not None:
            return (figure.day.position, figure.day.pk, 1, figure.position)
        return (-1 if figure.pk == trip.cover_id else math.inf, 0, 0, figure.position)

    return sorted(visible.select_related("photo", "trip", "day"), key=position)
