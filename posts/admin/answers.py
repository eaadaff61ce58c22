"""Answers to the desk's own scripts: JSON, and a reason in words where something is not done."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.defaults import permission_denied

View = Callable[..., HttpResponseBase]


class Refused(Exception):
    """Something a script asked for that is not done. The message is for the person."""

    def __init__(self, message: str, status: int = 422, **more: Any) -> None:
        super().__init__(message)
        self.status = status
        self.more = more


def refusal(message: str, status: int, **more: Any) -> JsonResponse:
    return JsonResponse({"error": message} | more, status=status)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """Answer for who may not do something: scripts of the desk as a problem in JSON (RFC 9457), people with a page."""
    if not (request.path.startswith(reverse("admin:index")) and _asks_for_json(request)):
        return permission_denied(request, exception)
    reason = str(exception) or "Your account may not do this. Ask whoever runs this log."
    problem = {"type": "about:blank", "title": "Forbidden", "status": 403, "detail": reason, "error": reason}
    return JsonResponse(problem, status=403, content_type="application/problem+json")


def _asks_for_json(request: HttpRequest) -> bool:
    asks = request.get_preferred_type(["text/html", "application/json"]) == "application/json"
    return asks or request.content_type == "application/json" or "Tus-Resumable" in request.headers


def for_scripts(permission: str) -> Callable[[View], View]:
    """Guard a view that scripts call: who may not use it is told so as JSON, where a page would lead to the login."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not admin.site.has_permission(request):
                return refusal("You are logged out. Log in again in another tab, then retry here.", 401)
            if not request.user.has_perm(permission):
                return refusal("Your account may not do this. Ask whoever runs this log.", 403)
            try:
                return view(request, *args, **kwargs)
            except Refused as refused:
                return refusal(str(refused), refused.status, **refused.more)

        return guarded

    return decorate


def body_of(request: HttpRequest) -> dict[str, Any]:
    """Return the JSON object that a script sent. Raises Refused."""
    try:
        told = json.loads(request.body)
    except ValueError:
        told = None
    if not isinstance(told, dict):
        raise Refused("The request is not understood. Reload the page.", 400)
    return told
