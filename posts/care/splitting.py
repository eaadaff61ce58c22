"""One person who turned out to be two: what belongs to the other goes over, piece by piece."""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils import timezone

from people.models import Alias, Person, PersonLink
from posts.index import TEXTS
from posts.models import Encounter, FigurePerson, Reference, TalkSpeaker, Trip
from posts.prose.retarget import Occurrence, occurrences, retarget
from posts.revision import one_change, trips_of
from posts.slugs import free_slug

# How many characters of the source around a reference are enough to know the passage again.
AROUND = 90
ROWS: dict[str, type[Model]] = {
    "encounter": Encounter,
    "talk": TalkSpeaker,
    "figure": FigurePerson,
    "link": PersonLink,
    "alias": Alias,
}


class SplitRefused(Exception):
    """A split that cannot be made; the message says why and what to do."""


@dataclass(frozen=True)
class Piece:
    """One thing that names or holds a person. `key` names it as long as it stays as it is."""

    key: str
    what: str
    where: str
    words: str


def pieces_of(person: Person) -> Iterator[Piece]:
    """Yield every passage that refers to somebody, and everything that is theirs."""
    for column, attribute, text in _texts(person):
        source = getattr(text, attribute)
        for occurrence in occurrences(source, "person", _slugs(person)):
            yield Piece(_key(column, text, source, occurrence), "passage", _where(text), _around(source, occurrence))
    for name, model in ROWS.items():
        for row in model._default_manager.filter(person=person).order_by("pk"):
            yield Piece(f"{name}-{row.pk}", str(model._meta.verbose_name), *_told(row))


def split(person: Person, name: str, keys: Collection[str]) -> Person:
    """Make somebody new, as visible as `person`, and give them the chosen pieces, in one transaction."""
    name = " ".join(name.split())
    if not name:
        raise SplitRefused("Give the name of the other person.")
    if not keys:
        raise SplitRefused(f"Choose at least one thing that belongs to {name}.")
    with one_change():
        known = {piece.key for piece in pieces_of(person)}
        if not set(keys) <= known:
            raise SplitRefused("Something chosen has changed meanwhile; look it over and choose again.")
        touched = list(Trip.objects.filter(trips_of(person)).values_list("pk", flat=True))
        other = Person.objects.create(
            name=name,
            slug=free_slug(Person, name),
            visibility=person.visibility,
            pseudonym=person.pseudonym,
            figures_withheld=person.figures_withheld,
        )
        _move_passages(person, other, keys)
        for row_name, model in ROWS.items():
            for row in model._default_manager.filter(person=person):
                if f"{row_name}-{row.pk}" in keys:
                    row.person = other  # type: ignore[attr-defined]
                    row.save()
        Trip.objects.filter(pk__in=touched).update(updated_at=timezone.now())
    return other


def _move_passages(person: Person, other: Person, keys: Collection[str]) -> None:
    slugs = _slugs(person)
    for column, attribute, text in _texts(person):
        source = getattr(text, attribute)
        chosen = {
            position
            for occurrence in occurrences(source, "person", slugs)
            if _key(column, text, source, occurrence) in keys
            for position in occurrence.positions
        }
        if chosen:
            setattr(text, attribute, retarget(source, "person", slugs, other.slug, only=chosen))
            text.save()


def _texts(person: Person) -> list[tuple[str, str, Any]]:
    named = Reference.objects.filter(kind="person", slug__in=_slugs(person))
    return [
        (column, attribute, text)
        for model, (column, attribute) in TEXTS.items()
        for text in model.objects.filter(pk__in=named.exclude(**{column: None}).values(column)).order_by("pk")
    ]


def _slugs(person: Person) -> list[str]:
    return [person.slug, *person.former_slugs.values_list("slug", flat=True)]


def _key(column: str, text: Model, source: str, occurrence: Occurrence) -> str:
    """Name an occurrence together with the text it stands in, so that it is not taken for another one later."""
    digest = hashlib.sha256(source.encode()).hexdigest()[:12]
    return f"{column}-{text.pk}-{occurrence.start}-{digest}"


def _where(text: Any) -> str:
    trip = text if isinstance(text, Trip) else getattr(text, "trip", None)
    return str(text) if trip is None or trip is text else f"{trip}, {text}"


def _around(source: str, occurrence: Occurrence) -> str:
    before = source[max(0, occurrence.start - AROUND) : occurrence.start]
    after = source[occurrence.end : occurrence.end + AROUND]
    return " ".join(f"{before}{source[occurrence.start : occurrence.end]}{after}".split())


def _told(row: Any) -> tuple[str, str]:
    """Return where a row is and what it says."""
    if isinstance(row, Encounter):
        return f"{row.day.trip}, {row.day}", row.get_role_display()
    if isinstance(row, TalkSpeaker):
        return "", str(row.talk)
    if isinstance(row, FigurePerson):
        return str(row.figure.trip), str(row.figure)
    return "", str(row)
