"""What a trip's days and figures still lack."""

from collections.abc import Iterator

from .finding import Code, Finding
from .material import Material


def empty_days(material: Material) -> Iterator[Finding]:
    """Yield days without words, even where a figure or a talk stands beside them."""
    for day in material.days:
        if not day.body.strip():
            yield Finding(Code.NO_TEXT, day, "has no text", field="body")


def figures(material: Material) -> Iterator[Finding]:
    for figure in material.figures:
        if figure.photo is None and not figure.remote_url:
            yield Finding(Code.NO_PICTURE, figure, f"figure “{figure}” has no picture", field="photo")
        if not figure.alt.strip():
            yield Finding(Code.NO_ALT, figure, f"figure “{figure}” has no alternative text", field="alt")
