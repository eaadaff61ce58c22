"""Real pictures for tests, made on the spot: what cameras, phones and editors write, and what goes wrong."""

import io
import struct
import zlib
from typing import Any

from PIL import Image, ImageDraw, PngImagePlugin, TiffImagePlugin

# What must never reach a reader; each occurs in the bytes of `jpeg_of_a_camera` or `png_with_texts`.
SERIAL = "SN-00112233"
OWNER = "Olive Owner"
COMMENT = "a comment of the camera"
SOFTWARE = "Marked Software 1.0"
NOTE = "the maker's secret note"
XMP = '<x:xmpmeta xmlns:x="adobe:ns:meta/"><marked-xmp/></x:xmpmeta>'
TEXT = "a text beside the picture"
MARKERS = [text.encode() for text in (SERIAL, OWNER, COMMENT, SOFTWARE, NOTE, "marked-xmp", TEXT)]

RED, GREEN, BLUE, YELLOW = (220, 30, 30), (30, 160, 60), (30, 60, 200), (240, 220, 40)


def corners(width: int = 1200, height: int = 800) -> Image.Image:
    """Return a picture whose quarters tell how it is turned: red, green over blue, yellow."""
    image = Image.new("RGB", (width, height), RED)
    draw = ImageDraw.Draw(image)
    draw.rectangle((width // 2, 0, width, height // 2), GREEN)
    draw.rectangle((0, height // 2, width // 2, height), BLUE)
    draw.rectangle((width // 2, height // 2, width, height), YELLOW)
    return image


def saved(image: Image.Image, pillow_format: str = "JPEG", **options: Any) -> bytes:
    content = io.BytesIO()
    image.save(content, pillow_format, **options)
    return content.getvalue()


def exif(
    taken: object = "2024:03:16 13:20:04",
    offset: object = "-07:00",
    gps: dict[int, object] | None = None,
    orientation: int = 1,
) -> Image.Exif:
    """Return EXIF as a phone writes it, with a position in Pasadena."""
    block = Image.Exif()
    block[0x0112] = orientation
    block[0x0131] = SOFTWARE
    details = block.get_ifd(0x8769)
    details[0x9003] = taken
    details[0x9011] = offset
    details[0x927C] = NOTE.encode()
    details[0xA430] = OWNER
    details[0xA431] = SERIAL
    position = {1: "N", 2: (34.0, 8.0, 34.44), 3: "W", 4: (118.0, 8.0, 37.32)} if gps is None else gps
    block.get_ifd(0x8825).update(position)
    return block


def jpeg_of_a_camera(width: int = 1200, height: int = 800, **options: Any) -> bytes:
    """Return a JPEG with full EXIF, an XMP packet and a comment, turned by its orientation tag."""
    block = exif(**{"orientation": 6} | options)
    return saved(corners(width, height), exif=block, comment=COMMENT, xmp=XMP.encode(), quality=90)


def png_with_texts() -> bytes:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", f"{OWNER}, {TEXT}")
    texts.add_text("Description", TEXT, zip=False)
    texts.add_itxt("XML:com.adobe.xmp", XMP)
    return saved(corners(600, 400), "PNG", pnginfo=texts, exif=exif())


def huge_png(width: int = 30_000, height: int = 30_000) -> bytes:
    """Return a PNG of a few bytes whose header promises that many pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\x00" * 100)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in chunks
    )


def transparent_png() -> bytes:
    """Return a black bar on nothing at all."""
    image = Image.new("RGBA", (400, 300), (0, 0, 0, 0))
    ImageDraw.Draw(image).rectangle((0, 100, 400, 200), (0, 0, 0, 255))
    return saved(image, "PNG")


def grey_16_bit_png() -> bytes:
    """Return a picture half dark, half bright grey, in 16 bits."""
    row = struct.pack("<H", 40 * 256) * 200 + struct.pack("<H", 200 * 256) * 200
    return saved(Image.frombytes("I;16", (400, 300), row * 300), "PNG")


def rational(numerator: int, denominator: int) -> TiffImagePlugin.IFDRational:
    return TiffImagePlugin.IFDRational(numerator, denominator)


def display_p3() -> bytes:
    """Return a colour profile with the primaries of phone cameras, Display P3 (ICC.1:2001-04, matrix and gamma)."""
    return _profile(
        b"RGB ",
        {
            b"rXYZ": _xyz(0.51512, 0.24120, -0.00105),
            b"gXYZ": _xyz(0.29198, 0.69225, 0.04189),
            b"bXYZ": _xyz(0.15710, 0.06657, 0.78407),
            b"rTRC": _gamma(2.2),
            b"gTRC": _gamma(2.2),
            b"bTRC": _gamma(2.2),
        },
    )


def linear_grey() -> bytes:
    """Return a grey profile without any gamma, in which a value of 55 looks like sRGB's 128."""
    return _profile(b"GRAY", {b"kTRC": _gamma(1.0)})


def _xyz(x: float, y: float, z: float) -> bytes:
    return b"XYZ \0\0\0\0" + b"".join(struct.pack(">i", round(value * 65536)) for value in (x, y, z))


def _gamma(exponent: float) -> bytes:
    return b"curv\0\0\0\0" + struct.pack(">IH", 1, round(exponent * 256)) + b"\0\0"


def _profile(space: bytes, tags: dict[bytes, bytes]) -> bytes:
    name = b"made for a test\0"
    tags = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", len(name)) + name + b"\0" * 80,
        b"cprt": b"text\0\0\0\0" + name,
        b"wtpt": _xyz(0.9642, 1.0, 0.8249),
        **tags,
    }
    table, data = struct.pack(">I", len(tags)), b""
    start = 128 + 4 + 12 * len(tags)
    for tag, value in tags.items():
        table += tag + struct.pack(">II", start + len(data), len(value))
        data += value + b"\0" * (-len(value) % 4)
    size = start + len(data)
    header = struct.pack(">I4sI4s4s4s", size, b"\0" * 4, 0x02100000, b"mntr", space, b"XYZ ") + b"\0" * 12 + b"acsp"
    header += b"\0" * 28 + struct.pack(">iii", round(0.9642 * 65536), 65536, round(0.8249 * 65536))
    return header.ljust(128, b"\0") + table + data
