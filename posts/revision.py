"""What follows from any change of content, in the transaction of that change.

The log's revision is raised, the trips it concerns are marked as updated, and references are indexed.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django.db.models import Model, Q
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.utils import timezone

from media.models import Photo
from people.models import Alias, FormerSlug, Person, PersonLink

from . import index, slugs
from .models import (
    CategorizedTrip,
    Category,
    Day,
    Encounter,
    Event,
    EventSeries,
    Figure,
    FigurePerson,
    Log,
    Place,
    Reference,
    RetiredSlug,
    Tag,
    TaggedTrip,
    Talk,
    TalkLink,
    TalkSpeaker,
    Trip,
)
from .search.index import collected

PEOPLE: tuple[type[Model], ...] = (Person, Alias, PersonLink, FormerSlug)
# How a part of a trip finds it: a lookup from the trip, and the part's own column that it is looked up with.
OF_A_TRIP: dict[type[Model], tuple[str, str]] = {
    Day: ("pk", "trip_id"),
    Figure: ("pk", "trip_id"),
    TaggedTrip: ("pk", "content_object_id"),
    CategorizedTrip: ("pk", "content_object_id"),
    Encounter: ("days", "day_id"),
    Talk: ("days", "day_id"),
    TalkSpeaker: ("days__talks", "talk_id"),
    TalkLink: ("days__talks", "talk_id"),
    FigurePerson: ("figures", "figure_id"),
}
MEMBERSHIPS = (Trip.events.through, Talk.speakers.through, Figure.people.through, TaggedTrip, CategorizedTrip)
OTHERS: tuple[type[Model], ...] = (Photo, Trip, Event, EventSeries, Place, Tag, Category, RetiredSlug)

_within_one_change: ContextVar[bool] = ContextVar("within_one_change", default=False)


@contextmanager
def one_change() -> Iterator[None]:
    """Make everything within one transaction that raises the revision and indexes words once; for loading many things.

    The caller sets the trips' `updated_at`.
    """
    with transaction.atomic(), collected():
        token = _within_one_change.set(True)
        try:
            yield
        finally:
            _within_one_change.reset(token)
        Log.raise_revision()


def connect() -> None:
    """Listen to every model that holds content."""
    for model in (*PEOPLE, *OF_A_TRIP, *OTHERS):
        post_save.connect(content_changed, sender=model, dispatch_uid=f"changed-{model._meta.label}")
        post_delete.connect(content_changed, sender=model, dispatch_uid=f"deleted-{model._meta.label}")
    post_save.connect(log_changed, sender=Log, dispatch_uid="log-changed")
    for through in MEMBERSHIPS:
        m2m_changed.connect(members_changed, sender=through, dispatch_uid=f"members-{through.__name__}")
    for text in index.TEXTS:
        post_save.connect(text_saved, sender=text, dispatch_uid=f"text-{text.__name__}")
    addressed: tuple[type[Model], ...] = (Person, *slugs.KINDS)
    for model in addressed:
        pre_save.connect(slugs.remember_slug, sender=model, dispatch_uid=f"slug-{model._meta.label}")


def text_saved(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    index.rebuild(instance)


def log_changed(**kwargs: Any) -> None:
    if not _within_one_change.get():
        Log.raise_revision()


def content_changed(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """Raise the revision, and mark the trips that show `instance` as updated."""
    if _within_one_change.get():
        return
    Log.raise_revision()
    if sender in OF_A_TRIP:
        lookup, column = OF_A_TRIP[sender]
        if (key := getattr(instance, column)) is not None:
            _touch(Q(**{lookup: key}))
    elif sender in PEOPLE:
        _touch(trips_of(instance if isinstance(instance, Person) else instance.person))


def members_changed(action: str, instance: Any, **kwargs: Any) -> None:
    """The same for events, speakers, people in a figure, tags and categories added or removed at once."""
    if action.startswith("post_"):
        content_changed(sender=type(instance), instance=instance)
        if isinstance(instance, Trip) and not _within_one_change.get():
            _touch(Q(pk=instance.pk))


def _touch(trips: Q) -> None:
    Trip.objects.filter(pk__in=Trip.objects.filter(trips).values("pk")).update(updated_at=timezone.now())


def trips_of(person: Person) -> Q:
    """The trips in which somebody appears: their JSON changes with the person's visibility."""
    slugs_of_person = [person.slug, *person.former_slugs.values_list("slug", flat=True)]
    mentions = Reference.objects.filter(kind="person", slug__in=slugs_of_person)
    return (
        Q(days__encounters__person=person)
        | Q(days__talks__speakers=person)
        | Q(figures__people=person)
        | Q(days__in=mentions.values("day"))
        | Q(figures__in=mentions.values("figure"))
        | Q(days__talks__in=mentions.values("talk"))
        | Q(pk__in=mentions.values("trip"))
    )
