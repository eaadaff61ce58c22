"""A copy of a picture in which somebody cannot be recognised."""

import io
from collections.abc import Sequence

from PIL import Image, ImageFilter, ImageOps

from media.files import store
from media.models import Photo

# So few picture elements over the whole width leave colours and shapes, and no face.
COARSE = 24
# How much of the picture's width somebody who was tapped at one point may take up.
SHARE = 0.3
WHEN = ("taken_on", "taken_time", "taken_utc_offset")


def blur(photo: Photo, places: Sequence[float] = ()) -> Photo:
    """Store and return a copy of a photo, coarse around some places, or everywhere where none is given.

    A place is a share of the width, from 0 to 1, from top to bottom. The copy carries no metadata but knows
    when the photo was taken. Raises OSError where the original cannot be read.
    """
    with photo.original.open("rb") as original, Image.open(original) as opened:
        picture = ImageOps.exif_transpose(opened).convert("RGB")
    picture.info = {}
    coarse = picture.resize((COARSE, max(1, COARSE * picture.height // picture.width)), Image.Resampling.BOX)
    coarse = coarse.resize(picture.size, Image.Resampling.BILINEAR).filter(
        ImageFilter.GaussianBlur(picture.width / COARSE)
    )
    if places:
        for place in places:
            left, right = (round(picture.width * min(1, max(0, place + half))) for half in (-SHARE / 2, SHARE / 2))
            picture.paste(coarse.crop((left, 0, right, picture.height)), (left, 0))
    else:
        picture = coarse
    written = io.BytesIO()
    picture.save(written, "JPEG", quality=90)
    copy, _ = store(written.getvalue(), photo.original_name or "picture.jpg")
    for name in WHEN:
        setattr(copy, name, getattr(photo, name))
    copy.save(update_fields=WHEN)
    return copy
