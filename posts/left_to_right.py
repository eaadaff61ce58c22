"""Captions that say who stands where: “Left to right: Ada, Grace.”"""

import re
from dataclasses import dataclass

from people.models import Person

_WORDS = re.compile(
    r"[ \t]*\b(?:from )?(?:left to right|l\.? ?to r\.?|von links nach rechts|de gauche à droite|de izquierda a derecha)"
    r"\b[:,]?\s*",
    re.IGNORECASE,
)
# A sentence ends with a full stop that does not belong to an initial or to an address.
_END = re.compile(r"(?<![ (\[]\w)(?<!^\w)\.(?=\s|$)|\n|$")
_BETWEEN = re.compile(r"\s*(?:,\s*(?:and|und|et|y)\s|[,;&]|\b(?:and|und|et|y)\b)\s*")
_REFERENCE = re.compile(r"\[([^\]]*)\]\(\s*person:([^)\s]+)[^)]*\)")
_LINK = re.compile(r"\[([^\]]*)\]\([^()]*\)")


@dataclass(frozen=True)
class Named:
    """Somebody as a caption names them; the slug is empty where the name is no reference."""

    name: str
    slug: str = ""


@dataclass(frozen=True)
class Listed:
    """A list of who stands where, and the caption without it."""

    names: tuple[Named, ...]
    rest: str


def find_list(caption: str) -> Listed | None:
    """Return the list of people that a caption holds, or None."""
    words = _WORDS.search(caption)
    if words is None:
        return None
    end = _END.search(caption, words.end())
    stop = end.start() if end else len(caption)
    names = tuple(filter(None, map(_named, _BETWEEN.split(caption[words.end() : stop]))))
    before, after = caption[: words.start()].rstrip(), caption[stop:].removeprefix(".").strip()
    return Listed(names, f"{before} {after}".strip()) if names else None


def read_people(names: tuple[Named, ...]) -> tuple[list[Person], list[str]]:
    """Return the people whom names mean, in order, and the names that mean nobody here, or more than one."""
    people: list[Person] = []
    unknown: list[str] = []
    for named in names:
        if named.slug:
            found = list(Person.objects.filter(slug=named.slug))
        else:
            found = list(Person.objects.filter(name__iexact=named.name))
            found = found or list(Person.objects.filter(aliases__name__iexact=named.name).distinct())
        if len(found) == 1:
            people.append(found[0])
        else:
            unknown.append(named.name)
    return list(dict.fromkeys(people)), unknown


def _named(text: str) -> Named | None:
    reference = _REFERENCE.search(text)
    if reference:
        return Named(reference[1].strip(), reference[2])
    name = _LINK.sub(r"\1", text).strip(" .*_\n\t")
    return Named(name) if name else None
