"""Rows as lines of JSON, the same for every database: which tables belong to a log, and how a row is spelled.

A row is an object of its columns. Moments keep their microseconds, bytes are in Base64. Keys stay what they are, but
for content types and permissions, which each database numbers for itself: those are told by their names.
"""

import json
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import AutoField, Field, ForeignKey, JSONField, Model
from django_tasks_db.models import DBTaskResult

from posts.models import Change, ImportReview, SearchEntry, SearchSource, SearchWord, Upload

from .manifest import BackupRefused

# Each database has its own, made by migrating.
NUMBERED_HERE: tuple[type[Model], ...] = (ContentType, Permission)
# Made anew, or of interest only while it goes on.
PASSING: tuple[type[Model], ...] = (
    *(Session, UserSession, Upload, ImportReview),
    *(Change, SearchEntry, SearchSource, SearchWord),
)
LEFT_ALONE: tuple[type[Model], ...] = (*NUMBERED_HERE, *PASSING, DBTaskResult)
BATCH = 500


def models() -> list[type[Model]]:
    """Return the models whose rows are the log, the tables of relations to many among them."""
    everything = apps.get_models(include_auto_created=True)
    return [model for model in everything if model not in LEFT_ALONE and not model._meta.proxy and model._meta.managed]


def part_name(model: type[Model]) -> str:
    return f"rows/{model._meta.label_lower}.jsonl"


def written(model: type[Model]) -> Iterator[bytes]:
    """Yield a table's rows as lines, ordered by key, a few of them in memory at a time."""
    fields = columns(model)
    for row in model._base_manager.order_by("pk").iterator(BATCH):
        told = {field.attname: _told(field, row) for field in fields}
        yield json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def read(model: type[Model], lines: Iterable[bytes], with_keys: bool = True) -> Iterator[Model]:
    """Yield the rows that lines tell, unsaved; without looking names up where keys are not wanted.

    Raises BackupRefused.
    """
    fields = {field.attname: field for field in columns(model)}
    for number, line in enumerate(lines, start=1):
        where = f"{part_name(model)}: line {number}"
        try:
            told = json.loads(line)
        except ValueError as error:
            raise BackupRefused(f"{where}: it is not JSON ({error}).") from error
        if strange := sorted(set(told) - set(fields)):
            raise BackupRefused(
                f"{where}: “{strange[0]}” is not known here any more. Restore it with the program it was made by, "
                "update that, and back up again."
            )
        try:
            values = {name: _value(fields[name], value, with_keys) for name, value in told.items()}
        except (ValidationError, ValueError, TypeError) as error:
            raise BackupRefused(f"{where}: a value does not fit: {error}.") from error
        yield model(**values)


def columns(model: type[Model]) -> "list[Field[Any, Any]]":
    return [field for field in model._meta.concrete_fields if not field.generated]


def numbered(model: type[Model]) -> bool:
    """Whether the database gives out this table's keys."""
    return isinstance(model._meta.pk, AutoField)


def insert(model: type[Model], rows: list[Model]) -> None:
    """Insert rows as they are: nothing is stamped with the present time, and nobody is told."""
    manager: Any = model._base_manager
    fields = columns(model)
    most = max(1, connection.ops.bulk_batch_size([field.name for field in fields], rows))
    for start in range(0, len(rows), most):
        manager._insert(rows[start : start + most], fields=fields, using=connection.alias, raw=True)


def forget_names() -> None:
    """Forget which keys names have here; they may be others in the next database."""
    _key_of_content_type.cache_clear()
    _key_of_permission.cache_clear()
    _name_of_permission.cache_clear()


def _told(field: "Field[Any, Any]", row: Model) -> Any:
    value = field.value_from_object(row)
    if value is None or isinstance(field, JSONField):
        return value
    if isinstance(field, ForeignKey) and field.related_model is ContentType:
        return list(ContentType.objects.get_for_id(value).natural_key())
    if isinstance(field, ForeignKey) and field.related_model is Permission:
        return list(_name_of_permission(value))
    return value if isinstance(value, bool | int | float | str) else field.value_to_string(row)


def _value(field: "Field[Any, Any]", told: Any, with_keys: bool) -> Any:
    if told is None or isinstance(field, JSONField):
        return told
    if isinstance(field, ForeignKey) and field.related_model in NUMBERED_HERE:
        if not isinstance(told, list):
            raise TypeError(f"{told!r} is not a name")
        key_of = _key_of_content_type if field.related_model is ContentType else _key_of_permission
        return key_of(*told) if with_keys else None
    return field.to_python(told)


@cache
def _key_of_content_type(app: str, model: str) -> int:
    return ContentType.objects.get_or_create(app_label=app, model=model)[0].pk


@cache
def _key_of_permission(codename: str, app: str, model: str) -> int:
    content_type = _key_of_content_type(app, model)
    return Permission.objects.get_or_create(
        codename=codename, content_type_id=content_type, defaults={"name": codename}
    )[0].pk


@cache
def _name_of_permission(key: int) -> tuple[str, str, str]:
    app, model = Permission.objects.select_related("content_type").get(pk=key).content_type.natural_key()
    return Permission.objects.values_list("codename", flat=True).get(pk=key), app, model
