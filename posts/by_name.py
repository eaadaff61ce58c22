"""Somebody or something from just a name: found among those there are, or made."""

from typing import Any

from people.models import Person, Visibility

from .models import Event, Log, Place
from .slugs import free_slug

Named = Person | Place | Event
NAMED = (Person, Place, Event)
NAME_LENGTH = 200


def find_or_make(model: type[Named], name: str) -> Any:
    """Return the one of exactly this name, whatever its case, or a new one.

    New people start at the log's default visibility; hidden, where that is a pseudonym nobody has chosen yet.
    """
    name = " ".join(name.split())[:NAME_LENGTH].strip()
    known = model._default_manager.filter(name__iexact=name).order_by("pk").first()
    if known is not None:
        return known
    values: dict[str, Any] = {"name": name, "slug": free_slug(model, name)}
    if model is Person:
        default = Log.current().default_visibility
        values["visibility"] = Visibility.HIDDEN if default == Visibility.PSEUDONYM else default
    return model._default_manager.create(**values)
