"""Where the desk shows a photo, and the small picture of it that stands in lists."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from media import derivatives
from media.models import Photo

CARD_WIDTH = 480
LARGE_WIDTH = 1440
# What a list shows of a photo, in CSS pixels; the picture is larger, for screens with more of them.
HEIGHT = 64


def photo_address(photo: Photo | None, width: int) -> str:
    """Return where the desk shows a photo, about that wide; empty while its derivatives are not made."""
    if photo is None or photo.state != Photo.State.READY:
        return ""
    nearest = min(derivatives.widths(photo.width), key=lambda each: abs(each - width))
    return reverse("desk:photo", args=[photo.uuid, nearest])


def thumbnail(photo: Photo, alt: str) -> SafeString | str:
    """Return a photo as lists show it; while its derivatives are not made, what it waits for."""
    address = photo_address(photo, CARD_WIDTH)
    if not address:
        return photo.get_state_display()
    return format_html(
        '<img class="thumbnail" src="{}" width="{}" height="{}" alt="{}" loading="lazy">',
        address,
        round(HEIGHT * photo.width / photo.height),
        HEIGHT,
        alt,
    )
