"""The JSON export: the whole public log, one trip, and the JSON Schema of both."""

import datetime

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive
from django.utils.translation import gettext_lazy as _

from media.recording import ALL_TOLD, depends_on, subject
from posts.concerns import updated
from posts.exchange.export import public_document
from posts.exchange.schema import LogDocument
from posts.exchange.stream import public_log
from posts.models import Trip

from .errors import withdrawn
from .moved import find_moved, is_withdrawn

JSON = "application/json"
BAD_SINCE = _("“since” is an instant with its zone, such as 2026-03-01T00:00:00Z.")


def log(request: HttpRequest) -> StreamingHttpResponse | JsonResponse:
    """The whole log, streamed; `?since=` (RFC 3339) gives what was updated after that instant."""
    written = request.GET.get("since")
    since = _instant(written) if written else None
    if written and since is None:
        return JsonResponse({"error": BAD_SINCE}, status=400)
    return StreamingHttpResponse(public_log(since), content_type=JSON)


def trip(request: HttpRequest, slug: str) -> HttpResponse:
    """One trip with all that it refers to."""
    found = Trip.objects.published().filter(slug=slug).first()
    if found is None:
        if is_withdrawn(slug):
            return withdrawn(request)
        return redirect("trip_json", find_moved(Trip.objects.published(), "trip", slug).slug, permanent=True)
    depends_on(ALL_TOLD, subject(Trip, found.pk), updated(found.pk))
    return HttpResponse(public_document(found).model_dump_json(), content_type=JSON)


def log_schema(request: HttpRequest) -> JsonResponse:
    """The JSON Schema (draft 2020-12) of the export."""
    depends_on(ALL_TOLD)
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return JsonResponse(dialect | LogDocument.model_json_schema(mode="serialization"))


def _instant(written: str) -> datetime.datetime | None:
    # A plus sign that was not percent-encoded arrives as a space.
    try:
        instant = parse_datetime(written.replace(" ", "+"))
    except ValueError:
        return None
    return None if instant is None or is_naive(instant) else instant
