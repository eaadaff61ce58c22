"""The line below a picture that says who is in it, made of the people themselves, so that it shows what they allow."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from people.models import Person
from posts.left_to_right import find_list
from posts.models import Figure

from .references import find
from .targets import Targets


def line(figure: Figure, targets: Targets) -> SafeString:
    """Return “Left to right: Ada, Grace.”, or nothing where the caption tells it already."""
    people = targets.portrayed.get(figure.pk, ())
    if not people or find_list(figure.caption) or _are_named(figure, people, targets):
        return SafeString()
    words = _("Left to right") if len(people) > 1 else _("In the picture")
    return format_html("{}: {}.", words, format_html_join(", ", "{}", ((_shown(person),) for person in people)))


def _are_named(figure: Figure, people: tuple[Person, ...], targets: Targets) -> bool:
    """Whether the words of a figure refer to each of the people by themselves."""
    named = {reference.slug for text in (figure.title, figure.caption) for reference in find(text)}
    keys = {targets.people[slug].pk for slug in named if slug in targets.people}
    return all(person.pk in keys for person in people)


def _shown(person: Person) -> str:
    if person.has_page:
        return format_html('<a class="person" href="{}">{}</a>', person.get_absolute_url(), person.name)
    return person.public_name
