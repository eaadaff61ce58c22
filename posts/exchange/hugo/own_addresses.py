"""Under which addresses of its site a post is linked beside its file's path: a permalink, old ones, one by date."""

import re
from collections.abc import Iterator
from typing import Any

from . import front_matter as front
from .dates import date_in_name
from .tree import Post

_KEYS = ("permalink", "url", "path", "aliases", "redirect_from")
_PATTERN = re.compile(r"[:{}]")  # `/:categories/:title/` names no address by itself
_HEAD = 64_000


def addresses_of(post: Post) -> Iterator[str]:
    """Yield them; a post that cannot be read has none, and is told of where it is read as a whole."""
    if post.kind == "jekyll" and (date := date_in_name(post.source.stem)):
        for ending in ("", ".html"):
            yield f"{date:%Y/%m/%d}/{post.name}{ending}"
    for written in _written(post):
        if isinstance(written, str) and written.strip("/ ") and not _PATTERN.search(written):
            yield written.strip()


def _written(post: Post) -> Iterator[Any]:
    try:
        with post.path.open("rb") as file:
            matter = front.parse(front.decode(file.read(_HEAD))[0])
    except (OSError, front.FrontMatterError):
        return
    for key in _KEYS:
        value = matter.values.get(key)
        yield from value if isinstance(value, list) else [value]
