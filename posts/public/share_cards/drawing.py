"""Drawing a card: words on the left, the cover on the right, in the colours of the site."""

import io
from functools import cache
from pathlib import Path

from PIL import Image, ImageCms, ImageDraw, ImageFont, ImageOps

from media import derivatives
from media.models import Photo

from .content import HEIGHT, WIDTH, CardContent, storage

FONT = Path(__file__).parent / "barlow-semi-condensed-600.ttf"
PAPER, INK, SOFT, WHITE = "#fbfcfb", "#15201e", "#4d5b58", "#ffffff"
# The light colours of the lines in tokens.css.
LINES = {"line-0": "#b8331a", "line-1": "#0b6e4f", "line-2": "#1a5bb0", "line-3": "#8a5a00", "line-4": "#97276a"}
MARGIN = 64
COVER_WIDTH = 560
TITLE_SIZES = (92, 80, 68, 58, 50)
TITLE_LINES = 4
TOP, FOOT = 150, 560
SRGB = ImageCms.createProfile("sRGB")


@cache
def font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT, size)


@cache
def has_glyph(character: str) -> bool:
    """Whether the font has this character: one that it lacks looks like the box for a missing one."""
    missing = font(20).getmask("\uffff")
    mask = font(20).getmask(character)
    return character.isspace() or mask.size != missing.size or bytes(mask) != bytes(missing)


def is_drawable(content: CardContent) -> bool:
    """Whether the title can be written: in a script that the font lacks, the cover alone says more."""
    return all(has_glyph(character) for character in content.title if character.isalpha())


def draw(content: CardContent) -> bytes:
    """Return the card as a JPEG."""
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(image)
    right = WIDTH
    if content.cover:
        right = WIDTH - COVER_WIDTH
        image.paste(_cropped(content.cover), (right, 0))
    color = LINES[content.line]
    pen.rectangle((0, 0, 15, HEIGHT), color)
    width = right - 2 * MARGIN
    _badge(pen, _cut(content.dates, 34, width - 32), color)
    bottom = _title(pen, content.title, width)
    if content.location:
        pen.text((MARGIN, bottom + 14), _cut(content.location, 36, width), SOFT, font(36))
    pen.ellipse((MARGIN, FOOT - 12, MARGIN + 24, FOOT + 12), outline=INK, width=6)
    pen.text((MARGIN + 40, FOOT), _cut(content.log, 32, width - 40), INK, font(32), anchor="lm")
    written = io.BytesIO()
    image.save(written, "JPEG", quality=88, subsampling=0, optimize=True)
    return written.getvalue()


def _cropped(cover: Photo) -> Image.Image:
    """Return the cover, cropped to its place: from the derivative readers get, never from the original."""
    path = derivatives.path(cover.uuid, max(derivatives.widths(cover.width)), "jpg")
    with storage().open(path) as file, Image.open(file) as image:
        profile = image.info.get("icc_profile")
        picture = ImageOps.fit(image.convert("RGB"), (COVER_WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    if profile:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        picture = ImageCms.buildTransform(source, SRGB, "RGB", "RGB").apply(picture)
    picture.info = {}
    return picture


def _badge(pen: ImageDraw.ImageDraw, dates: str, color: str) -> None:
    width = font(34).getlength(dates)
    pen.rounded_rectangle((MARGIN, 72, MARGIN + width + 32, 124), 6, color)
    pen.text((MARGIN + 16, 98), dates, WHITE, font(34), anchor="lm")


def _title(pen: ImageDraw.ImageDraw, title: str, width: int) -> float:
    """Write the title as large as it fits, and return how far down it reaches."""
    words = _known(title).split()
    for size in TITLE_SIZES:
        lines = _lines(words, size, width)
        fits = TOP + len(lines) * size * 1.06 < FOOT - 100
        if fits and len(lines) <= TITLE_LINES and all(font(size).getlength(line) <= width for line in lines):
            break
    lines = [_cut(line, size, width) for line in lines[:TITLE_LINES]]
    for number, line in enumerate(lines):
        pen.text((MARGIN, TOP + number * size * 1.06), line, INK, font(size))
    return TOP + len(lines) * size * 1.06


def _lines(words: list[str], size: int, width: int) -> list[str]:
    lines: list[str] = []
    for word in words:
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font(size).getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _cut(text: str, size: int, width: int) -> str:
    """Return as much of a text as fits, an ellipsis where it was cut."""
    text = _known(text)
    if font(size).getlength(text) <= width:
        return text
    while text and font(size).getlength(f"{text}…") > width:
        text = text[:-1].rstrip()
    return f"{text}…"


def _known(text: str) -> str:
    """Leave out what the font lacks, such as emoji."""
    return "".join(character for character in text if has_glyph(character))
