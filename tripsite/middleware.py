"""Validators for public pages: a reader who has the current page is told so, at the price of one tiny query."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import get_conditional_response

from posts.freshness import version_of_content
from tripsite.pages.making import ASKED
from tripsite.pages.program import digest

NOT_PAGES = ("/admin/", "/healthz", "/readyz", "/static/", "/photos/", "/cards/", "/preview/", "/their-say/")


class TextGZipMiddleware(GZipMiddleware):
    """Compress text; pictures are compressed already, and would only lose their length and their strong tag."""

    TEXT = ("text/", "application/json", "application/xml", "application/atom+xml", "application/feed+json")

    def process_response(self, request: HttpRequest, response: Any) -> Any:
        if response.get("Content-Type", "").startswith(self.TEXT):
            return super().process_response(request, response)
        return response


class FreshnessMiddleware:
    """Give every public page an ETag made of all that it may depend on, and answer 304 while that stands.

    Pages are to be asked for again each time (`no-cache`): nobody is shown an outdated one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.program = digest()

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD") or request.path.startswith(NOT_PAGES):
            return self.get_response(request)
        if ASKED in request.META:
            response = self.get_response(request)
            response.setdefault("Cache-Control", "no-cache")
            return response
        # Read before the page is made: a change meanwhile makes the page newer than its tag says, never older.
        tag = f'"{self.program}-{version_of_content()}"'
        unchanged = get_conditional_response(request, etag=tag)
        response = self.get_response(request) if unchanged is None else unchanged
        if response.status_code in (200, 304):
            response["ETag"] = tag
            response.setdefault("Cache-Control", "no-cache")
        return response
