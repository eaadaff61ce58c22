"""Imports Hugo posts: reads them, recognises what the log holds already, and loads each trip by itself.

Idempotent by source and hash. A trip whose source is as it was is left alone, and so is one that somebody
has edited here since.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

import reversion
from django.db import DatabaseError, transaction

from media.files import no_orphans
from people.links import normalise
from people.models import FormerSlug, Person
from posts.models import ImportRecord, Log, Place, RetiredSlug, Trip
from posts.names.knowing import Names
from posts.prose.ahead import make_ahead
from posts.revision import one_change

from . import documents, export
from .hugo.decisions import Decisions
from .hugo.known import Known as KnownLog
from .hugo.known import KnownPerson, KnownTrip
from .hugo.read import Progress, Reading, read
from .hugo.report import Problem, Report
from .hugo.tree import Tree
from .hugo.trips import ReadTrip
from .load import Known, LoadError, load
from .reading_names import link_names

Fate = Literal["created", "updated", "unchanged", "skipped"]
Told = Callable[[ReadTrip, Fate | Literal["failed"], int], None]  # what became of a trip, and of how many it is one

EDITED_HERE = "edited here"
# Trips that are written together. Their texts fit into the memory that `to_html` keeps.
TOGETHER = 25
_NO_VISIBILITY_WITHOUT_MORE = "pseudonym"


def import_hugo(
    path: Path | Tree,
    trip_per: str = "post",
    publish: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
    decisions: Decisions | None = None,
    user: Any = None,
    told: Told | None = None,
) -> Report:
    """Import a post, a bundle or a content folder, or a tree of posts found otherwise; return what became of it.

    Raises hugo.tree.TreeError when there is nothing to import. A post that cannot be read, and a trip that cannot
    be loaded, is reported; the others go in. A dry run reports the same and leaves nothing behind. What somebody
    imports on the desk, the `user`, is a version of theirs. `told` hears of each trip once it is in.
    """
    with _rolled_back() if dry_run else _kept():
        known = known_log()
        reading = read(path, trip_per, known, progress, decisions)
        if decisions and decisions.names:
            link_names(reading.trips, Names.of_log(), known, decisions)
        report = Report(errors=list(reading.problems), notes=list(reading.notes))
        here = _Here(reading.trips)
        make_ahead(day.body for read_trip in reading.trips for day in read_trip.trip.days)
        # A version of somebody's is of one trip.
        size = 1 if user else TOGETHER
        for start in range(0, len(reading.trips), size):
            some = [_Import(read_trip, *here.of(read_trip)) for read_trip in reading.trips[start : start + size]]
            for each in _imported(some, publish, report, user):
                if told:
                    told(each.read, each.fate, len(reading.trips))
    return report


def fates(reading: Reading) -> Iterator[tuple[ReadTrip, Fate]]:
    """Yield each trip with what importing it will do."""
    here = _Here(reading.trips)
    for read_trip in reading.trips:
        yield read_trip, _Import(read_trip, *here.of(read_trip)).expected


class _Here:
    """What the log holds of trips that were read, and knows of how they came."""

    def __init__(self, trips: Collection[ReadTrip]) -> None:
        sources = {read_trip.source for read_trip in trips}
        self._trips = Trip.objects.in_bulk([read_trip.trip.uuid for read_trip in trips], field_name="uuid")
        self._by_source: dict[str, ImportRecord] = {}
        self._by_hash: dict[str, ImportRecord] = {}
        for record in ImportRecord.objects.select_related("trip").order_by("pk"):
            if record.source in sources:
                self._by_source[record.source] = record
            else:
                self._by_hash.setdefault(record.source_hash, record)

    def of(self, read_trip: ReadTrip) -> tuple[Trip | None, ImportRecord | None]:
        """Return the trip and its record: by its source, or of the same files under another path."""
        record = self._by_source.get(read_trip.source) or self._by_hash.pop(read_trip.source_hash, None)
        return (record.trip if record else self._trips.get(read_trip.trip.uuid)), record


@dataclass
class _Import:
    """One trip that was read, with the one that is here and how that came; `fate` is what became of it."""

    read: ReadTrip
    trip: Trip | None
    record: ImportRecord | None
    fate: Fate | Literal["failed"] = "failed"

    @property
    def expected(self) -> Fate:
        if self.trip is None:
            return "created"
        if self.record and self.record.source_hash == self.read.source_hash:
            return "unchanged"
        is_as_imported = self.record and export.content_hash(self.trip) == self.record.content_hash
        return "updated" if is_as_imported else "skipped"


@contextmanager
def _version(user: Any, read_trip: ReadTrip) -> Iterator[None]:
    if user is None:
        yield
        return
    with reversion.create_revision():
        reversion.set_user(user)
        reversion.set_comment(f"Imported from {read_trip.source}."[:500])
        yield


@contextmanager
def _kept() -> Iterator[None]:
    yield


@contextmanager
def _rolled_back() -> Iterator[None]:
    with no_orphans(), transaction.atomic():
        yield
        transaction.set_rollback(True)


def known_log() -> KnownLog:
    """Return what the log holds, as reading needs it."""
    known = KnownLog(visibility=Log.current().default_visibility)
    if known.visibility == _NO_VISIBILITY_WITHOUT_MORE:
        known.visibility = "hidden"  # until somebody chooses the pseudonym
    for person in Person.objects.prefetch_related("links", "aliases").order_by("pk"):
        links = frozenset((link.kind, normalise(link.url)) for link in person.links.all())
        entry = KnownPerson(person.uuid, person.slug, links, person.affiliation, person.about, person.name)
        known.people[person.uuid] = entry
        for _, address in links:
            known.people_by_address.setdefault(address, entry)
        for name in {person.name, *(alias.name for alias in person.aliases.all())}:
            known.people_by_name.setdefault(name.casefold(), []).append(entry)
    known.person_slugs = {entry.slug for entry in known.people.values()}
    known.person_slugs |= set(FormerSlug.objects.values_list("slug", flat=True))
    for place in Place.objects.order_by("pk"):
        document = documents.place_document(place, public=False)
        for url in filter(None, (place.map_url, place.url)):
            known.places_by_address.setdefault(normalise(url), document)
        known.place_slugs.add(place.slug)
    known.place_slugs |= set(RetiredSlug.objects.filter(kind="place").values_list("slug", flat=True))
    for record in ImportRecord.objects.select_related("trip"):
        known.trips[record.source] = KnownTrip(record.trip.uuid, record.trip.slug)
    known.trip_slugs = set(Trip.objects.values_list("slug", flat=True))
    known.trip_slugs |= set(RetiredSlug.objects.filter(kind="trip").values_list("slug", flat=True))
    return known


def _imported(some: list[_Import], publish: bool, report: Report, user: Any) -> list[_Import]:
    """Import trips, and return them with what became of each, as the report counts it, too."""
    for each in some:
        each.fate = each.expected
        _set_status(each.read, each.trip, publish)
    _load_all([each for each in some if each.fate in ("created", "updated")], report, user)
    for each in some:
        if each.fate == "unchanged" and each.trip and each.trip.status != each.read.trip.status:
            each.trip.status = each.read.trip.status
            each.trip.save()
            each.fate = "updated"
        if each.fate == "skipped":
            each.read.report.skipped = EDITED_HERE
            each.read.report.warnings.append(
                f"skipped: {EDITED_HERE}; {each.read.source} has changed, but so has the trip “{each.trip}” in this "
                "log. Take over what you want by hand, or delete the trip here and import again."
            )
        if each.fate != "failed":
            report.trips.append(each.read.report)
        setattr(report, each.fate, getattr(report, each.fate) + 1)
    return some


def _load_all(some: list[_Import], report: Report, user: Any) -> None:
    """Load trips in one transaction; if one of them cannot be loaded, each in its own, and that one fails."""
    if not some:
        return
    try:
        with no_orphans(), one_change():
            _load(some, user)
    except (LoadError, DatabaseError) as error:
        if len(some) > 1:
            for each in some:
                _load_all([each], report, user)
        else:
            some[0].fate = "failed"
            report.errors.append(Problem(some[0].read.source, 0, f"{error} Trip skipped."))


def _load(some: list[_Import], user: Any) -> None:
    known = Known()
    warnings = []
    for each in some:
        with _version(user, each.read):
            loaded = load(each.read.document, each.read.pictures, prune=each.record is not None, known=known)
        warnings.append(loaded.warnings)
    trips = Trip.objects.in_bulk([each.read.trip.uuid for each in some], field_name="uuid")
    hashes = export.content_hashes([trip.pk for trip in trips.values()])
    ImportRecord.objects.bulk_create(
        [
            ImportRecord(
                trip=(trip := trips[each.read.trip.uuid]),
                source=each.read.source,
                source_hash=each.read.source_hash,
                content_hash=hashes[trip.pk],
            )
            for each in some
        ],
        update_conflicts=True,
        unique_fields=["trip"],
        update_fields=["source", "source_hash", "content_hash"],
    )
    for each, told in zip(some, warnings, strict=True):
        each.read.report.warnings += told


def _set_status(read_trip: ReadTrip, trip: Trip | None, publish: bool) -> None:
    """Give a trip its status: what was decided here stays, but drafts are published where that is asked for."""
    document, warnings = read_trip.trip, read_trip.report.warnings
    if trip is not None:
        document.slug, document.published_at = trip.slug, trip.published_at
        document.status = cast("Any", trip.status)
    else:
        document.status = "draft"
    if not publish or document.status != "draft":
        return
    if not read_trip.published:
        warnings.append("the post is a draft (draft: true), so the trip stays a draft")
    elif document.starts_on is None:
        warnings.append("the trip has no date, so it stays a draft; give it its first and last day")
    else:
        document.status = "published"
