"""A figure as readers see it: what the one figure template is given."""

import base64
from dataclasses import dataclass

from django.utils.html import strip_tags
from django.utils.safestring import SafeString

from media import derivatives
from media.models import Photo
from people.addresses import page_address
from posts.directions import Direction, direction_of_text
from posts.models import Figure

from .parts import part

# The widest column a figure fills, in CSS pixels; narrower screens show it from edge to edge.
SIZES = "(min-width: 150rem) 64rem, (min-width: 60rem) 52rem, 100vw"


@dataclass(frozen=True)
class FigureView:
    """One figure, resolved: captions and the line of people are safe HTML, `alt` is plain text, sizes are in pixels.

    `sources` pairs a media type with its srcset, the better one first; `is_ready` says whether
    there is a picture to show at all. `page_url` leads to the page that shows it large.
    """

    name: str
    title: str
    caption: SafeString
    people: SafeString
    alt: str
    link: str
    remote_url: str
    width: int
    height: int
    sources: tuple[tuple[str, str], ...]
    src: str
    large_url: str
    page_url: str
    placeholder: str
    sizes: str = SIZES

    @property
    def is_ready(self) -> bool:
        return bool(self.src)

    @property
    def direction(self) -> Direction | None:
        """Where the words below it run to, if any of them is written from right to left."""
        return direction_of_text(f"{self.title} {strip_tags(self.caption)}")

    @property
    def is_portrait(self) -> bool:
        return self.height > self.width


def photo_url(photo: Photo, width: int, extension: str) -> str:
    return page_address("photo", photo.uuid, width, extension)


def placeholder_url(photo: Photo) -> str:
    """Return the tiny stand-in as a data address, or "" while there is none."""
    if not photo.placeholder:
        return ""
    return "data:image/webp;base64," + base64.b64encode(bytes(photo.placeholder)).decode()


def _srcset(photo: Photo, extension: str) -> str:
    return ", ".join(f"{photo_url(photo, width, extension)} {width}w" for width in derivatives.widths(photo.width))


def view(figure: Figure, title: str, caption: SafeString, alt: str, people: SafeString | None = None) -> FigureView:
    """Return what the template shows of a figure whose texts are resolved already."""
    photo = figure.photo
    ready = photo is not None and photo.state == Photo.State.READY
    sources: tuple[tuple[str, str], ...] = ()
    src = large = page = placeholder = ""
    if photo is not None and ready:
        widths = derivatives.widths(photo.width)
        sources = (("image/avif", _srcset(photo, "avif")), ("image/jpeg", _srcset(photo, "jpg")))
        src = photo_url(photo, min(widths, key=lambda width: abs(width - 960)), "jpg")
        large = photo_url(photo, max(widths), "jpg")
        # A portrait is shown as a figure, but belongs to no trip.
        page = page_address("figure", figure.trip.slug, figure.name) if figure.trip_id else ""
    if photo is not None:
        placeholder = placeholder_url(photo)
    return FigureView(
        name=figure.name,
        title=title,
        caption=caption,
        people=people or SafeString(),
        alt=alt or title,
        link=figure.link,
        remote_url=figure.remote_url,
        width=photo.width if photo else 0,
        height=photo.height if photo else 0,
        sources=sources,
        src=src,
        large_url=large,
        page_url=page,
        placeholder=placeholder,
    )


def to_html(figure: FigureView, eager: bool = False) -> SafeString:
    """Return the figure as it stands in a text; one that is `eager` is fetched before it is scrolled to."""
    return part("posts/_figure.html", figure=figure, eager=eager)
