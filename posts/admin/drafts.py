"""Keeping on the server what is typed, so that another device finds it: the desk's addresses for that."""

import copy
import datetime
import json
import re
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, JsonResponse, QueryDict
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST

from posts.models import Draft

from .offers import Typed, desk_of, drafts_of, offers_of
from .page_values import Page, page_of

LARGEST_DRAFT_BYTES = 1_000_000
KEPT_FOR = datetime.timedelta(days=60)
WINDOW_NAME = re.compile(r"[\w-]{8,50}")


class Refused(Exception):
    """What was sent cannot be kept: the status to answer with, and what to say."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@require_POST
def draft(request: HttpRequest) -> HttpResponseBase:
    """Keep what was typed: `{"page", "window", "values"}` in JSON."""
    try:
        address, (typed, *_) = _read(request)
    except Refused as refused:
        return JsonResponse({"message": str(refused)}, status=refused.status)
    keep(request.user, address, typed)
    return JsonResponse({"saved_at": timezone.now().isoformat()})


@require_POST
def draft_offers(request: HttpRequest) -> HttpResponseBase:
    """Offer what the server keeps for a page, and what the browser says it keeps: `{"page", "drafts": [...]}`.

    Answers with the offers as HTML, and with the windows of which nothing would change the page.
    """
    try:
        address, typed = _read(request)
        page = _page(request, address)
    except Refused as refused:
        return JsonResponse({"message": str(refused)}, status=refused.status)
    offers = offers_of(page, [*drafts_of(request.user, address), *typed]) if page else []
    context = {"offers": offers, "kept": {"address": address}}
    html = render_to_string("admin/_kept_offers.html", context, request)
    idle = {one.window for one in typed} - {offer.typed.window for offer in offers}
    return JsonResponse({"html": html, "idle": sorted(idle) if page else []})


@require_POST
def draft_discard(request: HttpRequest) -> HttpResponseBase:
    """Throw away what was typed in one window of a page."""
    address, window = request.POST.get("page", ""), request.POST.get("window", "")
    finish(request.user, address, window)
    return HttpResponseRedirect(address if desk_of(address) else reverse("admin:index"))


def keep(user: Any, address: str, typed: Typed) -> None:
    """Keep what was typed, unless it was saved or thrown away meanwhile. Old drafts go."""
    with transaction.atomic():
        mine = Draft.objects.select_for_update().filter(user=user, page=address, window=typed.window)
        if not mine.filter(values={}).exists():
            Draft.objects.update_or_create(
                user=user,
                page=address,
                window=typed.window,
                defaults={"values": typed.values, "updated_at": typed.at},
            )
        Draft.objects.filter(updated_at__lt=timezone.now() - KEPT_FOR).delete()


def finish(user: Any, address: str, window: str) -> None:
    """Forget what was typed in a window. That it is finished is remembered: its last words may still be on the way."""
    if WINDOW_NAME.fullmatch(window):
        Draft.objects.update_or_create(
            user=user, page=address[:300], window=window, defaults={"values": {}, "updated_at": timezone.now()}
        )


def finished(user: Any, address: str) -> list[str]:
    """Return the windows of a page whose typing was saved or thrown away."""
    return list(Draft.objects.filter(user=user, page=address, values={}).values_list("window", flat=True))


def _read(request: HttpRequest) -> tuple[str, list[Typed]]:
    """Read what a script sent: the page, and what was typed there."""
    if len(request.body) > LARGEST_DRAFT_BYTES:
        raise Refused(413, "This page holds more than 1 MB of text, too much for a draft. Save it in parts.")
    try:
        content = json.loads(request.body)
        address = content["page"]
        typed = [_typed(one) for one in content.get("drafts", [content])]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refused(400, "A draft is JSON with a page, a window and values, which are lists of texts.") from error
    found = desk_of(address) if isinstance(address, str) and len(address) <= 300 else None
    if found is None:
        raise Refused(404, "Drafts are kept for the pages on which something is added or changed.")
    desk, key = found
    if not (desk.has_change_permission(request) if key else desk.has_add_permission(request)):
        raise PermissionDenied
    return address, typed


def _typed(content: dict[str, Any]) -> Typed:
    values = {str(name): [str(one) for one in many] for name, many in content["values"].items() if many != []}
    at = parse_datetime(content.get("typed_at") or "") or timezone.now()
    if not values or not WINDOW_NAME.fullmatch(content["window"]) or timezone.is_naive(at):
        raise ValueError
    return Typed(content["window"], values, min(at, timezone.now()))


def _page(request: HttpRequest, address: str) -> Page | None:
    """Make the page at an address as it is now; None if its thing is gone."""
    found = desk_of(address)
    asking = copy.copy(request)
    asking.GET = QueryDict(address.partition("?")[2])
    if found is None:
        return None
    desk, key = found
    thing = desk.get_object(request, key) if key else None
    return None if key and thing is None else page_of(desk, asking, thing)
