"""The card of a trip, while the public may see the trip."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from posts.models import Log, Trip

from .content import content_of, storage


@require_safe
def card(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Serve the card that says what the public sees now; while it is not drawn yet, lead to the cover."""
    trip = Trip.objects.published().for_card().filter(uuid=uuid).first()
    if trip is None:
        raise Http404
    content = content_of(trip, Log.current())
    if not storage().exists(content.path):
        if not content.cover_url:
            raise Http404
        return redirect(content.cover_url)
    etag = f'"{content.digest}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag)
    if response is None:
        response = FileResponse(storage().open(content.path), content_type="image/jpeg")
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    return response
