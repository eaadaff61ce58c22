"""The pictures that published pages show: derivatives of photos, and the cards of trips."""

import re
from collections.abc import Iterator
from uuid import UUID

from django.core.files.storage import storages
from django.db.models import Q
from django.urls import reverse

from media import derivatives
from media.models import Photo
from media.recording import depends_on, subject
from posts.appearances import published_people
from posts.models import Figure

from .pages import Page, PageRequest, Site, answer, content_of

PREFIX = "photo:"
_CARD = re.compile(r"/cards/([0-9a-f-]{36})\.jpg\?([0-9a-f]+)")


def photo_units() -> Iterator[str]:
    """Yield a unit for each photo that a published figure shows, or that portrays somebody who has a page."""
    shown = Photo.objects.filter(state=Photo.State.READY).order_by()
    in_figures = Q(pk__in=Figure.objects.published().order_by().values("photo"))
    portraits = Q(pk__in=published_people().order_by().values("portrait"))
    for key, uuid, width in shown.filter(in_figures | portraits).values_list("pk", "uuid", "width"):
        yield f"{PREFIX}{key}:{uuid}:{width}"


def photo_pages(unit: str) -> list[Page]:
    """Return the derivatives of a photo; those that are missing are not there for visitors of the log either."""
    key, uuid, width = unit.removeprefix(PREFIX).split(":")
    depends_on(subject(Photo, key))
    storage = storages["derivatives"]
    pages = []
    for each in derivatives.widths(int(width)):
        for suffix in derivatives.FORMATS:
            path = derivatives.path(UUID(uuid), each, suffix)
            if storage.exists(path):
                with storage.open(path) as file:
                    pages.append(Page(reverse("photo", args=[uuid, each, suffix])[1:], file.read()))
    return pages


def card_of(trip_page: bytes, site: Site) -> tuple[list[Page], str]:
    """Return the card that a trip's page names, and the path in its storage that is awaited while it is not drawn.

    Until then its address gives the cover, as the log's does.
    """
    named = _CARD.search(trip_page.decode()) if b"/cards/" in trip_page else None
    if named is None:
        return [], ""
    name, path = f"cards/{named[1]}.jpg", f"cards/{named[1]}/{named[2]}.jpg"
    storage = storages["derivatives"]
    if storage.exists(path):
        with storage.open(path) as file:
            return [Page(name, file.read())], ""
    response = answer(PageRequest(f"/{name}", site))
    if response is not None and response.status_code == 302:
        response = answer(PageRequest(response["Location"], site))
    return [Page(name, content_of(response))] if response is not None and response.status_code == 200 else [], path
