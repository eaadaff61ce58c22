"""Dates, times, addresses and line colours as the public pages show them."""

import datetime
import re
from collections.abc import Hashable
from functools import lru_cache, partial

from django import template
from django.utils import formats, timezone
from django.utils.dateformat import format as format_date
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from people.addresses import page_address
from people.models import Person, PersonLink
from posts.directions import is_right_to_left
from posts.lines import line_of
from posts.models import Trip
from posts.prose.parts import part

register = template.Library()

# Places of a person's own, where a link back proves that this page is about the same person.
WRITTEN_BY_THEM = {PersonLink.Kind.SITE, PersonLink.Kind.MASTODON, PersonLink.Kind.GITHUB}
MAIN_PAGES = ("people", "talks", "events", "places", "archive", "search")
_DECORATION = re.compile(r"^(mailto:|https?://(www\.)?)|/$", re.IGNORECASE)
# With the stop that makes it an ordinal number in many languages: 14.–18. März.
_DAY_OF_MONTH = re.compile(r"(?<!\\)[jd](\.?)")


@register.filter
def line(trip: Trip) -> str:
    """Return the class of the colour a trip has, as a line has on a metro map."""
    return line_of(trip)


@register.filter
def direction(language: str) -> str:
    """Return the `dir` of a text in a trip's language: what is not said to run to the left shows it by itself."""
    return "rtl" if is_right_to_left(language) else "auto"


@register.filter
def web_address(url: str) -> str:
    """Return an address of the web, or nothing: an imported log can hold `javascript:` where a link should be."""
    return url if url.lower().startswith(("http://", "https://")) else ""


@register.filter
def bare_address(url: str) -> str:
    """Return an address as people write it down: without its scheme and what else every address has."""
    return _DECORATION.sub("", url)


@register.filter
def rel_of(link: PersonLink) -> str:
    """Return what a link on somebody's own page says: that they are who is found there, where only they write."""
    return "me external noopener" if link.kind in WRITTEN_BY_THEM else "external noopener"


@register.simple_tag(name="part")
def drawn_part(template: str, **given: Hashable) -> SafeString:
    """Show a part that depends on what it is given alone, and is drawn once."""
    return part(template, **given)


@register.filter
def main_page(path: str) -> str:
    """Return the path of a page that the navigation leads to, or nothing."""
    return path if path == page_address("home") or path in map(page_address, MAIN_PAGES) else ""


@register.filter
def linked(person: Person) -> str:
    """Return somebody's name with a link to their page, or what stands for them in public."""
    if not person.has_page:
        return person.public_name
    return _link_to(person.get_absolute_url(), person.name)


@lru_cache(maxsize=4096)
def _link_to(address: str, name: str) -> SafeString:
    return format_html('<a class="person h-card" href="{}">{}</a>', address, name)


@register.filter
def told(date: datetime.date | None, how: str) -> str:
    """Return a date in a format, as `date` does. A page tells the same few dates many times."""
    return _told(date, how, get_language()) if date else ""


@lru_cache(maxsize=4096)
def _told(date: datetime.date, how: str, _language: str | None) -> str:
    return formats.date_format(date, how)


@register.simple_tag
def date_span(first: datetime.date | None, last: datetime.date | None) -> SafeString:
    """Return one date or a range, as short as the locale's date format allows."""
    return SafeString() if first is None or last is None else _span(first, last, get_language())


@lru_cache(maxsize=4096)
def _span(first: datetime.date, last: datetime.date, _language: str | None) -> SafeString:
    if first == last:
        return _time(first, formats.date_format(first))
    whole = formats.get_format("DATE_FORMAT")
    if (first.year, first.month) == (last.year, last.month):
        return _time(first, format_date(first, _DAY_OF_MONTH.sub(partial(_days, first, last), whole)))
    # A format that starts with the year would leave the second date's year to qualify the first.
    year_is_last = first.year == last.year and not whole.startswith(("Y", "y", "o"))
    start = formats.date_format(first, "MONTH_DAY_FORMAT" if year_is_last else "DATE_FORMAT")
    return format_html("{} – {}", _time(first, start), _time(last, formats.date_format(last)))


def _days(first: datetime.date, last: datetime.date, found: re.Match[str]) -> str:
    """Return the days of a range as a date format spells what is to stay as it is."""
    return "".join(rf"\{character}" for character in f"{first.day}{found[1]}–{last.day}{found[1]}")


def _time(date: datetime.date, text: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', date.isoformat(), text)


@register.simple_tag
def clock(moment: datetime.datetime | None) -> SafeString:
    """Return a time of day in the zone it carries: a template's own filters would turn it into the server's."""
    if moment is None:
        return SafeString()
    local = timezone.make_naive(moment, moment.tzinfo)
    return format_html(
        '<time datetime="{}">{}</time>', moment.isoformat(), formats.time_format(local.time(), "TIME_FORMAT")
    )
