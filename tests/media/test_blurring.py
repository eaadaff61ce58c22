import datetime
import io

import pytest
from PIL import Image

from media.blurring import blur
from media.files import store
from tests.media.pictures import saved

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo():
    """A picture of fine stripes, 480 by 320, taken on a day."""
    picture = Image.new("L", (480, 320))
    picture.putdata([255 * (x % 2) for _ in range(320) for x in range(480)])
    photo, _ = store(saved(picture.convert("RGB"), "PNG"), "stripes.png")
    photo.taken_on = datetime.date(2024, 3, 14)
    photo.save()
    return photo


def stripes(photo, left, right) -> int:
    """How far apart the brightest and the darkest point are in part of the picture, away from its edges."""
    with photo.original.open() as original:
        part = Image.open(io.BytesIO(original.read())).convert("L").crop((left, 40, right, 280))
    points = part.tobytes()
    return max(points) - min(points)


def test_blur_everywhere(photo):
    copy = blur(photo)
    assert copy != photo
    assert (copy.width, copy.height, copy.taken_on) == (480, 320, photo.taken_on)
    assert stripes(photo, 10, 470) == 255
    assert stripes(copy, 10, 470) < 20


def test_blur_around_one_place_only(photo):
    copy = blur(photo, [0.5])
    assert stripes(copy, 190, 290) < 20
    assert stripes(copy, 10, 150) > 200
    assert stripes(copy, 330, 470) > 200
