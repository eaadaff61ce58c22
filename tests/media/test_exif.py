import io
from datetime import date, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from media import exif
from media.exif import Taken
from tests.media import pictures

NOWHERE = (None, None)


def opened(content: bytes) -> Image.Image:
    return Image.open(io.BytesIO(content))


def read(**tags: object) -> Taken:
    return exif.read(opened(pictures.jpeg_of_a_camera(60, 40, **tags)))


def position(**tags: object) -> tuple[float | None, float | None]:
    taken = read(gps={{"lat_ref": 1, "lat": 2, "lon_ref": 3, "lon": 4}[name]: value for name, value in tags.items()})
    return taken.latitude, taken.longitude


def test_read_time_zone_and_position_of_a_phone():
    assert read() == Taken(date(2024, 3, 16), time(13, 20, 4), -420, 34.1429, -118.1437)


def test_read_nothing_from_a_picture_without_exif():
    assert exif.read(pictures.corners(60, 40)) == Taken()


@pytest.mark.parametrize(
    ("written", "on", "clock"),
    [
        ("2024:03:16 13:20:04", date(2024, 3, 16), time(13, 20, 4)),
        ("2024-03-16T13:20:04.250+01:00", date(2024, 3, 16), time(13, 20, 4)),
        ("2024:03:16 13:20", date(2024, 3, 16), time(13, 20)),
        ("2024:03:16", date(2024, 3, 16), None),
        ("2024:03:16   :  :  ", date(2024, 3, 16), None),
        ("2024:03:16 24:00:00", date(2024, 3, 16), None),
        ("  2024:03:16 13:20:04", date(2024, 3, 16), time(13, 20, 4)),
        ("0000:00:00 00:00:00", None, None),
        ("2024:13:01 10:00:00", None, None),
        ("    :  :     :  :  ", None, None),
        ("yesterday", None, None),
        ("", None, None),
    ],
)
def test_read_date_as_cameras_write_it(written, on, clock):
    taken = read(taken=written)
    assert (taken.on, taken.time) == (on, clock)


@pytest.mark.parametrize(
    ("written", "minutes"),
    [
        ("-07:00", -420),
        ("+05:45", 345),
        ("+0530", 330),
        ("+14:00", 840),
        ("Z", 0),
        ("+00:00", 0),
        ("+25:00", None),
        ("+01:75", None),
        ("   :  ", None),
        ("PST", None),
    ],
)
def test_read_offset_in_minutes_east(written, minutes):
    assert read(offset=written).utc_offset == minutes


def test_read_digitized_time_where_the_original_one_is_garbage():
    block = pictures.exif(taken="0000:00:00 00:00:00")
    block.get_ifd(0x8769).update({0x9004: "2019:05:01 08:00:00", 0x9012: "+02:00"})
    taken = exif.read(opened(pictures.saved(pictures.corners(60, 40), exif=block)))
    assert (taken.on, taken.time, taken.utc_offset) == (date(2019, 5, 1), time(8), 120)


def test_read_no_date_from_the_time_of_the_last_edit():
    block = Image.Exif()
    block[0x0132] = "2024:11:30 09:00:00"
    assert exif.read(opened(pictures.saved(pictures.corners(60, 40), exif=block))) == Taken()


@pytest.mark.parametrize(
    ("lat_ref", "lon_ref", "expected"),
    [("N", "E", (34.5, 118.25)), ("S", "W", (-34.5, -118.25)), ("s", "e", (-34.5, 118.25))],
)
def test_read_position_in_each_hemisphere(lat_ref, lon_ref, expected):
    assert position(lat_ref=lat_ref, lat=(34.0, 30.0, 0.0), lon_ref=lon_ref, lon=(118.0, 15.0, 0.0)) == expected


@pytest.mark.parametrize(
    "latitude",
    [
        pytest.param((91.0, 0.0, 0.0), id="beyond the pole"),
        pytest.param((34.0, 8.0, pictures.rational(0, 0)), id="seconds over zero"),
        pytest.param((pictures.rational(34, 0), 8.0, 0.0), id="degrees over zero"),
        pytest.param((1.0, 2.0, 3.0, 4.0), id="four parts"),
    ],
)
def test_read_no_position_where_the_latitude_is_nonsense(latitude):
    assert position(lat_ref="N", lat=latitude, lon_ref="W", lon=(118.0, 8.0, 0.0)) == NOWHERE


def test_read_no_position_without_a_hemisphere():
    assert position(lat=(34.0, 8.0, 0.0), lon=(118.0, 8.0, 0.0)) == NOWHERE


def test_read_no_position_from_a_device_without_a_fix():
    assert position(lat_ref="N", lat=(0.0, 0.0, 0.0), lon_ref="E", lon=(0.0, 0.0, 0.0)) == NOWHERE


@pytest.mark.parametrize("orientation", range(1, 9))
def test_transposition_turns_every_orientation_upright(orientation):
    upright = pictures.corners(60, 40)
    turn = exif.TRANSPOSITIONS.get(orientation)
    # The stored pixels are the upright ones turned back; six and eight undo each other.
    undone = {6: exif.TRANSPOSITIONS[8], 8: exif.TRANSPOSITIONS[6]}.get(orientation, turn)
    stored = upright if undone is None else upright.transpose(undone)
    image = opened(pictures.saved(stored, "PNG", exif=pictures.exif(orientation=orientation)))
    found = exif.transposition(image)
    seen = image if found is None else image.transpose(found)
    assert found == turn
    assert exif.swaps_sides(found) == (stored.size != upright.size)
    assert seen.convert("RGB").tobytes() == upright.tobytes()


def test_transposition_none_for_an_orientation_that_does_not_exist():
    assert exif.transposition(opened(pictures.jpeg_of_a_camera(60, 40, orientation=9))) is None


# Pillow warns of broken blocks before it gives up on them; a log is no worse for it.
@pytest.mark.filterwarnings("ignore::UserWarning")
@given(start=st.integers(0, 400), junk=st.binary(min_size=1, max_size=40))
@settings(max_examples=300, deadline=None)
def test_read_never_raises_for_damaged_exif(start, junk):
    block = pictures.exif(orientation=6).tobytes()
    start %= len(block)
    image = Image.new("RGB", (60, 40))
    image.info["exif"] = block[:start] + junk + block[start + len(junk) :]
    assert isinstance(exif.read(image), Taken)
    assert exif.transposition(image) in {None, *exif.TRANSPOSITIONS.values()}


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize("block", [b"", b"Exif\0\0", b"Exif\0\0MM", b"nonsense", b"Exif\0\0II*\0\xff\xff\xff\xff"])
def test_read_nothing_from_a_block_that_is_no_exif(block):
    image = Image.new("RGB", (60, 40))
    image.info["exif"] = block
    assert exif.read(image) == Taken()
    assert exif.transposition(image) is None


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("nix-banner", Taken(date(2024, 3, 14), time(11, 2, 13), -420, 34.143, -118.1446)),
        ("skating", Taken(date(2024, 3, 15), time(20, 41, 55), -420, 34.1455, -118.144)),
        ("scale", Taken(date(2024, 3, 16), time(13, 20, 4), -420, 34.1429, -118.1437)),
    ],
)
def test_read_the_pictures_of_the_seed_post(seed, name, expected):
    with Image.open(seed / "posts/travel/2024-nixcon-scale/images" / f"{name}.jpg") as image:
        assert exif.read(image) == expected
