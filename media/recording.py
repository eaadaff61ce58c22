"""What a page was made of: while one is rendered, each row that is loaded for it is noted as a subject of that page.

A subject is a short text. `person:7` is a row, all of it; `there:person:7` is a row but for its words: whether it is
there, public, where it stands, what it points to. `ref:person:ada` is whatever that slug leads to, somebody or nobody
yet; `mentions:person:ada` is which texts name it; `list:people` is which people there are, and in what order. A page
stays right until one of its subjects is changed.

What changes nothing but words of a row notes `words:person:7`. It touches who loaded the row, and not who only met a
pointer to it: a page that shows a trip's title depends on which cover the trip has, not on that picture's caption.
It stands in the lowest of the apps because the rows of all of them are noted.
"""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from typing import Any, Self

from django.db.models import ForeignKey, Model

# Changed with every change: what depends on it is never kept beyond one.
EVERYTHING = "everything"
# Never changed: among a page's subjects it says that all of them are told, also those of what it counts or leaves out.
ALL_TOLD = "told"

_THERE, _WORDS = "there:", "words:"

_recorded: ContextVar[set[str] | None] = ContextVar("recorded", default=None)


@contextmanager
def recording() -> Iterator[set[str]]:
    """Gather the subjects of what is made meanwhile."""
    subjects: set[str] = set()
    token = _recorded.set(subjects)
    try:
        yield subjects
    finally:
        _recorded.reset(token)


def depends_on(*subjects: str) -> None:
    """Note subjects of the page that is being made, if one is: what it shows without loading rows, such as a count."""
    recorded = _recorded.get()
    if recorded is not None:
        recorded.update(subjects)


def subject(model: type[Model], key: object) -> str:
    return f"{model._meta.model_name}:{key}"


def words_of(model: type[Model], key: object) -> str:
    """Return what a change notes that concerns nothing but words of a row."""
    return _WORDS + subject(model, key)


def touched_by(noted: Iterable[str]) -> set[str]:
    """Return the subjects that changes touched which noted these: a row that changed is also not there as it was."""
    touched = set()
    for each in noted:
        touched.update([each.removeprefix(_WORDS)] if each.startswith(_WORDS) else [each, _THERE + each])
    return touched


def subjects_of(model: type[Model], keys: Collection[object]) -> set[str]:
    return {subject(model, key) for key in keys if key is not None}


class Recorded(Model):
    """A row that is noted when it is loaded, and so are the rows it points to: that these are there, loaded or not."""

    class Meta:
        abstract = True

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any], **options: Any) -> Self:
        row = super().from_db(db, field_names, values, **options)
        recorded = _recorded.get()
        if recorded is not None:
            recorded.add(subject(cls, row.pk))
            loaded = row.__dict__
            for column, name in pointers(cls):
                if (key := loaded.get(column)) is not None:
                    recorded.add(f"{name}{key}")
        return row


@cache
def pointers(model: type[Model]) -> list[tuple[str, str]]:
    """Return the columns of a model that point to recorded rows, each with what their subjects begin with."""
    return [
        (field.attname, f"{_THERE}{field.related_model._meta.model_name}:")
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and issubclass(field.related_model, Recorded)
    ]
