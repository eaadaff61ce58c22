import io

import pytest
from PIL import Image

from media.cropping import crop_square
from media.files import store
from tests.media.pictures import saved

pytestmark = pytest.mark.django_db


@pytest.fixture
def photo():
    """A picture of 400 by 200 whose red grows to the right and whose green grows downwards."""
    picture = Image.new("RGB", (400, 200))
    picture.putdata([(x * 255 // 400, y * 255 // 200, 0) for y in range(200) for x in range(400)])
    return store(saved(picture, "PNG"), "a.png")[0]


def corners_of(photo):
    with photo.original.open() as original:
        picture = Image.open(io.BytesIO(original.read()))
        points = picture.tobytes()
    return picture.size, tuple(points[:2]), tuple(points[-3:-1])


@pytest.mark.parametrize(
    ("x", "y", "size", "expected"),
    [
        (0.5, 0.5, 0.5, ((100, 100), (96, 64), (159, 191))),
        (0, 0, 0.5, ((100, 100), (0, 0), (63, 127))),
        (1, 1, 1, ((200, 200), (127, 0), (254, 254))),
    ],
)
def test_crop_a_square_inside_the_picture(photo, x, y, size, expected):
    side, start, end = corners_of(crop_square(photo, x, y, size))
    assert side == expected[0]
    assert start == pytest.approx(expected[1], abs=8)
    assert end == pytest.approx(expected[2], abs=8)
