"""What has to hold of a log after each crash, asked of its database and files themselves."""

import hashlib
import time

from django.core.files.storage import storages
from django.db import connection

from media import derivatives
from media.models import Photo
from media.stored import names_in
from posts.models import Day, Figure, Trip, Upload
from tests.torture.writers import MARK, Acknowledged
from tripsite.sweeping import sweep_files

DAYS_OF_AN_IMPORT = 3
PATIENCE_SECONDS = 60


def faults(known: Acknowledged) -> list[str]:
    """Return what does not hold; an empty list when nothing was lost and nothing is half there."""
    return [*_lost_saves(known), *_lost_pictures(known), *_half_imports(known), *_lasting_orphans(), *_damage()]


def _lost_saves(known: Acknowledged) -> list[str]:
    found = []
    for day, saved in known.saved.items():
        row = Day.objects.get(pk=day)
        mark = MARK.search(row.body)
        number = int(mark[1]) if mark else 0
        if not saved <= number <= known.sent[day]:
            found.append(f"day {day}: save {saved} was acknowledged, {number} is there")
        if row.status not in known.published.get(day, {"draft"}):
            found.append(f"day {day}: it is {row.status}, and was said to be {known.published[day]}")
    return found


def _lost_pictures(known: Acknowledged) -> list[str]:
    here = set(Figure.objects.values_list("photo__original_name", flat=True))
    return [f"{name} was acknowledged and is not there" for name in sorted(known.pictures - here)]


def _half_imports(known: Acknowledged) -> list[str]:
    found = []
    for number in known.tried_to_import:
        trip = Trip.objects.filter(title=f"Import {number}").first()
        if trip is None and number in known.imported:
            found.append(f"import {number} was acknowledged and is not there")
        elif trip is not None and trip.days.count() != DAYS_OF_AN_IMPORT:
            found.append(f"import {number}: {trip.days.count()} of {DAYS_OF_AN_IMPORT} days are there")
    return found


def _lasting_orphans() -> list[str]:
    """Return files that nothing speaks of: what the worker is writing right now has its name and its row soon."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (found := _orphans()) and time.monotonic() < deadline:
        time.sleep(1)
    return found


def _orphans() -> list[str]:
    """Sweep, and return what then is neither a picture of a row nor a part of an upload that goes on."""
    sweep_files(untouched_seconds=0)
    found = []
    for photo in Photo.objects.iterator():
        with photo.original.open() as original:
            if hashlib.sha256(original.read()).hexdigest() != photo.sha256:
                found.append(f"{photo.original.name}: not what its name says")
    originals = set(Photo.objects.values_list("original", flat=True))
    found += [f"{name}: nothing speaks of it" for name in names_in(storages["originals"]) if name not in originals]
    expected = {name for photo in Photo.objects.iterator() for name in derivatives.paths(photo)}
    for name in names_in(storages["derivatives"]):
        if name not in expected and not name.startswith("cards/"):
            found.append(f"{name}: nothing speaks of it")
    going_on = {str(uuid) for uuid in Upload.objects.filter(photo=None).values_list("uuid", flat=True)}
    for name in names_in(storages["uploads"], "blocks/"):
        if name.split("/")[1] not in going_on:
            found.append(f"{name}: nothing speaks of it")
    return found


def _damage() -> list[str]:
    connection.check_constraints()
    if connection.vendor != "sqlite":
        return []
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        return [str(row[0]) for row in cursor.fetchall() if row[0] != "ok"]
