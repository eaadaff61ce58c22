"""Keeping on the server what is typed, so that another device finds it: the desk's addresses for that."""

import copy
import datetime
import json
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

from .offers import WINDOW_NAME, Typed, desk_of, drafts_of, number, offers_of
from .page_values import Page, page_of

LARGEST_DRAFT_BYTES = 1_000_000
KEPT_FOR = datetime.timedelta(days=60)


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
    finish(request.user, address, window, number(request.POST.get("edits", "")))
    return HttpResponseRedirect(address if desk_of(address) else reverse("admin:index"))


def keep(user: Any, address: str, typed: Typed) -> None:
    """Keep what was typed, unless that was saved or thrown away meanwhile, or more of it was kept. Old drafts go.

    What the window took over from others is finished there.
    """
    with transaction.atomic():
        told = {"values": typed.values, "edits": typed.edits, "updated_at": typed.at}
        draft, is_new = Draft.objects.select_for_update().get_or_create(
            user=user, page=address, window=typed.window, defaults=told
        )
        if not is_new and draft.edits - bool(draft.values) < typed.edits:
            Draft.objects.filter(pk=draft.pk).update(**told)
        for window, edits in typed.replaces:
            finish(user, address, window, edits)
        Draft.objects.filter(updated_at__lt=timezone.now() - KEPT_FOR).delete()


def finish(user: Any, address: str, window: str, edits: int) -> None:
    """Forget what was typed in a window until then. Its last words may still be on the way: they are known by `edits`.

    What was typed there afterwards stays.
    """
    if not WINDOW_NAME.fullmatch(window):
        return
    told = {"values": {}, "edits": edits, "updated_at": timezone.now()}
    with transaction.atomic():
        draft, is_new = Draft.objects.select_for_update().get_or_create(
            user=user, page=address[:300], window=window, defaults=told
        )
        if not is_new and draft.edits <= edits:
            Draft.objects.filter(pk=draft.pk).update(**told)


def finished(user: Any, address: str) -> dict[str, int]:
    """Return the windows of a page whose typing was saved or thrown away, and how many edits that was."""
    return dict(Draft.objects.filter(user=user, page=address, values={}).values_list("window", "edits"))


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
