"""Keeping the index: what was marked is indexed anew, at once or when the change it is part of is complete."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import transaction

from people.models import Person
from posts.models import Day, Event, Place, SearchEntry, SearchKind, SearchSource, SearchWord, Talk, Trip

from .documents import Document, documents
from .words import words_of

# Something that can be found: its kind and its primary key.
Thing = tuple[str, int]

MODELS: dict[type[Any], SearchKind] = {
    Trip: SearchKind.TRIP,
    Day: SearchKind.DAY,
    Talk: SearchKind.TALK,
    Event: SearchKind.EVENT,
    Person: SearchKind.PERSON,
    Place: SearchKind.PLACE,
}
BATCH = 100
# A novel. PostgreSQL's vectors hold a megabyte at most.
MAX_WORDS_LENGTH = 200_000

_marked: ContextVar[set[Thing] | None] = ContextVar("marked", default=None)


@contextmanager
def collected() -> Iterator[None]:
    """Index whatever is marked meanwhile once, at the end, in the caller's transaction; not after an error."""
    if _marked.get() is not None:
        yield
        return
    marked: set[Thing] = set()
    token = _marked.set(marked)
    try:
        yield
    finally:
        _marked.reset(token)
    index(marked)


def mark(things: Iterable[Thing]) -> None:
    """Have things indexed anew, because something their words are made of has changed."""
    marked = _marked.get()
    if marked is None:
        index(things)
    else:
        marked.update(things)


def mark_trip(trip: Trip) -> None:
    """Have a trip and everything told in it indexed anew, after a change to its parts that sends no signals."""
    days = list(trip.days.values_list("pk", flat=True))
    talks = Talk.objects.filter(day__in=days).values_list("pk", flat=True)
    mark({(SearchKind.TRIP, trip.pk), *((SearchKind.DAY, pk) for pk in days), *((SearchKind.TALK, pk) for pk in talks)})


def mark_people(people: Iterable[Person]) -> None:
    """The same for people's names."""
    mark({(SearchKind.PERSON, person.pk) for person in people})


def index(things: Iterable[Thing]) -> None:
    """Make the entries of things what they should be now: those of things that are gone are removed."""
    keys_by_kind: dict[str, set[int]] = defaultdict(set)
    for kind, key in things:
        keys_by_kind[kind].add(key)
    for kind, keys in sorted(keys_by_kind.items()):
        ordered = sorted(keys)
        for start in range(0, len(ordered), BATCH):
            batch = ordered[start : start + BATCH]
            with transaction.atomic(savepoint=False):
                write(kind, batch, documents(kind, batch))


def is_missing() -> bool:
    """Return whether there is something to index and nothing is indexed, as in a log from before there was an index."""
    return Trip.objects.exists() and not SearchEntry.objects.exists()


def rebuild(progress: Callable[[int, int], None] = lambda done, total: None) -> int:
    """Make the whole index anew in one transaction and return the number of entries.

    `progress` is told how many things of how many are done.
    """
    things = [(kind.value, key) for model, kind in MODELS.items() for key in model.objects.values_list("pk", flat=True)]
    with transaction.atomic():
        SearchEntry.objects.all().delete()
        SearchWord.objects.all().delete()
        for start in range(0, len(things), BATCH):
            index(things[start : start + BATCH])
            progress(min(start + BATCH, len(things)), len(things))
        return SearchEntry.objects.count()


def write(kind: str, keys: Iterable[int], made: Iterable[Document]) -> None:
    """Replace the entries of some things by those made of documents, all of one kind."""
    made = list(made)
    if gone := set(keys) - {document.key for document in made}:
        SearchEntry.objects.filter(kind=kind, key__in=gone).delete()
    entries = [_entry(kind, document) for document in made]
    changing = ["year", "title", "text", "title_words", "words"]
    SearchEntry.objects.bulk_create(
        entries, update_conflicts=True, unique_fields=["kind", "key"], update_fields=changing
    )
    SearchSource.objects.filter(entry__in=entries).delete()
    SearchSource.objects.bulk_create(
        SearchSource(entry=entry, kind=source, key=key, shown=shown)
        for entry, document in zip(entries, made, strict=True)
        for (source, key), shown in document.sources.items()
    )
    words = {word for entry in entries for word in f"{entry.title_words} {entry.words}".split()}
    SearchWord.objects.bulk_create((SearchWord(word=word) for word in sorted(words)), ignore_conflicts=True)


def _entry(kind: str, document: Document) -> SearchEntry:
    text = "\n".join(document.passages)
    return SearchEntry(
        kind=kind,
        key=document.key,
        year=document.year,
        title=document.title,
        text=text,
        title_words=" ".join(words_of(document.title)),
        words=" ".join(words_of(text))[:MAX_WORDS_LENGTH],
    )
