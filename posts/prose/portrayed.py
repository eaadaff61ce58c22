"""The line below a picture that says who is in it, made of the people themselves, so that it shows what they allow."""

import re

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from people.models import Person
from posts.left_to_right import find_list
from posts.models import Figure

from .references import find
from .targets import Targets

_MARKS = re.compile(r"([\\`*_\[\]<>])")


def line(figure: Figure, targets: Targets) -> SafeString:
    """Return “Left to right: Ada, Grace.”, or nothing where the caption tells it already."""
    people = _told_of(figure, targets)
    if not people:
        return SafeString()
    return format_html("{}: {}.", _words(people), format_html_join(", ", "{}", ((_shown(each),) for each in people)))


def line_source(figure: Figure, targets: Targets) -> str:
    """Return the same line as Markdown."""
    people = _told_of(figure, targets)
    return f"{_words(people)}: {', '.join(map(_source, people))}." if people else ""


def _told_of(figure: Figure, targets: Targets) -> tuple[Person, ...]:
    people = targets.portrayed.get(figure.pk, ())
    return () if find_list(figure.caption) or _are_named(figure, people, targets) else people


def _words(people: tuple[Person, ...]) -> str:
    return _("Left to right") if len(people) > 1 else _("In the picture")


def _are_named(figure: Figure, people: tuple[Person, ...], targets: Targets) -> bool:
    """Whether the words of a figure refer to each of the people by themselves."""
    named = {reference.slug for text in (figure.title, figure.caption) for reference in find(text)}
    keys = {targets.people[slug].pk for slug in named if slug in targets.people}
    return all(person.pk in keys for person in people)


def _shown(person: Person) -> str:
    if person.has_page:
        return format_html('<a class="person" href="{}">{}</a>', person.get_absolute_url(), person.name)
    return person.public_name


def _source(person: Person) -> str:
    name = _MARKS.sub(r"\\\1", person.public_name)
    return f"[{name}](person:{person.slug})" if person.has_page else name
