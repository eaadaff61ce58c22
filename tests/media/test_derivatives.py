import io
from pathlib import Path
from uuid import UUID

import pytest
from django.core.files.base import ContentFile
from PIL import Image

from media import derivatives, files
from media.models import Photo
from media.models import derivatives as storage
from tests.media import pictures
from tests.media.folders import files_in

pytestmark = pytest.mark.django_db


def made(content: bytes) -> Photo:
    photo, _ = files.store(content, "picture")
    derivatives.make(photo)
    photo.refresh_from_db()
    return photo


def contents(photo: Photo) -> dict[str, bytes]:
    return files_in(storage(), str(photo.uuid))


def opened(photo: Photo, width: int, suffix: str) -> Image.Image:
    path = derivatives.path(photo.uuid, width, suffix)
    return Image.open(io.BytesIO(Path(storage().path(path)).read_bytes()))


def pixel(image: Image.Image, across: float, down: float) -> tuple[int, ...]:
    at = (int(image.width * across), int(image.height * down))
    return tuple(image.convert("RGB").crop((*at, at[0] + 1, at[1] + 1)).tobytes())


def is_near(seen: tuple[int, ...], expected: tuple[int, ...], tolerance: int = 12) -> bool:
    return all(abs(one - other) <= tolerance for one, other in zip(seen, expected, strict=True))


@pytest.mark.parametrize(
    ("photo_width", "expected"),
    [
        (4032, [480, 960, 1440, 1920]),
        (1921, [480, 960, 1440, 1920]),
        (1920, [480, 960, 1440, 1920]),
        (1000, [480, 960, 1000]),
        (960, [480, 960]),
        (480, [480]),
        (300, [300]),
        (1, [1]),
    ],
)
def test_widths_never_exceed_the_photo(photo_width, expected):
    assert derivatives.widths(photo_width) == expected


def test_path_is_computed_from_the_photo_alone():
    assert (
        derivatives.path(UUID("12345678-1234-5678-1234-567812345678"), 960, "avif")
        == "12345678-1234-5678-1234-567812345678/960.avif"
    )


def test_make_writes_each_width_in_each_format():
    photo = made(pictures.saved(pictures.corners(2000, 1000)))
    sizes = {}
    for name, content in contents(photo).items():
        image = Image.open(io.BytesIO(content))
        sizes[name] = (image.format, *image.size)
    assert sizes == {
        "480.avif": ("AVIF", 480, 240),
        "480.jpg": ("JPEG", 480, 240),
        "960.avif": ("AVIF", 960, 480),
        "960.jpg": ("JPEG", 960, 480),
        "1440.avif": ("AVIF", 1440, 720),
        "1440.jpg": ("JPEG", 1440, 720),
        "1920.avif": ("AVIF", 1920, 960),
        "1920.jpg": ("JPEG", 1920, 960),
    }
    assert opened(photo, 960, "jpg").info["progressive"] == 1
    assert (photo.state, photo.failure) == (Photo.State.READY, "")


def test_make_enlarges_nothing():
    photo = made(pictures.saved(pictures.corners(300, 200), "PNG"))
    assert sorted(contents(photo)) == ["300.avif", "300.jpg"]
    assert opened(photo, 300, "avif").size == (300, 200)


@pytest.mark.parametrize("suffix", derivatives.FORMATS)
@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_make_turns_the_picture_as_its_orientation_says(orientation, suffix):
    photo = made(pictures.jpeg_of_a_camera(1200, 800, orientation=orientation))
    # Clockwise from the upper left of what is seen.
    seen = {
        1: [pictures.RED, pictures.GREEN, pictures.YELLOW, pictures.BLUE],
        3: [pictures.YELLOW, pictures.BLUE, pictures.RED, pictures.GREEN],
        6: [pictures.BLUE, pictures.RED, pictures.GREEN, pictures.YELLOW],
        8: [pictures.GREEN, pictures.YELLOW, pictures.BLUE, pictures.RED],
    }[orientation]
    size = (800, 1200) if orientation in (6, 8) else (1200, 800)
    image = opened(photo, size[0], suffix)
    assert (photo.width, photo.height) == size == image.size
    quarters = [pixel(image, *at) for at in ((0.25, 0.25), (0.75, 0.25), (0.75, 0.75), (0.25, 0.75))]
    assert [is_near(*pair) for pair in zip(quarters, seen, strict=True)] == [True] * 4


@pytest.mark.parametrize(
    ("content", "present"),
    [
        pytest.param(pictures.jpeg_of_a_camera(), 6, id="jpeg"),
        pytest.param(pictures.png_with_texts(), 6, id="png"),
    ],
)
def test_make_passes_on_nothing_of_the_metadata(content, present):
    assert sum(marker in content for marker in pictures.MARKERS) == present
    photo = made(content)
    assert photo.latitude == 34.1429
    files_made = contents(photo) | {"placeholder": bytes(photo.placeholder)}
    leaks = [
        (name, marker)
        for name, made_content in files_made.items()
        for marker in [*pictures.MARKERS, b"Exif", b"exif", b"EXIF", b"http://ns.adobe.com", b"tEXt"]
        if marker in made_content
    ]
    assert leaks == []
    for made_content in files_made.values():
        image = Image.open(io.BytesIO(made_content))
        image.load()
        assert dict(image.getexif()) == {}
        assert {"comment", "exif", "xmp", "icc_profile"} & set(image.info) == set()


@pytest.mark.parametrize("suffix", derivatives.FORMATS)
def test_make_keeps_the_color_profile_byte_for_byte(suffix):
    profile = pictures.display_p3()
    photo = made(pictures.saved(pictures.corners(), icc_profile=profile, exif=pictures.exif()))
    assert opened(photo, 480, suffix).info["icc_profile"] == profile
    assert is_near(pixel(opened(photo, 480, suffix), 0.25, 0.25), pictures.RED)


def test_make_converts_the_placeholder_from_its_profile():
    image = Image.new("RGB", (400, 300), (200, 80, 80))
    plain = made(pictures.saved(image, "PNG"))
    wide = made(pictures.saved(image, "PNG", icc_profile=pictures.display_p3()))
    # The same values mean a stronger red on a display with wider primaries.
    assert plain.dominant_color == "#c85050"
    red, green, _ = bytes.fromhex(wide.dominant_color[1:])
    assert red > 200
    assert green < 80


@pytest.mark.parametrize(
    "profile",
    [
        pytest.param(b"not a profile at all", id="no profile"),
        pytest.param(pictures.display_p3().replace(b"rTRC", b"none"), id="without the curve of red"),
        pytest.param(pictures.linear_grey(), id="for grey pictures"),
    ],
)
def test_make_drops_a_profile_that_cannot_be_used(profile):
    photo = made(pictures.saved(pictures.corners(600, 400), icc_profile=profile))
    assert photo.state == Photo.State.READY
    assert "icc_profile" not in opened(photo, 480, "jpg").info


def test_make_converts_grey_through_its_profile():
    photo = made(pictures.saved(Image.new("L", (400, 300), 55), icc_profile=pictures.linear_grey()))
    image = opened(photo, 400, "jpg")
    assert "icc_profile" not in image.info
    assert is_near(pixel(image, 0.5, 0.5), (128, 128, 128), tolerance=3)


@pytest.mark.parametrize("suffix", derivatives.FORMATS)
def test_make_lays_what_is_transparent_on_white(suffix):
    photo = made(pictures.transparent_png())
    image = opened(photo, 400, suffix)
    assert image.mode == "RGB"
    assert is_near(pixel(image, 0.5, 0.1), (255, 255, 255))
    assert is_near(pixel(image, 0.5, 0.5), (0, 0, 0))


def test_make_reads_a_palette_with_a_transparent_color():
    image = Image.new("P", (400, 300), 0)
    image.putpalette([255, 0, 0, 0, 0, 255])
    image.paste(1, (200, 0, 400, 300))
    photo = made(pictures.saved(image, "GIF", transparency=0))
    made_image = opened(photo, 400, "jpg")
    assert is_near(pixel(made_image, 0.25, 0.5), (255, 255, 255))
    assert is_near(pixel(made_image, 0.75, 0.5), (0, 0, 255))


def test_make_shows_the_first_frame_of_an_animation():
    frames = [Image.new("RGB", (300, 200), color) for color in (pictures.GREEN, pictures.RED)]
    photo = made(pictures.saved(frames[0], "GIF", save_all=True, append_images=frames[1:]))
    assert is_near(pixel(opened(photo, 300, "avif"), 0.5, 0.5), pictures.GREEN)


def test_make_converts_cmyk():
    photo = made(pictures.saved(pictures.corners().convert("CMYK"), quality=90))
    image = opened(photo, 960, "jpg")
    assert image.mode == "RGB"
    assert is_near(pixel(image, 0.25, 0.25), pictures.RED)


def test_make_scales_16_bits_to_8():
    photo = made(pictures.grey_16_bit_png())
    image = opened(photo, 400, "jpg")
    assert is_near(pixel(image, 0.25, 0.5), (40, 40, 40))
    assert is_near(pixel(image, 0.75, 0.5), (200, 200, 200))


@pytest.mark.parametrize("size", [(1, 1), (3, 2000), (2500, 2)])
def test_make_manages_extreme_shapes(size):
    photo = made(pictures.saved(Image.new("RGB", size, pictures.BLUE), "PNG"))
    width = derivatives.widths(size[0])[-1]
    assert photo.state == Photo.State.READY
    assert opened(photo, width, "avif").size == (width, derivatives.height(photo, width))
    assert Image.open(io.BytesIO(photo.placeholder)).size <= derivatives.PLACEHOLDER_SIDES


def test_make_records_a_tiny_placeholder_and_the_dominant_color():
    image = pictures.corners(1200, 800)
    image.paste(pictures.BLUE, (0, 0, 1200, 700))
    photo = made(pictures.saved(image, "PNG"))
    placeholder = Image.open(io.BytesIO(photo.placeholder))
    assert (placeholder.format, placeholder.size) == ("WEBP", (24, 16))
    assert len(photo.placeholder) < 500
    assert is_near(tuple(bytes.fromhex(photo.dominant_color[1:])), pictures.BLUE)


def test_make_twice_gives_the_same_files():
    photo = made(pictures.jpeg_of_a_camera(2000, 1500))
    first = contents(photo), bytes(photo.placeholder), photo.dominant_color
    derivatives.make(photo)
    photo.refresh_from_db()
    assert (contents(photo), bytes(photo.placeholder), photo.dominant_color) == first


def test_make_fails_with_a_reason_when_the_original_is_gone():
    photo, _ = files.store(pictures.saved(pictures.corners()), "gone.jpg")
    Path(photo.original.path).unlink()
    derivatives.make(photo)
    photo.refresh_from_db()
    assert (photo.state, photo.failure) == (
        Photo.State.FAILED,
        "the original is missing from the folder of originals. Upload the picture again.",
    )
    assert not storage().exists(str(photo.uuid))


def test_make_fails_with_a_reason_when_the_original_was_damaged_since():
    photo, _ = files.store(pictures.saved(pictures.corners()), "damaged.jpg")
    with Path(photo.original.path).open("r+b") as stream:
        stream.truncate(2000)
    derivatives.make(photo)
    photo.refresh_from_db()
    assert photo.state == Photo.State.FAILED
    assert photo.failure == (
        "this JPEG is cut short or damaged and cannot be read to its end. Copy it again from the camera or phone."
    )
    assert not storage().exists(str(photo.uuid))


def test_make_fails_and_leaves_no_half_file_when_nothing_can_be_written():
    photo, _ = files.store(pictures.saved(pictures.corners()), "picture.jpg")
    # A file where the photo's folder should be.
    storage().save(str(photo.uuid), ContentFile(b""))
    derivatives.make(photo)
    photo.refresh_from_db()
    assert photo.state == Photo.State.FAILED
    assert photo.failure.startswith("FileExistsError: ")
    assert storage().listdir("") == ([], [str(photo.uuid)])


def test_make_leaves_nothing_for_a_photo_deleted_meanwhile():
    photo, _ = files.store(pictures.saved(pictures.corners()), "picture.jpg")
    Photo.objects.filter(pk=photo.pk).delete()
    derivatives.make(photo)
    assert not storage().exists(str(photo.uuid))
    assert not Photo.objects.exists()


def test_make_the_turned_picture_of_the_seed_post(seed):
    photo = made((seed / "posts/travel/2024-nixcon-scale/images/scale.jpg").read_bytes())
    assert (photo.width, photo.height, photo.state) == (3024, 4032, Photo.State.READY)
    assert opened(photo, 1920, "avif").size == (1920, 2560)
    assert [name for name, content in contents(photo).items() if b"SN-12345" in content or b"A. Owner" in content] == []
