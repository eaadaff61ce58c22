"""A part of a picture as a picture of its own."""

import io

from PIL import Image, ImageOps

from media.blurring import WHEN
from media.files import store
from media.models import Photo

# A portrait is shown at ten rem at most; twice that is enough for any screen.
MOST_PIXELS = 960


def crop_square(photo: Photo, x: float, y: float, size: float) -> Photo:
    """Store and return a square part of a photo, without metadata.

    `x` and `y` are the middle as shares of width and height, `size` the side as a share of the shorter side,
    all from 0 to 1. A square that would lie beyond an edge is moved inside. Raises OSError where the original
    cannot be read.
    """
    with photo.original.open("rb") as original, Image.open(original) as opened:
        picture = ImageOps.exif_transpose(opened).convert("RGB")
    picture.info = {}
    side = max(1, round(min(picture.size) * min(1.0, max(0.05, size))))
    left = min(max(0, round(picture.width * x - side / 2)), picture.width - side)
    top = min(max(0, round(picture.height * y - side / 2)), picture.height - side)
    part = picture.crop((left, top, left + side, top + side))
    if side > MOST_PIXELS:
        part = part.resize((MOST_PIXELS, MOST_PIXELS), Image.Resampling.LANCZOS)
    written = io.BytesIO()
    part.save(written, "JPEG", quality=92)
    square, _ = store(written.getvalue(), "portrait.jpg")
    for name in WHEN:
        setattr(square, name, getattr(photo, name))
    square.save(update_fields=WHEN)
    return square
