"""Scripts of other sites may read what is made for programs (CORS): it is public, and no cookie changes it."""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

FOR_PROGRAMS = re.compile(r"/(api(/|$)|export(\.schema)?\.json$|trips/[^/]+\.json$)")


class CrossOriginMiddleware:
    """Open what is for programs to scripts from anywhere, without credentials; also errors, and answers of 304."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not FOR_PROGRAMS.match(request.path):
            return self.get_response(request)
        is_preflight = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
        response = _permission() if is_preflight else self.get_response(request)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Link"
        return response


def _permission() -> HttpResponse:
    """Answer a browser that asks first, as it does when a script sends the tag of what it has."""
    permitted = {
        "Access-Control-Allow-Methods": "GET, HEAD",
        "Access-Control-Allow-Headers": "If-None-Match",
        "Access-Control-Max-Age": "86400",
    }
    return HttpResponse(status=204, headers=permitted)
