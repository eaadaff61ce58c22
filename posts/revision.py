"""What follows from any change of content, in the transaction of that change.

The log's revision is raised and what was touched is noted, the trips it concerns are marked as updated, and references
are indexed.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from django.utils import timezone

from media.models import Photo
from media.recording import EVERYTHING, subject, words_of
from people.models import Alias, FormerSlug, Person, PersonLink

from . import index, slugs
from .changes import touch
from .concerns import concerned_by, concerned_by_members, named, slugs_of, updated, words_alone
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
from .models.prepared import columns_of, prepared
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
OTHERS: tuple[type[Model], ...] = (Log, Photo, Trip, Event, EventSeries, Place, Tag, Category, RetiredSlug)

# Marking more trips than these by name would take longer than making all pages anew.
MOST_TRIPS = 500

_within_one_change: ContextVar[bool] = ContextVar("within_one_change", default=False)


@contextmanager
def one_change() -> Iterator[None]:
    """Make everything within one transaction that raises the revision and indexes words once; for loading many things.

    The caller sets the trips' `updated_at`. One within another is part of that.
    """
    if _within_one_change.get():
        with transaction.atomic():
            yield
        return
    with transaction.atomic(), collected():
        token = _within_one_change.set(True)
        try:
            yield
        finally:
            _within_one_change.reset(token)
        touch({EVERYTHING})


def is_within_one_change() -> bool:
    return _within_one_change.get()


def connect() -> None:
    """Listen to every model that holds content."""
    listened_to: tuple[type[Model], ...] = (*PEOPLE, *OF_A_TRIP, *OTHERS)
    for model in listened_to:
        pre_save.connect(before_saving, sender=model, dispatch_uid=f"changing-{model._meta.label}")
        pre_delete.connect(before_deleting, sender=model, dispatch_uid=f"deleting-{model._meta.label}")
        post_save.connect(content_changed, sender=model, dispatch_uid=f"changed-{model._meta.label}")
        post_delete.connect(content_changed, sender=model, dispatch_uid=f"deleted-{model._meta.label}")
    for through in MEMBERSHIPS:
        m2m_changed.connect(members_changed, sender=through, dispatch_uid=f"members-{through.__name__}")
    for text in index.TEXTS:
        post_save.connect(text_saved, sender=text, dispatch_uid=f"text-{text.__name__}")
    addressed: tuple[type[Model], ...] = (Person, *slugs.KINDS)
    for model in addressed:
        pre_save.connect(slugs.remember_slug, sender=model, dispatch_uid=f"slug-{model._meta.label}")


def text_saved(instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """Index a text's references, and note which targets it names now or named before."""
    targets = index.rebuild(instance)
    if targets and not _within_one_change.get():
        touched = named(targets)
        if isinstance(instance, Day) and (names := {name for kind, name in targets if kind == "figure"}):
            # Figures of no day until now may have become this one's.
            figures = Figure.objects.filter(trip=instance.trip_id, name__in=names)
            touched |= concerned_by_members(Figure, list(figures.values_list("pk", flat=True)))
        touch(touched)


def before_saving(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """Keep what a row concerns as it is now, unless only words of it are going to change."""
    instance.concerned_before = None
    if instance.pk is None or _within_one_change.get():
        return
    before = sender._base_manager.filter(pk=instance.pk).first()
    if before is not None:
        alone = words_alone(before, instance)
        instance.concerned_before = {words_of(sender, instance.pk)} if alone else concerned_by(before)
        instance.changes_words_alone = alone


def before_deleting(sender: type[Model], instance: Any, origin: Any = None, **kwargs: Any) -> None:
    """Keep what a row concerns, unless it goes with something larger (`origin`), whose parts are kept with it."""
    if _within_one_change.get():
        return
    went_with = origin.model if isinstance(origin, QuerySet) else type(origin)
    goes_alone = went_with is sender or origin is None
    instance.concerned_before = concerned_by(instance) if goes_alone else {subject(sender, instance.pk)}


def content_changed(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """Note what a change of `instance` touched, and mark the trips that show it as updated."""
    if _within_one_change.get():
        return
    touched = instance.__dict__.pop("concerned_before", None) or set()
    is_gone = kwargs.get("signal") is post_delete
    if not is_gone and not instance.__dict__.pop("changes_words_alone", False):
        touched |= concerned_by(instance)
    touch(touched | _mark_updated(_trips_showing(sender, instance)))


def members_changed(action: str, instance: Any, model: type[Model], pk_set: set[int] | None, **kwargs: Any) -> None:
    """The same for events, speakers, people in a figure, tags and categories added or removed at once."""
    if _within_one_change.get():
        return
    if action == "pre_clear":
        instance.concerned_before = concerned_by(instance)
    elif action.startswith("post_"):
        touched = instance.__dict__.pop("concerned_before", None) or set()
        touched |= concerned_by_members(type(instance), [instance.pk]) | concerned_by_members(model, pk_set or ())
        own = [instance.pk] if isinstance(instance, Trip) else _trips_showing(type(instance), instance)
        touch(touched | _mark_updated(own))


def _trips_showing(sender: type[Model], instance: Any) -> Iterable[int]:
    """Return the keys of the trips that a row is a part of, or whose JSON it changes."""
    if sender in OF_A_TRIP:
        lookup, column = OF_A_TRIP[sender]
        key = getattr(instance, column)
        return [] if key is None else [key] if lookup == "pk" else _TRIPS_BY[lookup](key)
    if sender in PEOPLE:
        person = instance if isinstance(instance, Person) else instance.person
        return _trips_of(person.pk, slugs_of(person))
    return []


def _mark_updated(trips: Iterable[int]) -> set[str]:
    """Mark trips as updated and return the subjects of that."""
    keys = sorted(set(trips))
    for start in range(0, len(keys), MOST_TRIPS):
        Trip.objects.filter(pk__in=keys[start : start + MOST_TRIPS]).update(updated_at=timezone.now())
    return {updated(key) for key in keys} if len(keys) <= MOST_TRIPS else {EVERYTHING}


def trips_of(person: Person) -> Q:
    """The trips in which somebody appears: their JSON changes with the person's visibility."""
    return _appearing(person.pk, slugs_of(person))


def _appearing(person: int, slugs: list[str]) -> Q:
    mentions = Reference.objects.filter(kind="person", slug__in=slugs)
    return (
        Q(days__encounters__person=person)
        | Q(days__talks__speakers=person)
        | Q(figures__people=person)
        | Q(days__in=mentions.values("day"))
        | Q(figures__in=mentions.values("figure"))
        | Q(days__talks__in=mentions.values("talk"))
        | Q(pk__in=mentions.values("trip"))
    )


@prepared
def _trips_of(person: int, slugs: list[str]) -> QuerySet[Trip, int]:
    return Trip.objects.filter(_appearing(person, slugs)).order_by().values_list("pk", flat=True).distinct()


_TRIPS_BY = {lookup: columns_of(Trip, lookup, "pk") for lookup, _ in OF_A_TRIP.values() if lookup != "pk"}
