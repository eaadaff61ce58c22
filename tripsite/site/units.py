"""What a site is made of: units, each of which makes its own files, and is made again when something it read changes.

Most units are addresses of the log. The others are named by what they are and a colon.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from media.recording import ALL_TOLD, EVERYTHING, depends_on, recording
from posts.models import Trip
from posts.public.entries import entries_from, entry_of

from . import listing, moved, pictures, static_files, whole
from .pages import Page, PageRequest, Site, page_at
from .shelf import Shelf

# A further part of a list: no kind of its own, but reached from another page.
PART = "part"
WHOLE = "whole:"
ENTRY = "entry:"


def _entry_units() -> Iterable[str]:
    return (f"{ENTRY}{key}" for key in Trip.objects.published().order_by().values_list("pk", flat=True).iterator())


# In the order in which they are written: what others lead to comes first, the lists and the first page last.
KINDS: Mapping[str, Callable[[], Iterable[str]]] = {
    "static": static_files.static_units,
    "photos": pictures.photo_units,
    "entries": _entry_units,
    **{kind: units for kind, units in listing.KINDS.items() if kind != "single"},
    "moved": moved.moved_pages,
    "whole": lambda: (WHOLE + name for name in whole.NAMES),
    "single": listing.single_pages,
}
# Which units there are of a kind follows from these subjects; the others are looked through in each build.
LISTED_BY: Mapping[str, frozenset[str]] = {
    "static": frozenset(),
    "photos": frozenset(["list:figures", "list:people"]),
    "entries": frozenset(["list:trips"]),
    "trips": frozenset(["list:trips"]),
    "days": frozenset(["list:trips"]),
    "figures": frozenset(["list:figures", "list:trips"]),
    "people": frozenset(["list:people"]),
    "talks": frozenset(["list:talks", "list:trips"]),
    "events": frozenset(["list:events", "list:trips"]),
    "places": frozenset(["list:places"]),
    "tags": frozenset(["list:labels"]),
    "categories": frozenset(["list:labels"]),
    "whole": frozenset(),
    "single": frozenset(),
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


def make(unit: str, site: Site, shelf: Shelf) -> Made:
    """Make the files of a unit; none where the public is given nothing there."""
    awaited = ""
    with recording() as subjects, entries_from(shelf.take):
        if unit.startswith(ENTRY):
            key = int(unit.removeprefix(ENTRY))
            shelf.put(key, entry_of(key, PageRequest("/", site).build_absolute_uri))
            pages = []
        elif unit.startswith("/"):
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
