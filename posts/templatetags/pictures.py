"""The cards of a day's pictures, on the day's page."""

from typing import Any

from django import template

from posts.admin.figure_cards import card_context
from posts.models import Day

register = template.Library()


@register.simple_tag
def picture_cards(day: Day) -> list[dict[str, Any]]:
    """Return what the card of each of a day's figures shows, in order."""
    figures = day.figures.select_related("trip", "day__trip", "photo").order_by("position", "id")
    return [card_context(figure) for figure in figures.prefetch_related("figure_people__person")]
