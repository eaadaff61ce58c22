"""Notes and pictures taken down in passing: kept at once, and put into a day later."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from media.files import PhotoRefused, store
from media.models import Photo

from . import pictures
from .models import Capture, Day


def keep(text: str, files: Iterable[Any], user: Any) -> tuple[Capture | None, list[str]]:
    """Keep a note with its pictures; return it, and why pictures were refused. Without anything nothing is kept."""
    photos: list[Photo] = []
    refused = []
    for file in files:
        try:
            photos.append(store(file, file.name)[0])
        except PhotoRefused as reason:
            refused.append(str(reason))
    text = text.strip()
    if not text and not photos:
        return None, refused
    with transaction.atomic():
        capture = Capture.objects.create(text=text, captured_by=user)
        capture.photos.set(photos)
    return capture, refused


@transaction.atomic
def put_into(capture: Capture, day: Day) -> None:
    """Append a note to a day's text, show its pictures there as figures, and forget the note."""
    day = Day.objects.select_for_update().select_related("trip").get(pk=day.pk)
    parts = [day.body.rstrip(), capture.text]
    for photo in capture.photos.order_by("taken_on", "taken_time", "pk"):
        figure = pictures.place(photo, day.trip, day).figure
        parts.append(f"![](figure:{figure.name})")
    day.body = "\n\n".join(part for part in parts if part)
    day.save()
    capture.delete()
