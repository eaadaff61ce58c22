"""Deleting that can be undone: what goes is kept for a while, row by row, and comes back under the same keys.

Erasing for good is the same without the way back: `forget` takes what versions and deletions remember of some rows.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import chain
from typing import Any, cast

import reversion
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import DEFAULT_DB_ALIAS, transaction
from django.db.models import Exists, ManyToOneRel, Model, OuterRef
from django.db.models.deletion import Collector
from django.db.models.signals import m2m_changed
from django.utils import timezone
from reversion.models import Revision, Version

from media import derivatives
from media.models import Photo, originals

from .models import Deletion, Figure, Reference
from .models.deletion import KEPT_FOR
from .search.index import collected
from .slugs import KINDS, free_slug

# Made anew from what they follow from, whenever that is saved.
DERIVED: tuple[type[Model], ...] = (Reference,)
MOST_NAMED = 3

Row = tuple[type[Model], Any]


class CannotBringBack(Exception):
    """Something is in the way. The message names it and says what to do."""


class _ExactEncoder(DjangoJSONEncoder):
    """Writes moments to the microsecond, as they are stored."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime.datetime) else super().default(o)


class _Everything(Collector):
    """Collects every row that goes, also those the database could delete unseen."""

    def can_fast_delete(self, *args: Any, **kwargs: Any) -> bool:
        return False


def delete(things: Sequence[Model], user: Any) -> Deletion:
    """Delete some things of one kind and all that goes with them, keeping every row for `undo`."""
    with transaction.atomic(), collected():
        collector = _Everything(using=DEFAULT_DB_ALIAS)
        collector.collect(list(things))
        collector.sort()
        cuts = [
            [row._meta.label_lower, row.pk, field.name, getattr(row, field.attname)]
            for (field, _), batches in collector.field_updates.items()
            for row in chain.from_iterable(cast("list[Iterable[Model]]", batches))
            if row not in collector.data.get(type(row), ())
        ]
        label = _label(things)
        revision = Revision.objects.create(date_created=timezone.now(), user=user, comment=f"Deleted {label}.")
        # Sorted for deleting: what depends on something goes before it, so it comes back after it.
        rows = [row for model in reversed(list(collector.data)) for row in collector.data[model]]
        cuts += [[row._meta.label_lower, row.pk, "", _columns(row)] for row in rows if row._meta.auto_created]
        kept_rows = [row for row in rows if not (row._meta.auto_created or isinstance(row, DERIVED))]
        Version.objects.bulk_create(_version(revision, row) for row in kept_rows)
        deletion = Deletion.objects.create(label=label[:300], revision=revision, deleted_by=user, cuts=cuts)
        for thing in things:
            thing.delete()
        sweep()
    return deletion


def undo(deletion: Deletion, user: Any) -> list[str]:
    """Bring back what one deletion took, all of it or nothing; return what is different from before, in words.

    Raises CannotBringBack.
    """
    different: list[str] = []
    with transaction.atomic(), collected(), reversion.create_revision():
        reversion.set_user(user)
        reversion.set_comment(f"Brought back {deletion.label}.")
        versions = list(deletion.revision.version_set.order_by("pk"))
        coming = {(version._model, version.object_id) for version in versions}
        for version in versions:
            row = _row(version)
            if _prepared(row, version.object_repr, coming, different):
                row.save_base(raw=True)
            else:
                coming.discard((version._model, version.object_id))
        for label, key, field, value in deletion.cuts:
            model = apps.get_model(label)
            if field:
                _mend(model, key, field, value)
            else:
                _join(model(pk=key, **value))
        deletion.undone_at = timezone.now()
        deletion.save(update_fields=["undone_at"])
    return different


def kept() -> Any:
    """Return the deletions that can be undone."""
    return Deletion.objects.filter(undone_at=None, deleted_at__gt=timezone.now() - KEPT_FOR)


def sweep() -> int:
    """Forget the deletions whose time is over, with the files of pictures that nothing shows any more; how many."""
    over = list(Deletion.objects.filter(deleted_at__lte=timezone.now() - KEPT_FOR).select_related("revision"))
    for deletion in over:
        with transaction.atomic():
            versions = list(deletion.revision.version_set.all())
            gone = [row for row in map(_row, versions) if not _exists((type(row), row.pk))]
            deletion.revision.delete()
            forget((type(row), row.pk) for row in gone)
            _sweep_pictures(gone)
    return len(over)


def forget(rows: Iterable[Row]) -> None:
    """Take some rows, by model and key, out of all versions and deletions: they cannot be brought back any more."""
    keys: dict[type[Model], set[str]] = defaultdict(set)
    for model, key in rows:
        keys[model].add(str(key))
    for model, of_model in keys.items():
        content_type = ContentType.objects.get_for_model(model, for_concrete_model=False)
        Version.objects.filter(content_type=content_type, object_id__in=of_model).delete()
    Revision.objects.filter(~Exists(Version.objects.filter(revision=OuterRef("pk"))), deletion=None).delete()


def _label(things: Sequence[Model]) -> str:
    options = things[0]._meta
    named = ", ".join(f"“{thing}”" for thing in things[:MOST_NAMED])
    if len(things) == 1:
        return f"{options.verbose_name} {named}"
    more = f" and {len(things) - MOST_NAMED} more" if len(things) > MOST_NAMED else ""
    return f"{len(things)} {options.verbose_name_plural}: {named}{more}"


def _version(revision: Revision, row: Model) -> Version:
    return Version(
        revision=revision,
        object_id=str(row.pk),
        content_type=ContentType.objects.get_for_model(row, for_concrete_model=False),
        db=DEFAULT_DB_ALIAS,
        format="json",
        serialized_data=serializers.serialize("json", [row], cls=_ExactEncoder),
        object_repr=str(row),
    )


def _row(version: Version) -> Any:
    """Return the row as it was, without its relations to many: those have rows of their own."""
    return next(serializers.deserialize(version.format, version.serialized_data, ignorenonexistent=True)).object


def _exists(row: Row) -> bool:
    model, key = row
    return model._base_manager.filter(pk=key).exists()


def _prepared(row: Any, name: str, coming: set[tuple[Any, str]], different: list[str]) -> bool:
    """Make a row fit among those there are now or are `coming`; False where what it belongs to is gone for good."""
    for field in row._meta.concrete_fields:
        key = getattr(row, field.attname)
        if not field.is_relation or key is None:
            continue
        if (field.related_model, str(key)) in coming or _exists((field.related_model, key)):
            continue
        other = _kept_elsewhere(field.related_model, key)
        if other is not None:
            raise CannotBringBack(f"It needs what was deleted as {other.label}: bring that back first.")
        if not field.null:
            different.append(f"“{name}” is left out, since what it belonged to is gone.")
            return False
        setattr(row, field.attname, None)
    _free(row, different)
    try:
        row.validate_unique()
        row.validate_constraints()
    except ValidationError as error:
        reasons = " ".join(error.messages)
        raise CannotBringBack(
            f"“{name}” is in the way of what is there now: {reasons} Change that, then try again."
        ) from error
    return True


def _free(row: Any, different: list[str]) -> None:
    """Give a row another slug where something else has taken its own meanwhile."""
    model = type(row)
    has_address = model in KINDS or model._meta.label == "people.Person"
    if has_address and model._default_manager.filter(slug=row.slug).exists():
        row.slug = free_slug(model, row.slug)
        different.append(f"“{row}” is called {row.slug} now, since its old name in addresses is taken.")


def _kept_elsewhere(model: type[Model], key: Any) -> Deletion | None:
    content_type = ContentType.objects.get_for_model(model, for_concrete_model=False)
    held = Version.objects.filter(content_type=content_type, object_id=str(key), revision=OuterRef("revision"))
    return kept().filter(Exists(held)).first()


def _mend(model: type[Model], key: Any, field: str, value: Any) -> None:
    """Tie again a relation that was cut, unless the row is gone or tied to something else by now."""
    row = model._default_manager.filter(pk=key, **{field: None}).first()
    related: Any = model._meta.get_field(field).related_model
    if row is not None and _exists((related, value)):
        setattr(row, f"{field}_id", value)
        row.save(update_fields=[field])


def _columns(row: Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if field.is_relation}


def _join(row: Any) -> None:
    """Make something a member of a relation again, where both ends are there and it is none yet."""
    own, other = (field for field in row._meta.concrete_fields if field.is_relation)
    if own.related_model is not row._meta.auto_created:
        own, other = other, own
    ends = [(field.related_model, getattr(row, field.attname)) for field in (own, other)]
    if not all(map(_exists, ends)) or type(row)._base_manager.filter(**_columns(row)).exists():
        return
    row.save_base(raw=True, force_insert=True)
    # A row of such a table tells nobody of itself.
    m2m_changed.send(
        sender=type(row),
        instance=getattr(row, own.name),
        action="post_add",
        reverse=False,
        model=other.related_model,
        pk_set={getattr(row, other.attname)},
        using=DEFAULT_DB_ALIAS,
    )


def _sweep_pictures(gone: Sequence[Any]) -> None:
    """Remove the files of photos that went, and the photos of figures that went, where nothing shows those either."""
    for photo in (row for row in gone if isinstance(row, Photo)):
        if not Photo.objects.filter(sha256=photo.sha256).exists():
            _remove_files(photo)
    shown = {row.photo_id for row in gone if isinstance(row, Figure) and row.photo_id}
    for photo in Photo.objects.filter(pk__in=shown):
        if not _is_used(photo):
            photo.delete()
            _remove_files(photo)


def _remove_files(photo: Photo) -> None:
    transaction.on_commit(partial(derivatives.remove, photo))
    if photo.original.name:
        transaction.on_commit(partial(originals().delete, photo.original.name))


def _is_used(photo: Photo) -> bool:
    """Whether any row refers to a photo, or any deletion that can still be undone would bring one back."""
    for relation in Photo._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel):
            rows: Any = relation.related_model
            if rows._base_manager.filter(**{relation.field.name: photo.pk}).exists():
                return True
    content_type = ContentType.objects.get_for_model(Figure)
    figures = Version.objects.filter(revision__deletion__in=kept(), content_type=content_type)
    return any(_row(version).photo_id == photo.pk for version in figures)
