"""What every step of loading a document shares: its pictures, what was found, what it came to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db.models import Model

from posts.bulk import create

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
class Known:
    """Rows that were fetched or made, by UUID, and what holds which slug: a row, or a document about to be loaded.

    `labels` are tags and categories by their names as documents spell them.
    """

    rows: dict[type[Any], dict[UUID, Any]] = field(default_factory=lambda: defaultdict(dict))
    slugs: dict[type[Any], dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))
    labels: dict[type[Any], dict[str, Any]] = field(default_factory=lambda: defaultdict(dict))


@dataclass
class Loading:
    """One run of `load`; `path` names a part of the document in messages, such as `trips[3].days[0]`.

    A document's parts are looked up and written together instead of one by one.
    """

    pictures: Mapping[UUID, Path]
    prune: bool
    known: Known
    loaded: Loaded = field(default_factory=Loaded)

    def fetch(self, model: type[Any], documents: Sequence[Any], *related: str) -> None:
        """Fetch the rows of documents that have addresses of their own, and those that have their slugs."""
        self.fetch_rows(model, (document.uuid for document in documents), *related)
        known = self.known.slugs[model]
        if slugs := {document.slug for document in documents if document.slug} - known.keys():
            holders = model.objects.in_bulk(slugs, field_name="slug")
            known.update((slug, holders.get(slug)) for slug in slugs)

    def fetch_rows(self, model: type[Any], uuids: Iterable[UUID], *related: str) -> None:
        rows = self.known.rows[model]
        if missing := set(uuids) - rows.keys():
            found = model.objects.prefetch_related(*related).in_bulk(missing, field_name="uuid")
            rows.update((uuid, found.get(uuid)) for uuid in missing)

    def row(self, model: type[Any], uuid: UUID) -> Any:
        """Return what is here under a UUID, or None."""
        rows = self.known.rows[model]
        if uuid not in rows:
            self.fetch_rows(model, [uuid])
        return rows[uuid]

    def save(self, row: Any) -> None:
        """Save one row, new or changed."""
        if row.pk is not None:  # what it was called before is free for others now
            self.known.slugs[type(row)].clear()
        row.save()
        self._keep(row)

    def create(self, rows: Sequence[Any]) -> None:
        """Save new rows of one model at once."""
        create(rows)
        for row in rows:
            self._keep(row)

    def _keep(self, row: Any) -> None:
        self.known.rows[type(row)][row.uuid] = row
        if hasattr(row, "slug"):
            self.known.slugs[type(row)][row.slug] = row

    def forget(self, *models: type[Any]) -> None:
        """Give room: the parts of a trip are asked for while it is loaded."""
        for model in models:
            self.known.rows[model].clear()

    def put(self, model: type[Any], wanted: Mapping[UUID, Mapping[str, Any]]) -> list[Any]:
        """Save the rows that differ and create those that are missing, at once; return all, in order."""
        self.fetch_rows(model, wanted)
        put, missing = [], []
        for uuid, values in wanted.items():
            row = self.row(model, uuid)
            if row is None:
                row = model(uuid=uuid, **values)
                missing.append(row)
            elif apply(row, values):
                self.save(row)
            put.append(row)
        self.create(missing)
        return put

    def label(self, model: type[Any], name: str) -> Any:
        """Return the tag or category of a name, in any case, which is made if it is missing."""
        labels = self.known.labels[model]
        if name not in labels:
            here = model.objects.filter(name__iexact=name).order_by("pk").first()
            labels[name] = here or model.objects.create(name=name)
        return labels[name]

    def find(self, model: type[Any], uuid: UUID | None, path: str) -> Any:
        """Return the thing another part refers to, or None where it refers to nothing."""
        found = self.row(model, uuid) if uuid else None
        if uuid and found is None:
            raise LoadError(f"{path}: there is no {model._meta.verbose_name} {uuid}, here or in the document.")
        return found

    def check_slug(self, model: type[Any], document: schema.PageDocument | schema.PersonDocument, path: str) -> None:
        """Refuse a slug that something else has here, or before it in the document."""
        known, slug = self.known.slugs[model], document.slug or ""
        if slug not in known:
            known[slug] = model.objects.filter(slug=slug).first()
        other = known[slug]
        if other is None:
            known[slug] = document
        elif other.uuid != document.uuid:
            name = model._meta.verbose_name
            raise LoadError(f"{path}.slug: “{slug}” belongs to another {name} here: {_called(other)}.")


def _called(holder: Any) -> str:
    return next((getattr(holder, name) for name in ("title", "name") if hasattr(holder, name)), str(holder))


def apply(thing: Model, values: Mapping[str, Any]) -> bool:
    """Set fields; return whether one of them changed."""
    if thing.pk is None:
        changed = dict(values)
    else:
        changed = {name: value for name, value in values.items() if _differs(thing, name, value)}
    for name, value in changed.items():
        setattr(thing, name, value)
    return bool(changed)


def _differs(thing: Model, name: str, value: Any) -> bool:
    if isinstance(value, Model):  # compared by key: the row that it points to so far need not be fetched
        return bool(getattr(thing, f"{name}_id") != value.pk)
    return bool(getattr(thing, name) != value)
