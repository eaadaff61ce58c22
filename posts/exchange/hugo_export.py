"""Exports trips as Hugo page bundles: what the public may see of them, as files that `import_hugo` reads back."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath

from media import derivatives
from media.models import Photo
from media.models import derivatives as derivative_storage
from people.models import Person, Visibility
from posts.models import Event, Figure, Place, PreviewLink, Status, Talk, Trip
from posts.prose.portrayed import line_source
from posts.prose.targets import Targets

from .documents import event_document, person_document, place_document
from .export import public_document, with_names
from .hugo.exported import address_of
from .hugo_write.body import Site
from .hugo_write.bundle import Pictures, index_md
from .hugo_write.folder import Folder, Open

FOLDER = "content/posts"
Progress = Callable[[int, int, str], None]


@dataclass
class Result:
    """What became of the files of an export; `remarks` name what wants a look."""

    trips: int = 0
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    remarks: list[str] = field(default_factory=list)


def export_hugo(
    path: Path, originals: bool = False, everything: bool = False, progress: Progress | None = None
) -> Result:
    """Write the published trips below a folder, drafts as well with `everything`; with `originals`, pictures as taken.

    Raises hugo_write.folder.FolderError before anything is written.
    """
    folder = Folder.open(path)
    trips = Trip.objects.exclude(status=Status.WITHDRAWN) if everything else Trip.objects.published()
    chosen = list(trips.order_by("slug"))
    pages = [f"{FOLDER}/{trip.slug}/index.md" for trip in chosen]
    folder.refuse_foreign(pages)
    folder.begin(pages)
    site = Site(_addresses(), frozenset(trip.slug for trip in chosen))
    for number, trip in enumerate(chosen, 1):
        if progress:
            progress(number, len(chosen), trip.title)
        _export(trip, site, folder, originals)
    folder.finish()
    return Result(len(chosen), folder.written, folder.unchanged, folder.removed, folder.remarks)


def _addresses() -> dict[tuple[str, str], str]:
    """Return where links to people, places, events and talks lead outside of the log, as far as the public may know."""
    addresses: dict[tuple[str, str], str] = {}
    for person in with_names(Person.objects.filter(visibility=Visibility.PUBLIC)):
        addresses["person", person.slug] = address_of(person_document(person, public=True))
    for place in Place.objects.filter(is_public=True):
        addresses["place", place.slug] = address_of(place_document(place))
    for event in Event.objects.select_related("series", "venue"):
        addresses["event", event.slug] = address_of(event_document(event))
    addresses |= {("talk", slug): url for slug, url in Talk.objects.values_list("slug", "url")}
    return {target: address for target, address in addresses.items() if address}


def _export(trip: Trip, site: Site, folder: Folder, originals: bool) -> None:
    # A draft is written as its preview shows it: with what the public would see.
    link = None if trip.is_live else PreviewLink(trip=trip)
    bundle = f"{FOLDER}/{trip.slug}"
    targets = Targets.for_texts([], trip, link)
    files: dict[str, str] = {}
    for figure in targets.figures.values():
        for name, source in _picture(figure, originals):
            if source is None:
                advice = "export again when it is, or put a file there"
                folder.remarks.append(f"{bundle}/{name}: this picture is not ready; {advice}")
            elif folder.write(f"{bundle}/{name}", source):
                files[figure.name] = name
    lines = {figure.name: line_source(figure, targets) for figure in targets.figures.values()}
    text = index_md(public_document(trip, link), site, Pictures(files, lines), is_draft=link is not None)
    folder.write(f"{bundle}/index.md", text.encode())


def _picture(figure: Figure, originals: bool) -> Iterator[tuple[str, Open | None]]:
    """Yield the file name of a figure's picture, and how to open it: None where it cannot be."""
    photo = figure.photo
    if photo is None:
        return
    if originals and (original := photo.original.name):
        yield f"{figure.name}{PurePosixPath(original).suffix}", partial(photo.original.storage.open, original)
        return
    name = derivatives.path(photo.uuid, derivatives.widths(photo.width)[-1], "jpg")
    is_there = photo.state == Photo.State.READY and derivative_storage().exists(name)
    yield f"{figure.name}.jpg", partial(derivative_storage().open, name) if is_there else None
