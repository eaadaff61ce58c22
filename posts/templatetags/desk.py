"""What the desk's own pages show.

What makes it is imported when a page asks: the engine imports the tags of all pages before it draws the first one, and
neither the public pages nor the static site need the desk.
"""

from importlib import import_module
from typing import Any

from django import template
from django.template import RequestContext

from posts.models import Day

register = template.Library()


@register.inclusion_tag("admin/desk/_desk.html", takes_context=True)
def desk(context: RequestContext) -> dict[str, Any]:
    """Show what is in progress, where somebody left off, and what is to be sorted."""
    overview = import_module("posts.admin.desk").overview
    return overview(context["user"]) | {"perms": context["perms"]}


@register.simple_tag
def picture_cards(day: Day) -> list[dict[str, Any]]:
    """Return what the card of each of a day's figures shows, in order."""
    card_context = import_module("posts.admin.figure_cards").card_context
    figures = day.figures.select_related("trip", "day__trip", "photo").order_by("position", "id")
    return [card_context(figure) for figure in figures.prefetch_related("figure_people__person")]
