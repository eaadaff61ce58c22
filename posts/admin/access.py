"""What a contributor may do on the desk: write days, and have to do only with those of their own.

This is the one place that decides it. Every address of the desk is closed to them but those named here, each with the
question whether what it is about is theirs. A day is its maker's; so are its pictures, talks and cast. Who may work on
everything (`posts.work_on_everything`: owners, editors) passes untouched; what they may do, their permissions say.
"""

import json
from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from media.models import Photo
from posts.keys import key_in
from posts.models import Capture, Day, Deletion, Figure

from .answers import Refused
from .uploads import metadata

WORKS_ON_EVERYTHING = "posts.work_on_everything"
Keys = Mapping[str, Any]
Question = Callable[[HttpRequest, Keys], bool]


def is_contributor(user: Any) -> bool:
    """Return whether somebody writes here, but only on what is theirs."""
    return bool(user.is_active and user.is_staff and not user.has_perm(WORKS_ON_EVERYTHING))


def own_days(user: Any, days: QuerySet[Day]) -> QuerySet[Day]:
    """Keep the days somebody may work on."""
    return days.filter(made_by=user.pk) if is_contributor(user) else days


def own_captures(user: Any, captures: QuerySet[Capture]) -> QuerySet[Capture]:
    return captures.filter(captured_by=user.pk) if is_contributor(user) else captures


class ContributorMiddleware:
    """Close the desk to contributors, but for what is theirs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Keys) -> None:
        match = request.resolver_match
        if match is None or match.app_name not in ("admin", "desk"):
            return
        if is_contributor(request.user) and not _may_open(request, match.view_name, kwargs):
            raise PermissionDenied("Contributors work on the days they began themselves.")


def _may_open(request: HttpRequest, name: str, keys: Keys) -> bool:
    question = OPEN.get(name)
    return question is not None and question(request, keys)


def _anything(request: HttpRequest, keys: Keys) -> bool:
    return True


def _is_own_day(user: Any, key: Any) -> bool:
    return Day.objects.filter(pk=key_in(str(key)), made_by=user.pk).exists()


def _own_day(request: HttpRequest, keys: Keys) -> bool:
    return _is_own_day(request.user, keys.get("object_id") or keys.get("key") or keys.get("pk"))


def _own_day_to_publish(request: HttpRequest, keys: Keys) -> bool:
    return keys["kind"] == "day" and _own_day(request, keys)


def _own_capture(request: HttpRequest, keys: Keys) -> bool:
    return Capture.objects.filter(pk=keys["key"], captured_by=request.user.pk).exists()


def _own_capture_into_own_day(request: HttpRequest, keys: Keys) -> bool:
    day = request.POST.get("day", "")
    return _own_capture(request, keys) and (not day or _is_own_day(request.user, day))


def _own_figure(request: HttpRequest, keys: Keys) -> bool:
    """The figure is on a day of theirs, and stays on one; a trip's cover is not theirs to choose."""
    told = _told(request)
    moves_to = told.get("day")
    is_own = Figure.objects.filter(pk=keys["pk"], day__made_by=request.user.pk).exists()
    return is_own and "cover" not in told and (moves_to is None or _is_own_day(request.user, moves_to))


def _told_own_day(request: HttpRequest, keys: Keys) -> bool:
    return _is_own_day(request.user, _told(request).get("day"))


def _own_photo(request: HttpRequest, keys: Keys) -> bool:
    mine = Q(figures__day__made_by=request.user.pk) | Q(captures__captured_by=request.user.pk)
    return Photo.objects.filter(mine, uuid=keys["uuid"]).exists()


def _own_deletion(request: HttpRequest, keys: Keys) -> bool:
    key = keys.get("pk") or _told(request).get("deletion")
    return isinstance(key, int) and Deletion.objects.filter(pk=key, deleted_by=request.user.pk).exists()


def _upload_to_own_day(request: HttpRequest, keys: Keys) -> bool:
    if request.method == "OPTIONS":
        return True
    try:
        return _is_own_day(request.user, metadata(request).get("day"))
    except Refused:
        return False


def _of_own_page(request: HttpRequest, keys: Keys) -> bool:
    """A draft belongs to a page, named in a form or in JSON; whichever the view reads has to be open to them."""
    told = _told(request).get("page")
    named = {str(page) for page in (told, request.POST.get("page")) if page}
    return bool(named) and all(_is_own_page(request, page) for page in named)


def _is_own_page(request: HttpRequest, page: str) -> bool:
    try:
        match = resolve(page.partition("?")[0])
    except Resolver404:
        return False
    return match.view_name in PAGES_WITH_DRAFTS and _own_day(request, match.kwargs)


def _about_own_day(request: HttpRequest, keys: Keys) -> bool:
    told = request.POST if request.method == "POST" else request.GET
    return not {"talk", "figure", "trip"} & {name for name, value in told.items() if value} and (
        not told.get("day") or _is_own_day(request.user, told["day"])
    )


def _told(request: HttpRequest) -> dict[str, Any]:
    """Return the JSON object that was sent, whatever it said it was, as the views read it; else an empty one."""
    try:
        told = json.loads(request.body)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


PAGES_WITH_DRAFTS = ("admin:posts_day_change",)
OPEN: dict[str, Question] = {
    "admin:index": _anything,
    "admin:login": _anything,
    "admin:logout": _anything,
    "admin:jsi18n": _anything,
    # Its rows are their own days: `own_days`.
    "admin:posts_day_changelist": _anything,
    "admin:posts_day_change": _own_day,
    "admin:posts_day_delete": _own_day,
    "admin:posts_day_history": _own_day,
    "admin:posts_day_compare": _own_day,
    "admin:posts_day_revision": _own_day,
    "desk:publish": _own_day_to_publish,
    # Any trip can be written about: what is made is theirs.
    "desk:new-section": _anything,
    "desk:move-section": _own_day,
    "desk:cast-proposals": _own_day,
    "desk:new-capture": _anything,
    "desk:sort-capture": _own_capture_into_own_day,
    "desk:delete-capture": _own_capture,
    "desk:undo-deletion": _own_deletion,
    "desk:draft": _of_own_page,
    "desk:draft-offers": _of_own_page,
    "desk:draft-discard": _of_own_page,
    # Names of everybody and everything there is, so that a text can name them.
    "desk:completions": _anything,
    "desk:new-person": _anything,
    "desk:preview": _about_own_day,
    "desk:uploads": _upload_to_own_day,
    # The view gives each their own alone.
    "desk:upload": _anything,
    "desk:photo": _own_photo,
    "desk:known-photos": _told_own_day,
    "desk:figure": _own_figure,
    "desk:figure-removal": _own_figure,
    "desk:figure-from-photo": _told_own_day,
    "desk:figure-order": _told_own_day,
    "desk:figure-return": _own_deletion,
}
