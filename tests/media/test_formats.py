import pytest
from PIL import Image

from media import formats
from media.files import PhotoRefused, store
from media.models import Photo, originals
from tests.media import pictures
from tests.media.folders import files_in

pytestmark = pytest.mark.django_db

DAMAGED = "is cut short or damaged and cannot be read to its end. Copy it again from the camera or phone."


def refusal(content: bytes, name: str) -> str:
    """Return what a person is told whose picture is refused, nothing of which is kept."""
    with pytest.raises(PhotoRefused) as refused:
        store(content, name)
    assert files_in(originals()) == {}
    assert not Photo.objects.exists()
    return str(refused.value)


@pytest.mark.parametrize(
    ("pillow_format", "called"),
    [("JPEG", "JPEG"), ("PNG", "PNG"), ("WEBP", "WebP"), ("GIF", "GIF"), ("AVIF", "AVIF")],
)
@pytest.mark.parametrize("part", [0.1, 0.5, 0.97])
def test_refuses_a_truncated_file(pillow_format, called, part):
    noise = Image.effect_noise((300, 200), 60).convert("RGB")
    content = pictures.saved(noise, pillow_format)
    message = refusal(content[: int(len(content) * part)], "half.jpg")
    assert message == f"half.jpg: this {called} {DAMAGED}"


@pytest.mark.parametrize("missing", [1, 4, 12, 16])
def test_refuses_a_png_that_lacks_its_last_bytes(missing):
    content = pictures.saved(pictures.corners(), "PNG")
    assert refusal(content[:-missing], "a.png") == f"a.png: this PNG {DAMAGED}"


def test_refuses_a_huge_picture_by_its_header():
    content = pictures.huge_png()
    assert len(content) < 200
    assert refusal(content, "huge.png") == (
        "huge.png: the picture is 30000 × 30000 pixels, more than 100 megapixels. Make it smaller and upload that."
    )


def test_refuses_a_side_that_no_derivative_can_have():
    assert refusal(pictures.huge_png(100, 40_000), "tall.png") == (
        "tall.png: the picture is 100 × 40000 pixels, longer than 32768 on one side. "
        "Crop it or make it smaller and upload that."
    )


@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg"/>',
        b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- drawn -->\n<svg></svg>',
        b"<!DOCTYPE svg><SVG></SVG>",
        '<?xml version="1.0" encoding="utf-16"?><svg/>'.encode("utf-16"),
    ],
)
def test_refuses_an_svg(content):
    assert refusal(content, "logo.svg") == (
        "logo.svg: an SVG is a drawing that can carry scripts, not a photo. Save it as PNG and upload that."
    )


@pytest.mark.parametrize(
    "content",
    [
        b"hello",
        b"%PDF-1.7",
        b"<html><svg></svg></html>",
        b"\x00" * 5000,
        b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom",
        pictures.saved(pictures.corners(30, 20), "TIFF"),
    ],
)
def test_refuses_what_is_not_a_picture_it_knows(content):
    assert refusal(content, "notes.jpg") == (
        "notes.jpg: this is not a JPEG, PNG, WebP, GIF or AVIF picture. Save it as one of these and upload that."
    )


def test_refuses_an_empty_file():
    assert refusal(b"", "a.jpg") == "a.jpg: the file is empty. Copy it again from where it came from."


def test_refuses_a_heic_without_the_extra(monkeypatch):
    monkeypatch.setattr(formats, "HEIC_READABLE", False)
    assert refusal(b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + b"\x00" * 100, "IMG_2.HEIC") == (
        "IMG_2.HEIC: HEIC pictures need an extra that is not installed here. Install tripsite[heic], "
        "or save the picture as JPEG and upload that."
    )


@pytest.mark.skipif(not formats.HEIC_READABLE, reason="the extra tripsite[heic] is not installed")
def test_takes_a_heic_with_the_extra():
    content = pictures.saved(pictures.corners(300, 200), "HEIF", exif=pictures.exif(orientation=6))
    photo, _ = store(content, "IMG_2.HEIC")
    # How a HEIC is turned stands in its container; its EXIF orientation is of no account (ISO/IEC 23008-12, 6.5.10).
    assert (photo.media_type, photo.width, photo.height) == ("image/heic", 300, 200)
    assert photo.latitude == 34.1429
