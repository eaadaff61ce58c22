"""Making cards in the background, whenever something that one shows has changed."""

from collections import defaultdict
from collections.abc import Callable
from functools import partial, reduce
from operator import or_
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Model, Q
from django.db.models.signals import post_delete, post_save
from django_tasks import task

from media.models import Photo
from people.models import Person
from posts.models import Figure, FigurePerson, Log, Trip
from posts.revision import is_within_one_change

from . import drawing
from .content import CardContent, content_of, storage

# How a trip finds what its card shows: a lookup and the value that it has for something that changed.
CONCERNED: dict[type[Model], Callable[[Any], tuple[str, int]]] = {
    Trip: lambda trip: ("pk", trip.pk),
    Figure: lambda figure: ("cover", figure.pk),
    FigurePerson: lambda row: ("cover", row.figure_id),
    Person: lambda person: ("cover__people", person.pk),
    Photo: lambda photo: ("cover__photo", photo.pk),
}
# Looking for more by their keys would take longer than looking at all trips.
MOST_CONCERNED = 500


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
    # SQLite takes a thousand covers at once at the most.
    missing = [trip.pk for trip in live.iterator(chunk_size=200) if _is_missing(content_of(trip, log))]
    for trip_id in missing:
        make_card.enqueue(trip_id)
    return len(missing)


def connect() -> None:
    """Listen to what cards show."""
    models: tuple[type[Model], ...] = (*CONCERNED, Log)
    for model in models:
        post_save.connect(_changed, sender=model, dispatch_uid=f"card-{model._meta.label}")
    post_delete.connect(_changed, sender=FigurePerson, dispatch_uid="card-figure-person-deleted")
    post_delete.connect(_trip_deleted, sender=Trip, dispatch_uid="card-trip-deleted")


def _changed(sender: type[Model], instance: Any, raw: bool = False, **kwargs: Any) -> None:
    _Missing.after_this_change().add(None if sender is Log else CONCERNED[sender](instance))
    if isinstance(instance, Trip) and instance.status == "published" and not instance.is_live:
        later = make_card.using(run_after=instance.published_at)
        transaction.on_commit(partial(later.enqueue, instance.pk), robust=True)


class _Missing:
    """Enqueues the cards that a change has left missing, once it is committed.

    Where that fails, the next start of a worker finds them.
    """

    def __init__(self, is_shared: bool = False) -> None:
        self._is_shared = is_shared
        self._concerned: dict[str, set[int]] = defaultdict(set)
        self._is_all = False

    @classmethod
    def after_this_change(cls) -> "_Missing":
        """Return one that is going to be called: of many things that are loaded together all share one."""
        if not is_within_one_change():
            return cls()
        called = (getattr(entry[1], "__self__", None) for entry in transaction.get_connection().run_on_commit)
        return next((each for each in called if isinstance(each, cls) and each._is_shared), cls(is_shared=True))

    def add(self, concerned: tuple[str, int] | None) -> None:
        """Look at the trips that a lookup finds, or at all."""
        is_new = not self._concerned and not self._is_all
        if concerned is None:
            self._is_all = True
        else:
            self._concerned[concerned[0]].add(concerned[1])
        if is_new:  # without a transaction it is called at once
            transaction.on_commit(self.enqueue, robust=True)

    def enqueue(self) -> None:
        if self._is_all or sum(map(len, self._concerned.values())) > MOST_CONCERNED:
            enqueue_missing()
        else:
            conditions = (Q(**{f"{lookup}__in": keys}) for lookup, keys in self._concerned.items())
            enqueue_missing(reduce(or_, conditions))


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
