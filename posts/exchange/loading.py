"""What every step of loading a document shares: its pictures, what was found, what it came to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import Model

from . import schema


class LoadError(Exception):
    """Something in a document cannot be loaded; the message says what, where, and what to do."""


@dataclass
class Loaded:
    """What became of each person, place, series, event and trip of a document, by UUID.

    `warnings` name what was left out, and why.
    """

    created: set[UUID] = field(default_factory=set)
    updated: set[UUID] = field(default_factory=set)
    unchanged: set[UUID] = field(default_factory=set)
    warnings: list[str] = field(default_factory=list)

    def count(self, uuid: UUID, is_new: bool, is_changed: bool) -> None:
        (self.created if is_new else self.updated if is_changed else self.unchanged).add(uuid)


@dataclass
class Loading:
    """One run of `load`; `path` names a part of the document in messages, such as `trips[3].days[0]`."""

    pictures: Mapping[UUID, Path]
    prune: bool
    loaded: Loaded = field(default_factory=Loaded)

    def find(self, model: type[Any], uuid: UUID | None, path: str) -> Any:
        """Return the thing another part refers to, or None where it refers to nothing."""
        found = model.objects.filter(uuid=uuid).first() if uuid else None
        if uuid and found is None:
            raise LoadError(f"{path}: there is no {model._meta.verbose_name} {uuid}, here or in the document.")
        return found

    def check_slug(self, model: type[Any], document: schema.PageDocument | schema.PersonDocument, path: str) -> None:
        """Refuse a slug that something else has here."""
        other = model.objects.filter(slug=document.slug).exclude(uuid=document.uuid).first()
        if other:
            name = model._meta.verbose_name
            raise LoadError(f"{path}.slug: “{document.slug}” belongs to another {name} here: {other}.")


def apply(thing: Model, values: Mapping[str, Any]) -> bool:
    """Set fields; return whether one of them changed."""
    if thing.pk is None:
        changed = dict(values)
    else:
        changed = {name: value for name, value in values.items() if getattr(thing, name) != value}
    for name, value in changed.items():
        setattr(thing, name, value)
    return bool(changed)
