"""Making cards in the background, whenever something that one shows has changed."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Model, Q
from django.db.models.signals import post_delete, post_save
from django_tasks import task

from media.models import Photo
from people.models import Person
from posts.models import Figure, FigurePerson, Log, Trip

from . import drawing
from .content import CardContent, content_of, storage

# Which trips' cards may look different after a change of something.
CONCERNED: dict[type[Model], Callable[[Any], Q]] = {
    Trip: lambda trip: Q(pk=trip.pk),
    Figure: lambda figure: Q(pk=figure.trip_id, cover=figure.pk),
    FigurePerson: lambda row: Q(cover=row.figure_id),
    Person: lambda person: Q(cover__people=person.pk),
    Photo: lambda photo: Q(cover__photo=photo.pk),
    Log: lambda log: Q(),
}


@task()
def make_card(trip_id: int) -> None:
    """Draw the card of a published trip, if there is none that says the same, and delete older ones."""
    trip = Trip.objects.published().for_card().filter(pk=trip_id).first()
    content = content_of(trip, Log.current()) if trip else None
    if content is None or not _is_missing(content):
        return
    storage().save(content.path, ContentFile(drawing.draw(content)))
    _remove(content.folder, keep=content.path)


def enqueue_missing(trips: Q | None = None) -> int:
    """Enqueue the cards that published trips lack, and return how many; also called when a worker starts."""
    log = Log.current()
    live = Trip.objects.published().for_card().filter(trips or Q()).distinct()
    missing = [trip.pk for trip in live if _is_missing(content_of(trip, log))]
    for trip_id in missing:
        make_card.enqueue(trip_id)
    return len(missing)


def connect() -> None:
    """Listen to what cards show."""
    for model in CONCERNED:
        post_save.connect(_changed, sender=model, dispatch_uid=f"card-{model._meta.label}")
    post_delete.connect(_changed, sender=FigurePerson, dispatch_uid="card-figure-person-deleted")
    post_delete.connect(_trip_deleted, sender=Trip, dispatch_uid="card-trip-deleted")


def _changed(sender: type[Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    concerned = CONCERNED[sender](instance)
    # Where enqueueing fails, the next start of a worker finds the card missing.
    transaction.on_commit(partial(enqueue_missing, concerned), robust=True)
    if isinstance(instance, Trip) and instance.status == "published" and not instance.is_live:
        later = make_card.using(run_after=instance.published_at)
        transaction.on_commit(partial(later.enqueue, instance.pk), robust=True)


def _trip_deleted(instance: Trip, **kwargs: Any) -> None:
    transaction.on_commit(partial(_remove, f"cards/{instance.uuid}"), robust=True)


def _is_missing(content: CardContent) -> bool:
    return drawing.is_drawable(content) and not storage().exists(content.path)


def _remove(folder: str, keep: str = "") -> None:
    try:
        names = storage().listdir(folder)[1]
    except FileNotFoundError:
        return
    for path in (f"{folder}/{name}" for name in names):
        if path != keep:
            storage().delete(path)
    if not keep:
        storage().delete(folder)
