"""Old addresses: a small page at each that leads on, which works everywhere, and the rules for hosts that read them.

The rules (`_redirects`) are a file that anybody can read, so people's old slugs, which may be names they left behind,
are not among them; and what was withdrawn is named nowhere.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.contrib.staticfiles.storage import staticfiles_storage
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse

from people.models import FormerSlug
from posts.appearances import published_people
from posts.models import Day, Event, Figure, Place, RetiredSlug, Talk, Trip

from .addresses import file_of
from .pages import Page, Site, guarded

_PUBLISHED: Mapping[str, Callable[[], QuerySet[Any]]] = {
    "trip": Trip.objects.published,
    "talk": Talk.objects.published,
    "event": Event.objects.published,
    "place": Place.objects.published,
}
PREFIX = "moved:"


def moved_pages() -> Iterator[str]:
    """Yield the units of all old addresses: `moved:` with the old address and the new one."""
    for kind, old, new in _retired():
        yield _unit(reverse(kind, args=[old]), reverse(kind, args=[new]))
        if kind == "trip":
            yield from _within_trip(old, new)
    for old, new in _former():
        yield _unit(reverse("person", args=[old]), reverse("person", args=[new]))


def _former() -> Iterator[tuple[str, str]]:
    """Yield the old and the new slug of people who have a page; these are few among all people."""
    former = dict(FormerSlug.objects.order_by("slug").values_list("slug", "person"))
    if not former:
        return
    people = published_people().filter(pk__in=FormerSlug.objects.values("person"))
    slugs = dict(people.order_by().values_list("pk", "slug"))
    for old, person in former.items():
        if person in slugs:
            yield old, slugs[person]


def _retired() -> Iterator[tuple[str, str, str]]:
    """Yield the kind, the old and the new slug of whatever is published under another slug now."""
    retired: dict[str, dict[str, UUID]] = defaultdict(dict)
    for kind, old, target in RetiredSlug.objects.order_by("slug").values_list("kind", "slug", "target"):
        retired[kind][old] = target
    for kind, published in _PUBLISHED.items():
        if kind not in retired:
            continue
        targets = RetiredSlug.objects.filter(kind=kind).values("target")
        slugs = dict(published().filter(uuid__in=targets).order_by().values_list("uuid", "slug"))
        for old, target in retired[kind].items():
            if target in slugs:
                yield kind, old, slugs[target]


def _within_trip(old: str, new: str) -> Iterator[str]:
    dates = Day.objects.published().filter(trip__slug=new).exclude(date=None).order_by()
    for date in dates.values_list("date", flat=True).distinct():
        yield _unit(reverse("day", args=[old, date]), reverse("day", args=[new, date]))
    for name in Figure.objects.published().filter(trip__slug=new, photo__state="ready").values_list("name", flat=True):
        yield _unit(reverse("figure", args=[old, name]), reverse("figure", args=[new, name]))


def _unit(old: str, new: str) -> str:
    return f"{PREFIX}{old}>{new}"


def moved_page(unit: str, site: Site) -> Page:
    old, _, new = unit.removeprefix(PREFIX).partition(">")
    context = {"address": site.folder + new[1:], "canonical": site.url + new}
    return Page(file_of(old), guarded(render_to_string("static_site/moved.html", context), site).encode())


def rules(site: Site) -> str:
    """Return the file `_redirects`, as Netlify, Cloudflare Pages and others read it."""
    root = site.folder[:-1]
    lines = [f"{root}/favicon.ico {root}{staticfiles_storage.url('favicon.svg')} 302"]
    for kind, old, new in _retired():
        old_address, new_address = (root + reverse(kind, args=[slug]) for slug in (old, new))
        lines.append(f"{old_address}* {new_address}:splat 301")
        if kind == "trip":
            lines.append(f"{old_address[:-1]}.json {new_address[:-1]}.json 301")
    return "".join(f"{line}\n" for line in lines)
