"""Small changes of a figure, each saved by itself: its words, who is in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.text import slugify

from people.models import Person
from posts.models import Figure, FigurePerson

from .by_name import NAME_LENGTH, find_or_make
from .left_to_right import find_list, read_people
from .pictures import texts_with

WORDS = {"title": 300, "caption": 20_000, "alt": 5_000, "name": 100}


class EditRefused(Exception):
    """A change that is not made. The message says why, and what to do."""


class EditedElsewhere(EditRefused):
    """Another window changed the same thing since this one was loaded; `now` is what it is."""

    def __init__(self, field: str, now: Any) -> None:
        super().__init__(f"The {field} was changed in another window. Look at both and keep what is right.")
        self.now = now


@dataclass(frozen=True)
class Member:
    """A person in a picture: known by key, or new by name. `x` is a share of the width, from the left."""

    key: int | None = None
    name: str = ""
    x: float | None = None


def write(figure: Figure, field: str, words: str, before: str | None) -> None:
    """Set one of a figure's texts. `before` is what the writer saw: what is there by now must be that, or the same."""
    now = getattr(figure, field)
    words = words.replace("\r\n", "\n").strip()
    if words == now:
        return
    if before is not None and before.replace("\r\n", "\n").strip() != now.replace("\r\n", "\n").strip():
        raise EditedElsewhere(field, now)
    if len(words) > WORDS[field]:
        raise EditRefused(f"The {field} has {len(words)} characters, more than {WORDS[field]}. Shorten it.")
    if field == "name":
        words = _checked_name(figure, words)
    setattr(figure, field, words)
    figure.save()


def set_people(figure: Figure, members: Iterable[Member], before: list[int] | None = None) -> list[str]:
    """Make these the people in a figure, left to right; return the names of those made new.

    Who was tapped on is sorted in by where; who was not stays where they are in the list.
    """
    with transaction.atomic():
        rows = {row.person_id: row for row in figure.figure_people.select_for_update()}
        if before is not None and before != [row.person_id for row in sorted(rows.values(), key=_order)]:
            raise EditedElsewhere("list of people", None)
        made: list[str] = []
        wanted: dict[int, float | None] = {}
        for member in _sorted(list(members)):
            wanted.setdefault(_key_of(member, made), member.x)
        for key in rows.keys() - wanted.keys():
            rows[key].delete()
        for position, (key, x) in enumerate(wanted.items()):
            row = rows.get(key) or FigurePerson(figure=figure, person_id=key)
            if row.pk is None or (row.position, row.x) != (position, x):
                row.position, row.x = position, x
                row.save()
    return made


def read_names(figure: Figure) -> list[str]:
    """Read “Left to right: …” of a caption into the list of people; return the names that mean nobody here.

    Where everybody is known the words leave the caption, since a line is made of the list.
    """
    listed = find_list(figure.caption)
    if listed is None:
        return []
    people, unknown = read_people(listed.names)
    with transaction.atomic():
        if people:
            set_people(figure, [Member(person.pk) for person in people])
        if not unknown:
            figure.caption = listed.rest
            figure.save()
    return unknown


def _checked_name(figure: Figure, words: str) -> str:
    name = slugify(words, allow_unicode=True)
    if not name:
        raise EditRefused("A name is made of letters and numbers, such as stage-2.")
    if figure.trip.figures.filter(name=name).exclude(pk=figure.pk).exists():
        raise EditRefused(f"This trip has a figure called {name} already. Choose another name.")
    texts = ", ".join(str(day) for day in texts_with(figure))
    if texts:
        raise EditRefused(f"The text of {texts} shows it as ![](figure:{figure.name}). Change or remove that first.")
    return name


def _sorted(members: list[Member]) -> list[Member]:
    """Sort those with a place by it, around those without, who keep their number in the list."""
    placed = iter(sorted((member for member in members if member.x is not None), key=lambda member: member.x or 0))
    return [member if member.x is None else next(placed) for member in members]


def _key_of(member: Member, made: list[str]) -> int:
    """Return the key of a person, made if only a name is told."""
    if member.key is not None:
        if not Person.objects.filter(pk=member.key).exists():
            raise EditRefused("One of these people is not in this log any more. Reload the page.")
        return member.key
    name = " ".join(member.name.split())
    if not name or len(name) > NAME_LENGTH:
        raise EditRefused(f"A person's name has 1 to {NAME_LENGTH} characters.")
    if not Person.objects.filter(name__iexact=name).exists():
        made.append(name)
    key: int = find_or_make(Person, name).pk
    return key


def _order(row: FigurePerson) -> tuple[int, int]:
    return row.position, row.pk
