"""What a site is made of: units, each of which makes its own files, and is made again when something it read changes.

Most units are addresses of the log. The others are named by what they are and a colon.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from media.recording import ALL_TOLD, EVERYTHING, depends_on, recording

from . import listing, moved, pictures, static_files, whole
from .pages import Page, Site, page_at

# A further part of a list: no kind of its own, but reached from another page.
PART = "part"
WHOLE = "whole:"
# In the order in which they are written: what others lead to comes first, the lists and the first page last.
KINDS: Mapping[str, Callable[[], Iterable[str]]] = {
    "static": static_files.static_units,
    "photos": pictures.photo_units,
    **{kind: units for kind, units in listing.KINDS.items() if kind != "single"},
    "moved": moved.moved_pages,
    "whole": lambda: (WHOLE + name for name in whole.NAMES),
    "single": listing.single_pages,
}
# Of these something may change that no subject tells: they are made again in every build that makes anything.
EVERY_TIME = ("whole",)
LAST = ("whole", "single")


@dataclass(frozen=True)
class Made:
    """The files of a unit, the addresses it leads on to, what it read, and the file in storage that it waits for."""

    pages: list[Page]
    subjects: frozenset[str]
    awaited: str = ""

    @property
    def following(self) -> tuple[str, ...]:
        return tuple(address for page in self.pages for address in page.following)


def make(unit: str, site: Site) -> Made:
    """Make the files of a unit; none where the public is given nothing there."""
    awaited = ""
    with recording() as subjects:
        if unit.startswith("/"):
            page = page_at(unit, site)
            if ALL_TOLD not in subjects:
                depends_on(EVERYTHING)
            pages = [page] if page else []
            if page and unit.startswith("/trips/"):
                cards, awaited = pictures.card_of(page.content, site)
                pages += cards
        elif unit.startswith(static_files.PREFIX):
            pages = static_files.static_pages(unit)
        elif unit.startswith(pictures.PREFIX):
            pages = pictures.photo_pages(unit)
        elif unit.startswith(moved.PREFIX):
            pages = [moved.moved_page(unit, site)]
        else:
            pages = [whole.whole(unit.removeprefix(WHOLE), site)]
    return Made(pages, frozenset(subjects), awaited)
