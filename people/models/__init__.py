"""Somebody met, and what they have a say in. Every model is imported from here."""

from .names import DifferentPeople, IgnoredName
from .person import Alias, FormerSlug, Person, PersonLink, PersonQuerySet, Visibility
from .secret import SecretLink
from .their_say import PersonalLink, Wish
from .union import Union

__all__ = [
    "Alias",
    "DifferentPeople",
    "FormerSlug",
    "IgnoredName",
    "Person",
    "PersonLink",
    "PersonQuerySet",
    "PersonalLink",
    "SecretLink",
    "Union",
    "Visibility",
    "Wish",
]
