"""A log with something in every corner, what it consists of, and backups made by hand."""

import datetime
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import reversion
from django.contrib.auth.models import Group, Permission, User

from media.models import originals
from media.stored import names_in
from people.models import Alias, FormerSlug, PersonLink
from posts import deletions
from posts.models import Capture, Day, Draft, FigurePerson, Log, PreviewLink, Trip
from tests.factories import (
    make_day,
    make_encounter,
    make_event,
    make_figure,
    make_owner,
    make_person,
    make_photo,
    make_place,
    make_series,
    make_talk,
    make_trip,
)
from tripsite.backup import rows
from tripsite.backup.container import written_to
from tripsite.backup.making import back_up

MOMENT = datetime.datetime(2024, 3, 14, 15, 9, 26, 535897, tzinfo=datetime.UTC)


def make_full_log() -> Trip:
    """Make a trip with people, pictures, accounts, versions, and one deletion that can be undone."""
    owner = make_owner()
    writers = Group.objects.create(name="Writers")
    writers.permissions.set(Permission.objects.filter(codename__in=["change_day", "add_figure"]))
    User.objects.create_user("guest").groups.add(writers)
    log = Log.current()
    log.title, log.author = "From Oslo to Ōsaka", "Ada"
    log.save()
    ada, bo = make_person("Ada"), make_person("Bo", visibility="hidden")
    Alias.objects.create(person=ada, name="Countess")
    FormerSlug.objects.create(person=ada, slug="lady")
    PersonLink.objects.create(person=ada, url="mailto:ada@home.example", kind="email")
    hall = make_place("Hall", latitude=59.91273, longitude=10.74609)
    trip = make_trip(title="Oslo", slug="oslo", summary="With [Ada](person:ada).", published_at=MOMENT)
    trip.tags.add("Travel", "Norway")
    trip.categories.add("Conferences")
    event = make_event(trip, name="NixCon", slug="nixcon", series=make_series(slug="nix"), venue=hall)
    with reversion.create_revision():
        reversion.set_user(owner)
        day = make_day(trip, title="Arrival", body="Met [Ada](person:ada) “there”.\n\n![](figure:stage) שלום 🚂")
    make_encounter(day, ada, place=hall, introduced_by=bo, private_note="Remember")
    make_talk(day, (ada, bo), title="Engines", slug="engines", event=event, starts_at=MOMENT)
    figure = make_figure(trip, day=day, name="stage", caption="With [Ada](person:ada)")
    FigurePerson.objects.create(figure=figure, person=ada)
    trip.cover = figure
    trip.save()
    PreviewLink.objects.create(trip=trip, day=day, made_by=owner)
    Draft.objects.create(user=owner, page="/admin/", window="w", values={"n": None, "body": ["Typed"]})
    Capture.objects.create(text="In passing", captured_by=owner).photos.add(make_photo(ready=False))
    deletions.delete([make_person("Gone")], owner)
    # Moments keep their microseconds, also those that are stamped on saving.
    Day.objects.update(updated_at=MOMENT)
    return trip


def stored() -> dict[str, Any]:
    """Return all that a backup has to keep: each table's rows, and the originals."""
    rows.forget_names()
    tables: dict[str, Any] = {model._meta.label: sorted(rows.written(model)) for model in rows.models()}
    tables["originals"] = {name: Path(originals().path(name)).read_bytes() for name in names_in(originals())}
    return tables


def comparable(tables: dict[str, Any]) -> dict[str, Any]:
    """Leave out what restoring changes on purpose: the revision, and that derivatives have to be made."""
    return {label: of_table for label, of_table in tables.items() if label not in ("posts.Log", "media.Photo")}


def backup_of_log() -> io.BytesIO:
    stream = io.BytesIO()
    back_up(stream)
    return stream


def rewritten(backup: io.BytesIO, changed: Mapping[str, bytes]) -> io.BytesIO:
    """Return the backup with other content in some parts, sealed as if it had been made so."""
    stream = io.BytesIO()
    with zipfile.ZipFile(backup) as archive, written_to(stream) as writer:
        for name in archive.namelist():
            writer.add(name, [changed.get(name, archive.read(name))], is_text=True)
    return stream
