"""The picture formats a photo may come in: how each is recognised by its bytes, and opened safely."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import BinaryIO

from PIL import Image

# 100 megapixels, decoded, take 400 MB of memory (measured; 140 MB from a JPEG, 1.5 GB from a WebP):
# more would end a small server's worker.
MAX_PIXELS = 100_000_000
# Readers of AVIF (libavif) refuse a longer side.
MAX_SIDE = 32_768
# Pillow's own guard warns earlier and names no size; `open_picture` checks before any pixel is decoded.
Image.MAX_IMAGE_PIXELS = None

HEAD_BYTES = 1024
TAIL_BYTES = 65_536

HEIC_READABLE = find_spec("pillow_heif") is not None
if HEIC_READABLE:
    import_module("pillow_heif").register_heif_opener()


class Unreadable(Exception):
    """The bytes cannot be opened as a photo. The message is a sentence for a person, without the file's name."""


@dataclass(frozen=True)
class Format:
    """`pillow` is Pillow's name of the format; `end` are bytes without which the file is incomplete."""

    name: str
    media_type: str
    suffix: str
    pillow: str
    recognises: Callable[[bytes], bool]
    end: bytes = b""


def _brands(head: bytes) -> set[bytes]:
    """Return the major and compatible brands of an ISO base media file (ISO/IEC 14496-12, the `ftyp` box)."""
    if head[4:8] != b"ftyp":
        return set()
    box = head[8 : int.from_bytes(head[:4], "big")]
    return {box[:4]} | {box[start : start + 4] for start in range(8, len(box), 4)}


def _is_avif(head: bytes) -> bool:
    return bool(_brands(head) & {b"avif", b"avis"})


def _is_heic(head: bytes) -> bool:
    return bool(_brands(head) & {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx"}) and not _is_avif(head)


HEIC = Format("HEIC", "image/heic", "heic", "HEIF", _is_heic)
FORMATS = (
    Format("JPEG", "image/jpeg", "jpg", "JPEG", lambda head: head.startswith(b"\xff\xd8\xff")),
    Format("PNG", "image/png", "png", "PNG", lambda head: head.startswith(b"\x89PNG\r\n\x1a\n"), end=b"IEND\xaeB`\x82"),
    Format("WebP", "image/webp", "webp", "WEBP", lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP"),
    Format("GIF", "image/gif", "gif", "GIF", lambda head: head.startswith((b"GIF87a", b"GIF89a"))),
    Format("AVIF", "image/avif", "avif", "AVIF", _is_avif),
    HEIC,
)


def recognise(stream: BinaryIO) -> Format:
    """Return the format that the stream's first bytes show; a file's name says nothing.

    Raises Unreadable for anything else, with what the person can do about it.
    """
    stream.seek(0)
    head = stream.read(HEAD_BYTES)
    if not head:
        raise Unreadable("the file is empty. Copy it again from where it came from.")
    for kind in FORMATS:
        if kind.recognises(head):
            if kind is HEIC and not HEIC_READABLE:
                raise Unreadable(
                    "HEIC pictures need an extra that is not installed here. Install tripsite[heic], "
                    "or save the picture as JPEG and upload that."
                )
            return kind
    if _is_svg(head):
        raise Unreadable("an SVG is a drawing that can carry scripts, not a photo. Save it as PNG and upload that.")
    raise Unreadable("this is not a JPEG, PNG, WebP, GIF or AVIF picture. Save it as one of these and upload that.")


def _is_svg(head: bytes) -> bool:
    text = head.replace(b"\x00", b"").removeprefix(b"\xef\xbb\xbf").lstrip(b"\xff\xfe \t\r\n").lower()
    return text.startswith(b"<svg") or (text.startswith((b"<?xml", b"<!--", b"<!doctype")) and b"<svg" in text)


def open_picture(stream: BinaryIO, kind: Format) -> Image.Image:
    """Open a picture, its pixels not yet decoded, after a look at the size in its header.

    Only the one decoder of the recognised format is tried. Raises Unreadable.
    """
    stream.seek(0)
    try:
        image = Image.open(stream, formats=[kind.pillow])
    except Exception as error:
        raise damaged(kind) from error
    width, height = image.size
    if width * height > MAX_PIXELS:
        raise Unreadable(
            f"the picture is {width} × {height} pixels, more than {MAX_PIXELS // 1_000_000} megapixels. "
            "Make it smaller and upload that."
        )
    if max(width, height) > MAX_SIDE:
        raise Unreadable(
            f"the picture is {width} × {height} pixels, longer than {MAX_SIDE} on one side. "
            "Crop it or make it smaller and upload that."
        )
    return image


def decode(image: Image.Image, kind: Format, stream: BinaryIO, smallest: tuple[int, int]) -> None:
    """Decode the first frame of an opened picture to its end.

    A JPEG is decoded at a half, a quarter or an eighth of its size as long as it stays at least
    `smallest` (width, height): its whole stream is still read, in a fraction of the memory.
    Raises Unreadable when the picture is cut short or damaged.
    """
    try:
        image.draft(None, smallest)
        image.load()
        complete = kind.end in _tail(stream)
    except Exception as error:  # decoders raise OSError, SyntaxError, ValueError, struct.error and more
        raise damaged(kind) from error
    if not complete:
        raise damaged(kind)


def _tail(stream: BinaryIO) -> bytes:
    size = stream.seek(0, 2)
    stream.seek(max(0, size - TAIL_BYTES))
    return stream.read(TAIL_BYTES)


def damaged(kind: Format) -> Unreadable:
    return Unreadable(
        f"this {kind.name} is cut short or damaged and cannot be read to its end. "
        "Copy it again from the camera or phone."
    )
