"""Reading a backup back: verified whole before anything is touched, then all of it or nothing.

Originals come first, since under their names they are nobody's yet. One transaction makes the database what the backup
says, with the search's index. Then what nothing speaks of any more is removed. Killed at any point, the log is either
as it was before or restored.
"""

import itertools
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core.files.storage import storages
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Model

from media.models import Photo
from media.tasks import enqueue_pending
from posts.models import Log
from posts.public.share_cards.tasks import enqueue_missing
from posts.search import index
from tripsite.accounts.models import AccountEvent
from tripsite.accounts.roles import make_groups
from tripsite.progress import Progress, in_silence

from . import pictures, rows
from .container import Backup
from .databases import empty, hold_writers, number_on
from .manifest import BackupRefused


@dataclass(frozen=True)
class Restored:
    rows: int
    originals: int
    missing: int


def restore(stream: BinaryIO, replace: bool = False, progress: Progress = in_silence) -> Restored:
    """Make the log what a backup holds. Raises BackupRefused; the log is as before then.

    `replace` allows that for a log in which there is something.
    """
    backup = Backup(stream)
    ContentType.objects.clear_cache()
    rows.forget_names()
    has_tables = _has_tables()
    if has_tables and not replace:
        _refuse_if_used()
    _verify(backup, progress)
    if not has_tables:
        call_command("migrate", verbosity=0, interactive=False)
        ContentType.objects.clear_cache()
    began, brought = time.time(), set[str]()
    try:
        for name in pictures.bring_originals(backup, brought):
            progress(0, 0, name)
        _fill(backup, replace, progress)
    finally:
        rows.forget_names()
        pictures.sweep(began, brought)
    _afterwards(backup, progress)
    total = sum(part.rows or 0 for part in backup.manifest.parts)
    kept = sum(1 for name in backup.parts if pictures.ORIGINAL.fullmatch(name))
    return Restored(total, kept, len(backup.manifest.missing))


def _verify(backup: Backup, progress: Progress) -> None:
    """Read the whole backup, as bytes and as rows. Raises BackupRefused."""
    pictures.check_names(backup)
    size = sum(part.size for part in backup.parts.values())
    done = 0
    for part in backup.verify():
        done += part.size
        progress(done, size, f"verifying {part.name}")
    known = {rows.part_name(model): model for model in rows.models()}
    for name, part in backup.parts.items():
        if part.rows is None:
            continue
        if name not in known:
            raise BackupRefused(f"{name}: this program has no such table.")
        count = sum(1 for _ in rows.read(known[name], backup.lines(name), with_keys=False))
        if count != part.rows:
            raise BackupRefused(f"{name}: it holds {count} rows and should hold {part.rows}.")


# What a log has before anybody used it: its description, the roles, and who tried to log in.
THERE_BY_ITSELF = (Log, Group, AccountEvent)


def _has_tables() -> bool:
    """Whether this database was ever set up; refuse one that is not up to date."""
    executor = MigrationExecutor(connection)
    if not executor.loader.applied_migrations:
        return False
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise BackupRefused("The database here lacks the newest tables. Run: manage.py migrate")
    return True


def _refuse_if_used() -> None:
    found = []
    for model in rows.models():
        count = 0 if model._meta.auto_created or model in THERE_BY_ITSELF else model._base_manager.count()
        if count:
            name = model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural
            found.append(f"{count} {name}")
    if _is_described():
        found.append("its description")
    if found:
        raise BackupRefused(
            f"This log is not empty ({', '.join(found[:4])}{', …' if found[4:] else ''}). "
            "With --replace all of it gives way to the backup; make a backup of it first."
        )


def _is_described() -> bool:
    """Whether somebody told what the log is called; its row is there as soon as anything was written."""
    log, untold = Log.current(), Log()
    described = (field.name for field in rows.columns(Log) if field.name not in ("id", "revision"))
    return any(getattr(log, name) != getattr(untold, name) for name in described)


def _fill(backup: Backup, replace: bool, progress: Progress) -> None:
    models = rows.models()
    try:
        with transaction.atomic():
            hold_writers([*models, *rows.PASSING])
            if not replace:
                _refuse_if_used()
            revision = Log.current().revision
            empty([*models, *rows.PASSING])
            for model in models:
                if (name := rows.part_name(model)) in backup.parts:
                    _insert(backup, model, name, progress)
            number_on(models, backup.manifest.sequences)
            connection.check_constraints()
            _no_derivatives(backup)
            # Beyond whatever readers may hold pages of, here or where the backup was made.
            revision = max(revision, Log.current().revision, int(time.time())) + 1
            if not Log.objects.update(revision=revision):
                Log.objects.create(pk=1, revision=revision)
            index.rebuild(lambda done, total: progress(done, total, "indexing"))
    except (DatabaseError, ValueError) as error:
        raise BackupRefused(f"The database does not take it, and nothing was changed: {error}") from error


def _insert(backup: Backup, model: type[Model], name: str, progress: Progress) -> None:
    total, done = backup.parts[name].rows or 0, 0
    for batch in _batched(rows.read(model, backup.lines(name))):
        try:
            rows.insert(model, batch)
        except (DatabaseError, ValueError) as error:
            between = f"lines {done + 1} to {done + len(batch)}"
            raise BackupRefused(f"{name}: {between}: the database does not take them: {error}") from error
        done += len(batch)
        progress(done, total, model._meta.label)


def _batched(all_rows: Iterator[Model]) -> Iterator[list[Model]]:
    while batch := list(itertools.islice(all_rows, rows.BATCH)):
        yield batch


def _no_derivatives(backup: Backup) -> None:
    """Have derivatives made anew, and note whose originals were missing when the backup was made."""
    for name in backup.manifest.missing:
        Photo.objects.filter(original=name).update(state=Photo.State.ABSENT)
    Photo.objects.filter(state=Photo.State.READY).update(state=Photo.State.PENDING)


def _afterwards(backup: Backup, progress: Progress) -> None:
    """What a worker would also find to do when it starts, should this be killed."""
    progress(0, 0, "derivatives")
    steps: tuple[Callable[[], object], ...] = (
        lambda: pictures.clear(storages["uploads"]),
        pictures.sweep_derivatives,
        lambda: pictures.bring_derivatives(backup),
        enqueue_pending,
        enqueue_missing,
        # A backup of before there were roles has none.
        make_groups,
    )
    for step in steps:
        step()
