"""Tables of a text: each scrolls by itself where it is wider than the page, for fingers and for the keyboard."""

import itertools
import re

from django.utils.html import format_html
from django.utils.translation import gettext as _

_OPENING = re.compile(r"<table(?=[\s>])")


def in_regions(safe_html: str, section: str) -> str:
    """Return sanitised HTML with every table in a region that can be focused and scrolled.

    Regions are told apart by their name: the table's number in its text, and the text's `section`.
    """
    if "<table" not in safe_html:
        return safe_html
    numbers = itertools.count(1)
    where = section.removeprefix("day-")

    def open_region(table: re.Match[str]) -> str:
        name = _("Table %(number)d") % {"number": next(numbers)}
        label = f"{name}, {where}" if where else name
        return format_html('<div class="table-scroll" role="region" tabindex="0" aria-label="{}">', label) + table[0]

    # What comes from the sanitizer closes every table it opens.
    return _OPENING.sub(open_region, safe_html).replace("</table>", "</table></div>")
