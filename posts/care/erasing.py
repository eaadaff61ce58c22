"""Erasing somebody for good: from the texts, the pictures, the programme, the versions and the search."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Literal

from django.contrib.admin.models import LogEntry
from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone
from reversion.models import Revision, Version

from media.blurring import blur
from media.files import no_orphans, remove
from media.models import Photo
from people.models import IgnoredName, Person, Union, Visibility
from posts.changes import forget_what_was
from posts.deletions import forget
from posts.models import (
    Capture,
    Day,
    Deletion,
    Draft,
    Encounter,
    Event,
    Figure,
    IgnoredInTrip,
    ImportReview,
    Place,
    SearchEntry,
    SearchWord,
    Talk,
    Trip,
)
from posts.prose.unnamed import without_names, without_person
from posts.revision import one_change, trips_of
from posts.search.words import words_of

Pictures = Literal["remove", "blur", "keep"]
# Every field that somebody writes words into. Those that hold Markdown hold references, too.
WRITTEN: dict[type[Model], tuple[str, ...]] = {
    Trip: ("title", "summary", "location"),
    Day: ("title", "body"),
    Figure: ("title", "caption", "alt"),
    Talk: ("title", "abstract", "notes", "private_note"),
    Encounter: ("affiliation", "private_note", "follow_up"),
    Event: ("name", "about"),
    Place: ("name", "about", "private_note"),
    Person: ("affiliation", "about", "private_note"),
    Capture: ("text",),
}


@dataclass
class Erased:
    """What was done, for the writer to read."""

    name: str
    texts: int = 0
    pictures: int = 0
    versions: int = 0


def names_of(person: Person) -> list[str]:
    """Return every name that the log knows for somebody, but for single words that may mean others, too."""
    names = [person.name, *person.aliases.values_list("name", flat=True)]
    return [name for name in dict.fromkeys(names) if " " in name.strip() or _is_theirs_alone(name, person)]


def erase(person: Person, pictures: Pictures, words: str = "", names: Collection[str] | None = None) -> Erased:
    """Take somebody out of the log, in one transaction; there is no way back.

    References become `words`, such as “a friend”, or “someone” without any; so do the `names`, `names_of(person)`
    unless told otherwise, wherever they stand as words. Pictures that show them are removed with their originals,
    blurred (the original goes, too), or kept without the name. Versions, drafts, deletions, unions and the admin's log
    forget them.
    """
    nobody = Person(visibility=Visibility.PSEUDONYM if words else Visibility.HIDDEN, pseudonym=words)
    written = names_of(person) if names is None else list(names)
    erased = Erased(person.name)
    slugs = [person.slug, *person.former_slugs.values_list("slug", flat=True)]
    searched = set(words_of(" ".join([person.name, *person.aliases.values_list("name", flat=True)])))
    with no_orphans(), one_change():
        touched = list(Trip.objects.filter(trips_of(person)).values_list("pk", flat=True))
        rows = _rows_of(person)
        erased.texts = _rewrite(slugs, written, nobody, besides=person)
        for figure in Figure.objects.filter(people=person).select_related("photo"):
            erased.pictures += _treat(figure, person, pictures)
        portrait = person.portrait
        person.delete()
        if portrait is not None and pictures != "keep":
            _remove_unused(portrait)
        erased.versions = _forget(rows, slugs, written)
        Trip.objects.filter(pk__in=touched).update(updated_at=timezone.now())
        forget_what_was()
    _forget_words(searched)
    return erased


def _rewrite(slugs: Collection[str], names: Collection[str], nobody: Person, besides: Person) -> int:
    """Rewrite every text that refers to somebody or holds one of the names; return how many there were."""
    count = 0
    for model, fields in WRITTEN.items():
        mentioned = Q()
        for name in fields:
            for words in [*(f"person:{slug}" for slug in slugs), *(written.split()[0] for written in names)]:
                mentioned |= Q(**{f"{name}__contains": words})
        for row in model._default_manager.filter(mentioned):
            if row == besides:
                continue
            before = {name: getattr(row, name) for name in fields}
            after = {
                name: without_names(without_person(text, slugs, nobody), names, nobody) for name, text in before.items()
            }
            if after != before:
                for name, text in after.items():
                    setattr(row, name, text)
                row.save()
                count += 1
    return count


def _treat(figure: Figure, person: Person, pictures: Pictures) -> int:
    """Do with a figure that shows somebody as was chosen; return 1 where its picture went."""
    photo = figure.photo
    if pictures == "keep" or photo is None:
        return 0
    if pictures == "remove":
        figure.photo = None
        figure.save()
    else:
        taps = figure.figure_people.filter(person=person, x__isnull=False).values_list("x", flat=True)
        figure.photo = blur(photo, [x for x in taps if x is not None])
        figure.save()
    _remove_unused(photo)
    return 1


def _remove_unused(photo: Photo) -> None:
    if not photo.figures.exists() and not Person.objects.filter(portrait=photo).exists():
        remove(photo)


def _rows_of(person: Person) -> list[tuple[type[Model], Any]]:
    """Return the rows that are about somebody alone, and go with them."""
    related = (person.aliases, person.links, person.encounters, person.talk_speakers, person.figure_people)
    rows: list[tuple[type[Model], Any]] = [(Person, person.pk)]
    for manager in related:
        rows += [(manager.model, key) for key in manager.values_list("pk", flat=True)]
    return rows


def _forget(rows: list[tuple[type[Model], Any]], slugs: Collection[str], names: Collection[str]) -> int:
    """Take somebody out of all that is kept beside the log itself; return how many versions went."""
    told = Q()
    for words in [*(f"person:{slug}" for slug in slugs), *names]:
        told |= Q(serialized_data__contains=words)
    count = Version.objects.count()
    forget(rows)
    forget((version.content_type.model_class(), version.object_id) for version in Version.objects.filter(told))
    for name in names:
        Revision.objects.filter(comment__contains=name).update(comment="")
        Deletion.objects.filter(label__contains=name).delete()
        LogEntry.objects.filter(Q(object_repr__contains=name) | Q(change_message__contains=name)).delete()
    for draft in Draft.objects.all():
        if any(words in str(draft.values) for words in [*(f"person:{slug}" for slug in slugs), *names]):
            draft.delete()
    for union in Union.objects.all():
        if any(name in f"{union.merged_name} {union.before}" for name in names):
            union.delete()
    _remove_reviews()
    lowered = {name.casefold() for name in names}
    for model in (IgnoredName, IgnoredInTrip):
        for ignored in model._default_manager.all():
            if ignored.name.casefold() in lowered:
                ignored.delete()
    return count - Version.objects.count()


def _remove_reviews() -> None:
    """Remove what is on its way in, with its files: nobody has looked yet whom it names."""
    for review in ImportReview.objects.all():
        review.source.delete(save=False)
        review.delete()


def _forget_words(words: Collection[str]) -> None:
    """Stop proposing words as better spellings that nothing in the log holds any more."""
    with transaction.atomic():
        for word in words:
            if not SearchEntry.objects.filter(Q(words__contains=word) | Q(title_words__contains=word)).exists():
                SearchWord.objects.filter(word=word).delete()


def _is_theirs_alone(name: str, person: Person) -> bool:
    first = Q(name__iexact=name) | Q(name__istartswith=f"{name} ") | Q(aliases__name__iexact=name)
    return not Person.objects.exclude(pk=person.pk).filter(first).exists()
