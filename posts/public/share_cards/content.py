"""What a trip's card says, and where the card of exactly that lies.

A card's file is named by a digest of all that it shows. So a card that says something else than the
public may see now (an older title, a cover since withheld) is never found, and none has to be purged.
"""

import hashlib
import json
from dataclasses import dataclass
from uuid import UUID

from django.core.files.storage import Storage, storages
from django.urls import reverse
from django.utils.html import strip_tags

from media import derivatives
from media.models import Photo
from posts.models import Log, Trip
from posts.prose.figures import photo_url
from posts.templatetags.travel import date_span, line

WIDTH, HEIGHT = 1200, 630
# Raised when cards are drawn in another way, so that all are drawn again.
DESIGN = 1


@dataclass(frozen=True)
class CardContent:
    """Everything a card shows; `line` is the class of the trip's colour."""

    trip: UUID
    title: str
    dates: str
    location: str
    log: str
    line: str
    cover: Photo | None

    @property
    def digest(self) -> str:
        cover = str(self.cover.uuid) if self.cover else ""
        shown = [DESIGN, self.title, self.dates, self.location, self.log, self.line, cover]
        return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:16]

    @property
    def folder(self) -> str:
        return f"cards/{self.trip}"

    @property
    def path(self) -> str:
        return f"{self.folder}/{self.digest}.jpg"

    @property
    def url(self) -> str:
        """The card's address; the digest makes those who keep pictures ask for a new one."""
        return f"{reverse('card', args=[self.trip])}?{self.digest}"

    @property
    def cover_url(self) -> str:
        if self.cover is None:
            return ""
        return photo_url(self.cover, max(derivatives.widths(self.cover.width)), "jpg")


def storage() -> Storage:
    return storages["derivatives"]


def content_of(trip: Trip, log: Log) -> CardContent:
    """Return what the card of a trip, fetched `for_card()` or `for_page()`, shows."""
    photo = trip.cover.photo if trip.cover else None
    return CardContent(
        trip=trip.uuid,
        title=trip.title,
        dates=strip_tags(date_span(trip.starts_on, trip.ends_on)),
        location=trip.location,
        log=log.title,
        line=line(trip),
        cover=photo if photo and photo.state == Photo.State.READY else None,
    )
