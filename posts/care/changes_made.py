"""What one operation changed, row by row, so that it can be taken back field by field."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.core import serializers
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model

# Told the model, the field and the three texts: as the operation left it, as it is now, as it was before.
Reconcile = Callable[[str, str, str], str | None]


@dataclass
class Changes:
    """Makes changes and remembers them as plain data, which `as_json` gives and `undo` takes."""

    changed: list[dict[str, Any]] = field(default_factory=list)
    removed: list[dict[str, Any]] = field(default_factory=list)
    added: list[list[Any]] = field(default_factory=list)

    def change(self, thing: Model, **values: Any) -> None:
        """Set fields of a row and save those that differ."""
        before = _row(thing)["fields"]
        for name, value in values.items():
            setattr(thing, name, value)
        after = _row(thing)["fields"]
        differing = {name: [before[name], after[name]] for name in values if before[name] != after[name]}
        if differing:
            thing.save(update_fields=[*differing, *_clocks(thing)])
            self.changed.append({"model": thing._meta.label_lower, "pk": thing.pk, "fields": differing})

    def remove(self, thing: Model) -> None:
        """Delete a row; whatever points at it has been moved or removed before."""
        self.removed.append(_row(thing))
        thing.delete()

    def add(self, thing: Model) -> None:
        """Save a new row."""
        thing.save()
        self.added.append([thing._meta.label_lower, thing.pk])

    def as_json(self) -> dict[str, Any]:
        return {"changed": self.changed, "removed": self.removed, "added": self.added}


def undo(made: dict[str, Any], reconcile: Reconcile) -> list[str]:
    """Take changes back, in the caller's transaction; return what could not be, in words.

    What was edited since stays as it is, but for texts: `reconcile` is given the text after the operation,
    the text of now and the text before, and returns what it shall be, or None where that is unclear.
    """
    for label, key in reversed(made["added"]):
        apps.get_model(label)._default_manager.filter(pk=key).delete()
    for row in reversed(made["removed"]):
        _save(row)
    left: list[str] = []
    for change in reversed(made["changed"]):
        thing = apps.get_model(change["model"])._default_manager.filter(pk=change["pk"]).first()
        if thing is None:
            continue
        row = _row(thing)
        now = row["fields"]
        values: dict[str, Any] = {}
        for name, (before, after) in change["fields"].items():
            if now[name] == after:
                values[name] = before
            elif isinstance(now[name], str) and (merged := reconcile(after, now[name], before)) is not None:
                values[name] = merged
            else:
                left.append(f"{thing._meta.verbose_name} “{thing}”: {name} was edited since and stays")
        _save(row | {"fields": now | values})
    return left


def _save(row: dict[str, Any]) -> None:
    """Save a row from plain JSON as any other: who listens to changes hears of it."""
    for deserialized in serializers.deserialize("python", [row]):
        deserialized.object.save()


def _row(thing: Model) -> dict[str, Any]:
    """Return a row as plain JSON: its model, key and fields."""
    row: dict[str, Any] = serializers.serialize("python", [thing])[0]
    many = {field.name for field in thing._meta.many_to_many}
    row["fields"] = {name: value for name, value in row["fields"].items() if name not in many}
    plain: dict[str, Any] = json.loads(json.dumps(row, cls=DjangoJSONEncoder))
    return plain


def _clocks(thing: Model) -> list[str]:
    """Return the fields that say when a row was last saved."""
    return [field.name for field in thing._meta.concrete_fields if getattr(field, "auto_now", False)]
