"""Which entries a change concerns: the changed thing's own, and those that took words from it."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.db.models.signals import m2m_changed, post_delete, post_save

from people.models import Alias, FormerSlug, Person
from posts.models import (
    CategorizedTrip,
    Category,
    Day,
    Encounter,
    Event,
    EventSeries,
    Figure,
    FigurePerson,
    SearchSource,
    Tag,
    TaggedTrip,
    Talk,
    TalkSpeaker,
    Trip,
)

from .documents import dates_of, shown_of
from .index import MODELS, Thing, mark

# Parts of a thing, and the column of the part that holds the thing's key.
PARTS: dict[type[Model], tuple[type[Model], str]] = {
    Alias: (Person, "person_id"),
    CategorizedTrip: (Trip, "content_object_id"),
    Encounter: (Day, "day_id"),
    TaggedTrip: (Trip, "content_object_id"),
    TalkSpeaker: (Talk, "talk_id"),
}
# How others show a thing: where that stays, their entries do.
SHOWN: dict[type[Model], Callable[[Any], str]] = {
    Category: lambda category: category.name,
    Day: lambda day: str(day.date),
    Event: lambda event: event.name,
    EventSeries: lambda series: series.name,
    Tag: lambda tag: tag.name,
    Trip: dates_of,
}
MEMBERSHIPS = (Trip.events.through, Talk.speakers.through, Figure.people.through)
LISTENED_TO: set[type[Model]] = {*MODELS, *PARTS, *SHOWN, Figure, FigurePerson, FormerSlug}


def connect() -> None:
    """Listen to everything that words are taken from, after the index of references."""
    for model in LISTENED_TO:
        post_save.connect(saved, sender=model, dispatch_uid=f"search-saved-{model._meta.label}")
        post_delete.connect(deleted, sender=model, dispatch_uid=f"search-deleted-{model._meta.label}")
    for through in MEMBERSHIPS:
        m2m_changed.connect(members_changed, sender=through, dispatch_uid=f"search-members-{through.__name__}")


def saved(sender: type[Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    mark({*_own(sender, instance), *_others(sender, instance, is_gone=False)})


def created(model: type[Model], rows: Sequence[Any]) -> None:
    """Mark what new rows of one model show on; texts may have named somebody before they were here."""
    things = set().union(*(_own(model, row) for row in rows))
    if model is Person:
        things |= _depending(Q(kind="person", key__in=[person.slug for person in rows]))
    mark(things)


def deleted(sender: type[Model], instance: Any, origin: Any = None, **kwargs: Any) -> None:
    """What goes with something larger (`origin`) leaves that thing's entry alone: it goes next."""
    went_with = origin.model if isinstance(origin, QuerySet) else type(origin)
    if went_with is sender or sender is FormerSlug:
        mark({*_own(sender, instance), *_others(sender, instance, is_gone=True)})
    elif sender in MODELS:
        mark({(MODELS[sender], instance.pk)})


def members_changed(action: str, instance: Any, model: type[Model], pk_set: set[int] | None, **kwargs: Any) -> None:
    """The same for events of a trip, speakers of a talk and people in a figure, added or removed at once."""
    if not action.startswith("post_"):
        return
    saved(type(instance), instance)
    if isinstance(instance, Person | Event):
        for thing in model._default_manager.filter(pk__in=pk_set or ()):
            saved(model, thing)
        key = instance.slug if isinstance(instance, Person) else instance.pk
        mark(_depending(Q(kind=instance._meta.model_name, key=key)))


def _own(sender: type[Model], instance: Any) -> set[Thing]:
    """Return the entries whose page a change shows on by itself."""
    if sender in PARTS:
        whole, column = PARTS[sender]
        return {(MODELS[whole], getattr(instance, column))}
    if sender is Figure:
        return _holder(instance)
    if sender is FigurePerson:
        return _depending(Q(kind="figure", key=instance.figure_id))
    own = {(MODELS[sender], instance.pk)} if sender in MODELS else set()
    # A text that is saved may take figures from the trip, and a section deleted leaves them to it.
    return own | ({(MODELS[Trip], instance.trip_id)} if sender is Day else set())


def _holder(figure: Figure) -> set[Thing]:
    return {(MODELS[Day], figure.day_id) if figure.day_id else (MODELS[Trip], figure.trip_id)}


def _others(sender: type[Model], instance: Any, is_gone: bool) -> set[Thing]:
    """Return the entries that took words from something, where it is shown differently now."""
    if sender is Figure:
        return _depending(Q(kind="figure", key=instance.pk))
    if sender is Person:
        slugs = {instance.slug, *FormerSlug.objects.filter(person=instance.pk).values_list("slug", flat=True)}
        return _showing("person", slugs, "" if is_gone else shown_of(instance))
    if sender is FormerSlug:
        return _showing("person", {instance.slug}, "" if is_gone else shown_of(instance.person))
    if sender in SHOWN:
        return _showing(sender._meta.model_name or "", {instance.pk}, "" if is_gone else SHOWN[sender](instance))
    return set()


def _showing(kind: str, keys: Iterable[object], shown: str) -> set[Thing]:
    return _depending(Q(kind=kind, key__in=[str(key) for key in keys]) & ~Q(shown=shown))


def _depending(condition: Q) -> set[Thing]:
    return set(SearchSource.objects.filter(condition).values_list("entry__kind", "entry__key"))
