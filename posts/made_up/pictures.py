"""Pictures of a made-up log: real JPEGs as a phone writes them, EXIF and all, each different."""

import datetime
import io
import random

from PIL import Image

from .cities import City

SIZE = (1600, 1200)
EXIF_IFD, GPS_IFD = 0x8769, 0x8825  # Exif 2.32 (CIPA DC-008-2019), 4.6.3


def jpeg(numbers: random.Random, taken_at: datetime.datetime, city: City, size: tuple[int, int] = SIZE) -> bytes:
    """Return a picture of soft colours with fine grain, as hard to compress as a photo of that size."""
    few = Image.frombytes("RGB", (8, 6), numbers.randbytes(8 * 6 * 3))
    grain = Image.frombytes("L", (400, 300), numbers.randbytes(400 * 300)).resize(size, Image.Resampling.BILINEAR)
    soft = few.resize(size, Image.Resampling.BICUBIC)
    picture = Image.blend(soft, Image.merge("RGB", (grain, grain, grain)), 0.12)
    content = io.BytesIO()
    picture.save(content, "JPEG", quality=85, exif=_exif(taken_at, city))
    return content.getvalue()


def _exif(taken_at: datetime.datetime, city: City) -> Image.Exif:
    block = Image.Exif()
    block[0x0110] = "Made-up phone"  # Model
    block[0x0112] = 1  # Orientation
    details = block.get_ifd(EXIF_IFD)
    details[0x9003] = taken_at.strftime("%Y:%m:%d %H:%M:%S")  # DateTimeOriginal
    details[0x9011] = f"{taken_at:%z}"[:3] + ":" + f"{taken_at:%z}"[3:]  # OffsetTimeOriginal
    latitude, longitude = city.latitude, city.longitude
    block.get_ifd(GPS_IFD).update(
        {
            1: "N" if latitude >= 0 else "S",
            2: (abs(latitude), 0.0, 0.0),
            3: "E" if longitude >= 0 else "W",
            4: (abs(longitude), 0.0, 0.0),
        }
    )
    return block
