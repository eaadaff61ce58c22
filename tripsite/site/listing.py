"""Which addresses the public log has: every kind of page, in one place.

Further parts of long lists are not among them; the pages lead to those.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from media.models import Photo
from posts.appearances import published_people
from posts.models import Category, Day, Event, Figure, Place, Tag, Talk, Trip
from posts.models.publication import is_live
from posts.public.sitemaps import LISTS

FEEDS = ("atom", "json")
SINGLE = ("search", "calendar", "vcards", "export_schema", "robots", "sitemap")


def single_pages() -> Iterator[str]:
    """Yield what there is one of: lists, what programs read, the search."""
    yield from (reverse(name) for name in (*LISTS, *SINGLE))
    yield from (reverse("feed", args=[form]) for form in FEEDS)


def _trips() -> Iterator[str]:
    for slug in _slugs(Trip.objects.published()):
        yield reverse("trip", args=[slug])
        yield reverse("trip_json", args=[slug])


def _days() -> Iterator[str]:
    dated = Day.objects.published().exclude(date=None).order_by().values_list("trip__slug", "date").distinct()
    return (reverse("day", args=row) for row in dated.iterator())


def _figures() -> Iterator[str]:
    shown = Figure.objects.published().filter(photo__state=Photo.State.READY).order_by()
    return (reverse("figure", args=row) for row in shown.values_list("trip__slug", "name").iterator())


def _people() -> Iterator[str]:
    for slug in _slugs(published_people()):
        yield from _with_feeds("person", "person_feed", slug)
        yield reverse("vcard", args=[slug])


def _talks() -> Iterator[str]:
    return (reverse("talk", args=[slug]) for slug in _slugs(Talk.objects.published()))


def _events() -> Iterator[str]:
    for slug in _slugs(Event.objects.published()):
        yield from _with_feeds("event", "event_feed", slug)


def _places() -> Iterator[str]:
    return (reverse("place", args=[slug]) for slug in _slugs(Place.objects.published()))


def _tags() -> Iterator[str]:
    for slug in _slugs(Tag.objects.filter(is_live("items__content_object__")).distinct()):
        yield from _with_feeds("tag", "tag_feed", slug)


def _categories() -> Iterator[str]:
    for slug in _slugs(Category.objects.filter(is_live("items__content_object__")).distinct()):
        yield from _with_feeds("category", "category_feed", slug)


KINDS: Mapping[str, Callable[[], Iterable[str]]] = {
    "single": single_pages,
    "trips": _trips,
    "days": _days,
    "figures": _figures,
    "people": _people,
    "talks": _talks,
    "events": _events,
    "places": _places,
    "tags": _tags,
    "categories": _categories,
}


def _with_feeds(page: str, feed: str, slug: str) -> Iterator[str]:
    yield reverse(page, args=[slug])
    yield from (reverse(feed, args=[slug, form]) for form in FEEDS)


def _slugs(published: QuerySet[Any]) -> Iterator[str]:
    slugs: Iterator[str] = published.order_by().values_list("slug", flat=True).iterator()
    return slugs
