"""Imports Hugo posts: reads them, recognises what the log holds already, and loads each trip by itself.

Idempotent by source and hash. A trip whose source is as it was is left alone, and so is one that somebody
has edited here since.
"""

from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import reversion
from django.db import DatabaseError, transaction

from media.files import no_orphans
from people.links import normalise
from people.models import FormerSlug, Person
from posts.models import ImportRecord, Log, Place, RetiredSlug, Trip
from posts.names.knowing import Names

from . import documents, export
from .hugo.decisions import Decisions
from .hugo.known import Known, KnownPerson, KnownTrip
from .hugo.read import Progress, Reading, read
from .hugo.report import Problem, Report
from .hugo.tree import Tree
from .hugo.trips import ReadTrip
from .load import LoadError, load
from .reading_names import link_names

Fate = Literal["created", "updated", "unchanged", "skipped"]
Told = Callable[[ReadTrip, Fate | Literal["failed"], int], None]  # what became of a trip, and of how many it is one

EDITED_HERE = "edited here"
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
        sources = {read_trip.source for read_trip in reading.trips}
        for read_trip in reading.trips:
            fate = _import(read_trip, _record(read_trip, sources), publish, report, user)
            if told:
                told(read_trip, fate, len(reading.trips))
    return report


def fates(reading: Reading) -> Iterator[tuple[ReadTrip, Fate]]:
    """Yield each trip with what importing it will do."""
    sources = {read_trip.source for read_trip in reading.trips}
    for read_trip in reading.trips:
        record = _record(read_trip, sources)
        yield read_trip, _fate(read_trip, _trip(read_trip, record), record)


def _fate(read_trip: ReadTrip, trip: Trip | None, record: ImportRecord | None) -> Fate:
    if trip is None:
        return "created"
    if record and record.source_hash == read_trip.source_hash:
        return "unchanged"
    return "updated" if record and export.content_hash(trip) == record.content_hash else "skipped"


def _trip(read_trip: ReadTrip, record: ImportRecord | None) -> Trip | None:
    return record.trip if record else Trip.objects.filter(uuid=read_trip.trip.uuid).first()


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


def known_log() -> Known:
    """Return what the log holds, as reading needs it."""
    known = Known(visibility=Log.current().default_visibility)
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


def _record(read_trip: ReadTrip, sources: Collection[str]) -> ImportRecord | None:
    """Return what is known of an earlier import: by its source, or of the same files under another path."""
    records = ImportRecord.objects.select_related("trip")
    same = records.filter(source=read_trip.source).first()
    return same or records.filter(source_hash=read_trip.source_hash).exclude(source__in=sources).first()


def _import(
    read_trip: ReadTrip, record: ImportRecord | None, publish: bool, report: Report, user: Any
) -> Fate | Literal["failed"]:
    trip = _trip(read_trip, record)
    fate = _fate(read_trip, trip, record)
    report.trips.append(read_trip.report)
    _set_status(read_trip, trip, publish)
    if trip is not None and fate == "unchanged":
        if trip.status == read_trip.trip.status:
            report.unchanged += 1
            return "unchanged"
        trip.status = read_trip.trip.status
        trip.save()
        report.updated += 1
        return "updated"
    if fate == "skipped":
        read_trip.report.skipped = EDITED_HERE
        read_trip.report.warnings.append(
            f"skipped: {EDITED_HERE}; {read_trip.source} has changed, but so has the trip “{trip}” in this log. "
            "Take over what you want by hand, or delete the trip here and import again."
        )
        report.skipped += 1
        return "skipped"
    try:
        with _version(user, read_trip):
            _load(read_trip, record)
    except (LoadError, DatabaseError) as error:
        report.trips.pop()
        report.errors.append(Problem(read_trip.source, 0, f"{error} Trip skipped."))
        report.failed += 1
        return "failed"
    report.updated += trip is not None
    report.created += trip is None
    return "created" if trip is None else "updated"


def _set_status(read_trip: ReadTrip, trip: Trip | None, publish: bool) -> None:
    """Give a trip its status: what was decided here stays, but drafts are published where that is asked for."""
    document, warnings = read_trip.trip, read_trip.report.warnings
    if trip is not None:
        document.slug, document.status, document.published_at = trip.slug, trip.status, trip.published_at
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


def _load(read_trip: ReadTrip, record: ImportRecord | None) -> None:
    with no_orphans(), transaction.atomic():
        loaded = load(read_trip.document, read_trip.pictures, prune=record is not None)
        trip = Trip.objects.get(uuid=read_trip.trip.uuid)
        ImportRecord.objects.update_or_create(
            trip=trip,
            defaults={
                "source": read_trip.source,
                "source_hash": read_trip.source_hash,
                "content_hash": export.content_hash(trip),
            },
        )
    read_trip.report.warnings += loaded.warnings
