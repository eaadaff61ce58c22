"""Figures beside the text: a card each, whose fields save themselves, and what their scripts ask for."""

import json
import math
import uuid as uuids
from typing import Any

import reversion
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from media import derivatives
from media.models import Photo
from media.models import derivatives as storage
from posts import deletions, figure_edits, pictures
from posts.figure_edits import WORDS, EditedElsewhere, EditRefused, Member
from posts.left_to_right import find_list
from posts.models import Day, Figure, Trip
from posts.prose.figures import placeholder_url

from .answers import Refused, body_of, for_scripts
from .thumbnails import CARD_WIDTH, photo_address

MOST_HASHES = 500


def card_context(figure: Figure) -> dict[str, Any]:
    """Return what a figure's card shows."""
    return {
        "figure": figure,
        "is_cover": figure.trip.cover_id == figure.pk,
        "thumbnail": photo_address(figure.photo, CARD_WIDTH),
        "placeholder": placeholder_url(figure.photo) if figure.photo else "",
        "people": json.dumps(people_in(figure)),
        "has_list": find_list(figure.caption) is not None,
    }


def people_in(figure: Figure) -> list[dict[str, Any]]:
    rows = figure.figure_people.select_related("person")
    return [{"id": row.person_id, "name": row.person.name, "x": row.x} for row in rows]


def described(figure: Figure) -> dict[str, Any]:
    """Return a figure as scripts get it, with its card's HTML."""
    photo = figure.photo
    return {
        "id": figure.pk,
        "name": figure.name,
        "title": figure.title,
        "day": _day(figure.day),
        "better_day": _day(pictures.better_day(figure)),
        "state": photo.state if photo else "",
        "failure": photo.failure if photo else "",
        "caption": figure.caption,
        "alt": figure.alt,
        "people": people_in(figure),
        "is_cover": figure.trip.cover_id == figure.pk,
        "order": list(figure.day.figures.values_list("pk", flat=True)) if figure.day else [],
        "thumbnail": photo_address(photo, CARD_WIDTH),
        "html": render_to_string("admin/posts/day/_figure_card.html", card_context(figure)),
    }


@require_safe
@for_scripts("posts.view_figure")
def photo(request: HttpRequest, uuid: uuids.UUID, width: int) -> HttpResponseBase:
    """Serve a derivative to those who write, of drafts too."""
    path = derivatives.path(uuid, width, "jpg")
    if not storage().exists(path):
        raise Http404
    response = FileResponse(storage().open(path), content_type="image/jpeg")
    response["Cache-Control"] = "private, max-age=3600"
    return response


@for_scripts("posts.change_figure")
def figure(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a figure's card; sent fields are saved, each by itself."""
    found = _figure(pk)
    if request.method != "POST":
        return JsonResponse(described(found))
    told = body_of(request)
    try:
        with reversion.create_revision():
            reversion.set_user(request.user)
            more = _edit(request, found, told)
    except EditedElsewhere as conflict:
        raise Refused(str(conflict), 409, now=conflict.now) from conflict
    except EditRefused as refused:
        raise Refused(str(refused)) from refused
    return JsonResponse(described(_figure(pk)) | more)


@require_POST
@for_scripts("posts.change_figure")
def order(request: HttpRequest) -> HttpResponse:
    """Put a day's figures in the order of the keys that were sent, or in that of their time."""
    told = body_of(request)
    day = _destination(told)[1]
    if day is None:
        raise Refused("Say which day's pictures are to be sorted.", 400)
    if told.get("by") == "time":
        pictures.by_time(day)
    else:
        pictures.arrange(day, [key for key in told.get("figures", []) if isinstance(key, int)])
    return JsonResponse({"figures": list(day.figures.order_by("position", "id").values_list("pk", flat=True))})


@require_POST
@for_scripts("posts.delete_figure")
def removal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a figure out of its trip; the answer holds what brings it back."""
    found = _figure(pk)
    texts = [str(day) for day in pictures.texts_with(found)]
    deletion = deletions.delete([found], request.user)
    return JsonResponse({"removed": {"deletion": deletion.pk}, "name": found.name, "texts": texts})


@require_POST
@for_scripts("posts.add_figure")
def return_(request: HttpRequest) -> HttpResponse:
    """Bring a figure back that was just taken out."""
    key = body_of(request).get("deletion")
    deletion = deletions.kept().filter(pk=key).first() if isinstance(key, int) else None
    version = deletion.revision.version_set.get_for_model(Figure).first() if deletion else None
    if deletion is None or version is None:
        raise Refused("This picture cannot be brought back any more. Look under what was deleted, on the desk.")
    try:
        deletions.undo(deletion, request.user)
    except deletions.CannotBringBack as reason:
        raise Refused(str(reason)) from reason
    return JsonResponse(described(_figure(int(version.object_id))))


@require_POST
@for_scripts("posts.add_figure")
def known_photos(request: HttpRequest) -> HttpResponse:
    """Tell which of some hashes (SHA-256) are pictures of this log, and whether the trip shows them already."""
    told = body_of(request)
    hashes = [each for each in told.get("hashes", []) if isinstance(each, str)][:MOST_HASHES]
    trip, _ = _destination(told)
    known = Photo.objects.filter(sha256__in=hashes).exclude(state=Photo.State.ABSENT)
    figures = trip.figures.filter(photo__in=known).select_related("day__trip", "trip", "photo") if trip else []
    shown = {each.photo_id: _short(each) for each in figures}
    return JsonResponse(
        {"known": {each.sha256: {"photo": str(each.uuid), "figure": shown.get(each.pk)} for each in known}}
    )


@require_POST
@for_scripts("posts.add_figure")
def from_photo(request: HttpRequest) -> HttpResponse:
    """Make a figure of a picture that is in this log already."""
    told = body_of(request)
    known = Photo.objects.filter(sha256=str(told.get("sha256", ""))).exclude(state=Photo.State.ABSENT).first()
    trip, day = _destination(told)
    if known is None or trip is None:
        raise Refused("This picture is not in the log any more. Upload it.", 404)
    with reversion.create_revision():
        reversion.set_user(request.user)
        placed = pictures.place(known, trip, day, str(told.get("name", "")))
    return JsonResponse({"figure": described(placed.figure), "was_here": placed.was_here})


def _edit(request: HttpRequest, found: Figure, told: dict[str, Any]) -> dict[str, Any]:
    """Make the changes that were sent; return what the script should know besides."""
    more: dict[str, Any] = {}
    before = told.get("before")
    for field in WORDS:
        if isinstance(told.get(field), str):
            figure_edits.write(found, field, told[field], before if isinstance(before, str) else None)
    if isinstance(told.get("people"), list):
        members = _members(request, told["people"])
        more["made"] = figure_edits.set_people(found, members, before if isinstance(before, list) else None)
    if told.get("read_names"):
        more["unknown"] = figure_edits.read_names(found)
    if isinstance(told.get("day"), int):
        pictures.move(found, get_object_or_404(Day, pk=told["day"], trip=found.trip))
    if isinstance(told.get("cover"), bool):
        found.trip.cover = found if told["cover"] else None
        found.trip.save()
    return more


def _members(request: HttpRequest, told: list[Any]) -> list[Member]:
    members = []
    for each in told:
        if not isinstance(each, dict):
            raise Refused("The list of people is not understood. Reload the page.", 400)
        key, x = each.get("id"), each.get("x")
        if not isinstance(key, int) and not request.user.has_perm("people.add_person"):
            raise Refused("Your account may not add people. Choose somebody who is here.", 403)
        place = float(x) if isinstance(x, int | float) and math.isfinite(x) and 0 <= x <= 1 else None
        members.append(Member(key if isinstance(key, int) else None, str(each.get("name", "")), place))
    return members


def _figure(pk: int) -> Figure:
    return get_object_or_404(Figure.objects.select_related("trip", "day__trip", "photo"), pk=pk)


def _destination(told: dict[str, Any]) -> tuple[Trip | None, Day | None]:
    if isinstance(told.get("day"), int):
        day = get_object_or_404(Day.objects.select_related("trip"), pk=told["day"])
        return day.trip, day
    trip = get_object_or_404(Trip, pk=told["trip"]) if isinstance(told.get("trip"), int) else None
    return trip, None


def _short(figure: Figure) -> dict[str, Any]:
    return {"id": figure.pk, "name": figure.name, "title": figure.title, "day": _day(figure.day)}


def _day(day: Day | None) -> dict[str, Any] | None:
    if day is None:
        return None
    label = f"{day.date:%A, %-d %B}" if day.date else str(day)
    return {"id": day.pk, "label": label, "url": reverse("admin:posts_day_change", args=[day.pk])}
