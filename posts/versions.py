"""Versions of one thing: what each held, in words; what differs between two; and making one of them current again."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import reversion
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Model
from reversion.models import Version

from people.models import Person

from . import deletions
from .differences import Piece, difference
from .models import (
    CategorizedTrip,
    Day,
    Encounter,
    Event,
    EventSeries,
    Figure,
    FigurePerson,
    Place,
    TaggedTrip,
    Talk,
    TalkLink,
    TalkSpeaker,
    Trip,
)

# What belongs to a thing and is kept in each of its versions, by the name it has on the thing.
PARTS: dict[type[Model], tuple[str, ...]] = {
    Trip: ("tag_items", "category_items"),
    Day: ("encounters", "talks", "figures"),
    Talk: ("talk_speakers", "links"),
    Figure: ("figure_people",),
    Person: ("aliases", "links"),
}
WITHOUT_PARTS: tuple[type[Model], ...] = (
    CategorizedTrip,
    Encounter,
    Event,
    EventSeries,
    FigurePerson,
    Place,
    TaggedTrip,
    TalkLink,
    TalkSpeaker,
)
# How public something is, is decided anew each time, never by going back.
UNRESTORED = {"status", "published_at", "visibility", "pseudonym", "figures_withheld", "is_public"}
UNRESTORED |= {"created_at", "made_by"}
PART_LABELS = {"tag_items": "tags", "category_items": "categories", "talk_speakers": "speakers"}
# Changes by itself, or says nothing to a writer.
UNTOLD = {"id", "uuid", "updated_at", "created_at", "position", "date_source", "date_confidence", "guid", "made_by"}


@dataclass(frozen=True)
class Change:
    """What one field, or the parts of one name, held before and hold after."""

    label: str
    pieces: list[Piece]


@dataclass(frozen=True)
class PartsChange:
    """What restoring the parts of one name would do."""

    name: str
    label: str
    back: list[str]
    changed: list[str]
    gone: list[str]

    def __bool__(self) -> bool:
        return bool(self.back or self.changed or self.gone)


def register() -> None:
    """Have versions kept of everything with a history; each thing's brings its parts along."""
    for model, parts in PARTS.items():
        for part in parts:
            _register(model._meta.get_field(part).related_model)
    for model in (*PARTS, *WITHOUT_PARTS):
        _register(model)


def _register(model: Any) -> None:
    if not reversion.is_registered(model):
        reversion.register(model, follow=PARTS.get(model, ()))


def history(thing: Model) -> list[Version]:
    """Return the versions of a thing, the latest first; a save that left it as it was counts as no version."""
    versions = Version.objects.get_for_object(thing).select_related("revision__user").order_by("pk")
    distinct: list[Version] = []
    for version in versions:
        if not distinct or _told(distinct[-1]) != _told(version):
            distinct.append(version)
    return distinct[::-1]


def changes(old: Version | Model, new: Version | Model) -> list[Change]:
    """Return what differs between two versions of a thing, or a version and the thing as it is, field by field."""
    return _differences(_told(old), _told(new))


def restorable(thing: Model, version: Version) -> list[Change]:
    """Return what of a thing would change if it was restored, but for its parts."""
    return _differences(_told(thing, to_restore=True), _told(version, to_restore=True))


def _differences(before: dict[str, str], after: dict[str, str]) -> list[Change]:
    return [
        Change(label, difference(before.get(label, ""), after.get(label, "")))
        for label in dict.fromkeys([*before, *after])
        if before.get(label, "") != after.get(label, "")
    ]


def part_changes(version: Version) -> list[PartsChange]:
    """Return, for each kind of parts, what would come back, change and go, if they were as in a version again."""
    model: Any = version._model
    found = []
    for name in PARTS.get(model, ()):
        then, now = _parts_then(version, name), _parts_now(version, name)
        changed = [key for key in then.keys() & now.keys() if _columns(then[key]) != _columns(now[key])]
        found.append(
            PartsChange(
                name=name,
                label=_part_label(model, name),
                back=sorted(then[key].object_repr for key in then.keys() - now.keys()),
                changed=sorted(then[key].object_repr for key in changed),
                gone=sorted(str(now[key]) for key in now.keys() - then.keys()),
            )
        )
    return [change for change in found if change]


def restore(version: Version, parts: Iterable[str], user: Any) -> None:
    """Make a thing what it was in a version; of its parts only those named. Nothing else is touched.

    Parts that are there now and were not then are deleted, and can be brought back.
    """
    with transaction.atomic(), reversion.create_revision():
        reversion.set_user(user)
        reversion.set_comment(f"Restored as of {version.revision.date_created:%-d %B %Y, %H:%M} UTC.")
        _write(version)
        for name in parts:
            then, now = _parts_then(version, name), _parts_now(version, name)
            if gone := [now[key] for key in now.keys() - then.keys()]:
                deletions.delete(gone, user)
            for key in sorted(then, key=int):
                if key not in now or _columns(then[key]) != _columns(now[key]):
                    _write(then[key])


def _write(version: Version) -> None:
    """Save one row as it was, through the model: what follows from saving follows from this."""
    model: Any = version._model
    thing = model._base_manager.filter(pk=version.object_id).first() or model(pk=version.object_id)
    values = version.field_dict
    is_new = thing._state.adding
    for field in model._meta.concrete_fields:
        if field.attname in values and (is_new or field.name not in UNRESTORED):
            setattr(thing, field.attname, _still_there(field, values[field.attname]))
    thing.save()
    for field in model._meta.many_to_many:
        if field.remote_field.through._meta.auto_created and field.attname in values:
            getattr(thing, field.name).set(field.related_model._base_manager.filter(pk__in=values[field.attname]))


def _still_there(field: Any, value: Any) -> Any:
    """Return the value of a field, nothing for what is there no more. Raises ValidationError where it is needed."""
    if not field.is_relation or value is None or field.related_model._base_manager.filter(pk=value).exists():
        return value
    if field.null:
        return None
    raise ValidationError(f"{_label(field)} is there no more.")


def _parts_then(version: Version, name: str) -> dict[str, Version]:
    relation: Any = version._model._meta.get_field(name)
    versions = Version.objects.get_for_model(relation.related_model).filter(revision=version.revision_id)
    key = relation.field.attname
    return {each.object_id: each for each in versions if str(each.field_dict[key]) == version.object_id}


def _parts_now(version: Version, name: str) -> dict[str, Any]:
    relation: Any = version._model._meta.get_field(name)
    parts = relation.related_model._base_manager.filter(**{relation.field.name: version.object_id})
    return {str(part.pk): part for part in parts}


def _columns(row: Version | Model) -> dict[str, Any]:
    """Return what a row holds that a writer put there."""
    model: Any = row._model if isinstance(row, Version) else type(row)
    values = row.field_dict if isinstance(row, Version) else row.__dict__
    fields = [field for field in model._meta.concrete_fields if field.name not in UNTOLD]
    return {field.attname: values.get(field.attname) for field in fields}


def _told(row: Version | Model, to_restore: bool = False) -> dict[str, str]:
    """Return what a version of a thing, or the thing as it is, holds: label of the field to words."""
    model: Any = row._model if isinstance(row, Version) else type(row)
    columns = _columns(row)
    told = {}
    for field in model._meta.concrete_fields:
        if field.attname in columns and not (to_restore and field.name in UNRESTORED):
            told[_label(field)] = _in_words(field, columns[field.attname])
    for field in model._meta.many_to_many:
        if field.remote_field.through._meta.auto_created:
            keys = row.field_dict.get(field.attname, []) if isinstance(row, Version) else _keys(row, field.name)
            told[_label(field)] = ", ".join(sorted(_name_of(field.related_model, key) for key in keys))
    for name in () if to_restore else PARTS.get(model, ()):
        if isinstance(row, Version):
            names: Sequence[str] = [part.object_repr for part in _parts_then(row, name).values()]
        else:
            names = [str(part) for part in getattr(row, name).all()]
        told[_part_label(model, name).capitalize()] = "\n".join(sorted(names))
    return told


def _part_label(model: Any, name: str) -> str:
    return PART_LABELS.get(name) or str(model._meta.get_field(name).related_model._meta.verbose_name_plural)


def _keys(thing: Any, name: str) -> list[Any]:
    return list(getattr(thing, name).values_list("pk", flat=True))


def _label(field: Any) -> str:
    words = str(field.verbose_name)
    return words[:1].upper() + words[1:]


def _in_words(field: Any, value: Any) -> str:
    if value is None or value == "":
        return ""
    if field.is_relation:
        return _name_of(field.related_model, value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(field, models.BooleanField):
        return "yes" if value else "no"
    if isinstance(field, models.DateTimeField):
        return f"{value:%Y-%m-%d %H:%M} UTC"
    return str(value)


def _name_of(model: Any, key: Any) -> str:
    """Return what something is called, also if it is there no more."""
    thing = model._base_manager.filter(pk=key).first()
    if thing is not None:
        return str(thing)
    version = None
    if reversion.is_registered(model):
        version = Version.objects.get_for_object_reference(model, key).order_by("-pk").first()
    return f"{version.object_repr} (deleted)" if version else "something deleted"
