"""The derivatives of photos, served while the public may see them."""

import uuid as uuids

from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from media import derivatives
from posts.appearances import published_people
from posts.models import Figure

from .ranges import partial


@require_safe
def photo(request: HttpRequest, uuid: uuids.UUID, width: int, extension: str) -> HttpResponseBase:
    """Serve one derivative. It may be kept, but is asked for again each time: what is public can change."""
    if not _is_public(uuid):
        raise Http404
    return derivative(request, derivatives.path(uuid, width, extension))


def derivative(request: HttpRequest, path: str) -> HttpResponseBase:
    """Answer with a file of the storage of derivatives, to somebody who was found to be allowed to see it."""
    storage = storages["derivatives"]
    if not storage.exists(path):
        raise Http404
    modified = int(storage.get_modified_time(path).timestamp())
    etag = f'"{modified:x}-{storage.size(path):x}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag, modified)
    if response is None:
        file = storage.open(path)
        response = partial(request, file, etag) or FileResponse(file)
        response["Content-Type"] = derivatives.FORMATS[path.rpartition(".")[2]]
    response["Accept-Ranges"] = "bytes"
    response["ETag"] = etag
    response["Last-Modified"] = http_date(modified)
    response["Cache-Control"] = "no-cache"
    return response


def _is_public(uuid: uuids.UUID) -> bool:
    """Whether a published figure shows the photo, or it is the portrait of somebody who has a page."""
    if Figure.objects.published().filter(photo__uuid=uuid).exists():
        return True
    return published_people().filter(portrait__uuid=uuid).exists()
