"""The files readers get instead of an original: a few widths, two formats, no metadata.

Measured on three pictures of 12 megapixels, two cores, at 960 px (and at 1920 px):
JPEG at quality 80 takes 23 KB (118 KB). AVIF at quality 75 and as good to look at takes
6.7 KB in 0.03 s (13 KB in 0.1 s) at speed 8, which is used: 2 KB less (3 KB) at speed 7 is twice the work.
Its encoder minds structure, as libheif's does (tune=ssim). With what libaom has taken for pictures since 3.12 (iq), at
quality 60, these drawn pictures took 8.3 KB (28 KB) for a point or two of SSIMULACRA2 more, and half as much time
again; one full of grain took 54 KB at 960 px where this takes 61 KB for three points more.
WebP at quality 80 takes 7.7 KB (19 KB): between the two it would save hardly any reader anything.
"""

import io
import logging
from collections.abc import Iterator, Sequence
from typing import BinaryIO, cast
from uuid import UUID

from django.core.files.base import ContentFile
from django.db import transaction

# The formats written: Pillow would import all it knows to look for one that nobody has imported.
from PIL import AvifImagePlugin, Image, ImageCms, WebPImagePlugin  # noqa: F401

from media import exif, formats
from media.models import Photo
from media.models import derivatives as storage

WIDTHS = (480, 960, 1440, 1920)
# By file suffix, best first: a browser takes the first one it can show.
FORMATS = {"avif": "image/avif", "jpg": "image/jpeg"}
# What only moving pictures need takes 5 MB of memory.
AVIF = {"enable-tpl-model": "0", "tune": "ssim"}
PLACEHOLDER_SIDES = (24, 96)
SRGB = ImageCms.createProfile("sRGB")
# Pillow's mode for each colour space that a picture's profile may be for.
MODES = {"RGB": "RGB", "CMYK": "CMYK", "GRAY": "L"}

logger = logging.getLogger(__name__)


def widths(photo_width: int) -> list[int]:
    """Return the widths made of a photo, ascending: none is larger than the photo."""
    largest = min(photo_width, WIDTHS[-1])
    return [width for width in WIDTHS if width < largest] + [largest]


def path(photo_uuid: UUID, width: int, suffix: str) -> str:
    """Return a derivative's name in its storage; `suffix` is a key of FORMATS."""
    return f"{photo_uuid}/{width}.{suffix}"


def paths(photo: Photo) -> list[str]:
    return [path(photo.uuid, width, suffix) for width in widths(photo.width) for suffix in FORMATS]


def height(photo: Photo, width: int) -> int:
    """Return how high the derivative of that width is, in pixels."""
    return max(1, round(photo.height * width / photo.width))


def make(photo: Photo) -> None:
    """Make a photo's derivatives, colour and placeholder, and record that it is ready, or why it failed.

    Making them twice gives the same files.
    """
    try:
        files = {}
        for width, image, profile in _scaled(photo, widths(photo.width)):
            for suffix in FORMATS:
                files[path(photo.uuid, width, suffix)] = _encoded(image, suffix, profile)
        tiny = _tiny(image, profile)
        photo.dominant_color = _dominant_color(tiny)
        photo.placeholder = _placeholder(tiny)
        for name, content in files.items():
            storage().save(name, ContentFile(content))
    except Exception as error:  # whatever is wrong with one picture must not stop the ones after it
        logger.exception("The derivatives of photo %s could not be made.", photo.pk)
        photo.state, photo.failure = Photo.State.FAILED, _reason(error)
    else:
        photo.state, photo.failure, photo.attempts = Photo.State.READY, "", 0
    _record(photo)


def encoded(photo: Photo, wanted: Sequence[int], suffix: str) -> Iterator[bytes]:
    """Yield the files of these widths, ascending, in one format, the widest first."""
    for _, image, profile in _scaled(photo, wanted):
        yield _encoded(image, suffix, profile)


def remove(photo: Photo) -> None:
    """Delete a photo's derivatives, those there are."""
    for name in paths(photo):
        storage().delete(name)
    storage().delete(str(photo.uuid))


def _record(photo: Photo) -> None:
    with transaction.atomic():
        if Photo.objects.select_for_update().filter(pk=photo.pk).exists():
            photo.save(update_fields=["dominant_color", "placeholder", "state", "failure", "attempts"])
        else:  # deleted while its derivatives were made
            remove(photo)


def _reason(error: Exception) -> str:
    if isinstance(error, formats.Unreadable):
        return str(error)[:300]
    if isinstance(error, FileNotFoundError):
        return "the original is missing from the folder of originals. Upload the picture again."
    if isinstance(error, MemoryError):
        return "there was not enough memory to decode the picture. Make it smaller and upload that."
    return f"{type(error).__name__}: {error}"[:300]


def _scaled(photo: Photo, wanted: Sequence[int]) -> Iterator[tuple[int, Image.Image, bytes | None]]:
    """Yield each of some widths, ascending, with the picture and its colour profile, the widest first.

    The original is decoded once, and each picture is made of the one before.
    """
    image, profile = _decoded(photo, wanted[-1])
    yield wanted[-1], image, profile
    for width in reversed(wanted[:-1]):
        image = _resized(image, (width, height(photo, width)))
        yield width, image, profile


def _decoded(photo: Photo, width: int) -> tuple[Image.Image, bytes | None]:
    """Return the photo in a width as an upright RGB picture without metadata, and its colour profile."""
    with photo.original.open("rb") as original:
        stream = cast(BinaryIO, original)
        kind = formats.recognise(stream)
        image = formats.open_picture(stream, kind)
        turn = exif.transposition(image)
        stored_size = (width, height(photo, width))
        if exif.swaps_sides(turn):
            stored_size = stored_size[::-1]
        formats.decode(image, kind, stream, stored_size)
        image, profile = _rgb(image)
    image = _resized(image, stored_size)
    return image if turn is None else image.transpose(turn), profile


def _resized(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    resized = image.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)
    # Pillow's writers pick up what a picture carries here, such as a JPEG's comment.
    resized.info = {}
    return resized


def _rgb(image: Image.Image) -> tuple[Image.Image, bytes | None]:
    """Return the picture in RGB on white, and the colour profile its values are in; None is sRGB.

    White under what is transparent, in every format: a page may be light or dark, and a drawing
    in black on nothing would vanish on the dark one.
    """
    if image.mode.startswith("I"):  # 16 bits of grey; a plain conversion would clip them
        image = _from_16_bits(image)
    if image.has_transparency_data:
        layer = image.convert("RGBA")
        layer.info = image.info
        image = Image.new("RGB", layer.size, "white")
        image.paste(layer, mask=layer)
        image.info = layer.info
    profile = image.info.get("icc_profile", b"")
    space = _color_space(profile)
    if space in ("CMYK", "GRAY") and image.mode == MODES[space]:
        return _converted(image, profile), None
    kept = profile if space == "RGB" and image.mode != "CMYK" else None
    # Converting copies, and a large picture should not be in memory twice.
    return image if image.mode == "RGB" else image.convert("RGB"), kept


def _from_16_bits(image: Image.Image) -> Image.Image:
    grey = image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    grey.info = {key: value for key, value in image.info.items() if key == "icc_profile"}
    return grey


def _color_space(profile: bytes) -> str:
    """Return the colour space a profile is for (ICC.1:2022, 7.2.6), empty where it cannot be used."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        space = source.profile.xcolor_space.strip()
        ImageCms.buildTransform(source, SRGB, MODES[space], "RGB")
    except (KeyError, OSError, ImageCms.PyCMSError):
        return ""
    return space


def _converted(image: Image.Image, profile: bytes) -> Image.Image:
    """Return the picture in sRGB, its values taken to be in the given profile."""
    source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    return ImageCms.buildTransform(source, SRGB, image.mode, "RGB").apply(image)


def _encoded(image: Image.Image, suffix: str, profile: bytes | None) -> bytes:
    content = io.BytesIO()
    if suffix == "avif":
        # Tiles depend on the number of cores, and the same picture must give the same file everywhere.
        image.save(content, "AVIF", quality=75, speed=8, autotiling=False, advanced=AVIF, icc_profile=profile)
    else:
        image.save(content, "JPEG", quality=80, progressive=True, optimize=True, icc_profile=profile)
    return content.getvalue()


def _tiny(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Return the picture 24 px wide in sRGB, in which style sheets and placeholders are read."""
    width, most = PLACEHOLDER_SIDES
    tiny = _resized(image, (width, min(most, max(1, round(image.height * width / image.width)))))
    return _converted(tiny, profile) if profile else tiny


def _dominant_color(tiny: Image.Image) -> str:
    """Return the colour of the largest of five groups of alike colours, as #rrggbb."""
    reduced = tiny.quantize(5)
    sizes = reduced.histogram()
    largest = sizes.index(max(sizes))
    palette = reduced.getpalette("RGB") or []
    return "#" + bytes(palette[3 * largest : 3 * largest + 3]).hex()


def _placeholder(tiny: Image.Image) -> bytes:
    content = io.BytesIO()
    tiny.info = {}
    tiny.save(content, "WEBP", quality=40, method=6)
    return content.getvalue()
