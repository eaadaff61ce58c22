"""The sitemap (https://www.sitemaps.org/protocol.html), with the pictures of trips, and robots.txt.

One document while the log is small, an index of documents once it is large.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.sitemaps import Sitemap, views
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_safe

from media import derivatives
from media.models import Photo
from media.recording import ALL_TOLD, depends_on, subject, subjects_of
from posts.appearances import published_people
from posts.concerns import LISTS as ALL_LISTS
from posts.concerns import updated
from posts.models import CategorizedTrip, Category, Day, Event, Figure, Place, Tag, TaggedTrip, Talk, Trip
from posts.models.publication import is_live
from posts.prose.figures import photo_url

# Sites may list 50,000 addresses in a document; smaller ones are made and read faster. Things stand in the order in
# which they came, so that what is new changes the last document and not all.
PER_DOCUMENT = 250
LISTS = ("home", "archive", "people", "talks", "events", "places", "map")


class _Part(Sitemap[Any]):
    """One kind of page. Things tell when they were last changed."""

    limit = PER_DOCUMENT

    def lastmod(self, item: Any) -> Any:
        return item.updated_at

    def get_latest_lastmod(self) -> None:
        """Leave it out of the index: it would take a look at every page."""


class Lists(_Part):
    def items(self) -> Sequence[str]:
        return LISTS

    def location(self, item: str) -> str:
        return reverse(item)

    def lastmod(self, item: str) -> None:
        return None


class Trips(_Part):
    def items(self) -> Any:
        return Trip.objects.published().order_by("pk")

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        """Add each trip's pictures to it."""
        urls = super().get_urls(page, site, protocol)
        pictures = _pictures(url["item"] for url in urls)
        origin = f"{self.get_protocol(protocol)}://{self.get_domain(site)}"
        for url in urls:
            depends_on(updated(url["item"].pk))
            url["images"] = [origin + picture for picture in pictures[url["item"].pk]]
        return urls


def _pictures(trips: Iterable[Trip]) -> dict[int, list[str]]:
    """Return the addresses of the largest pictures of each trip, by the trip's key."""
    shown = Figure.objects.published().filter(trip__in=list(trips), photo__state=Photo.State.READY)
    pictures: dict[int, list[str]] = defaultdict(list)
    for figure in shown.select_related("photo"):
        if figure.photo:
            width = max(derivatives.widths(figure.photo.width))
            pictures[figure.trip_id].append(photo_url(figure.photo, width, "jpg"))
    return pictures


class Days(_Part):
    """The dates of trips: sections that share a date share a page."""

    def items(self) -> Any:
        dated = Day.objects.published().exclude(date=None).order_by("trip_id", "date")
        return dated.values("trip__slug", "date").annotate(updated_at=Max("updated_at"))

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        """Depend on the sections of these dates, which are not loaded."""
        urls = super().get_urls(page, site, protocol)
        slugs = {url["item"]["trip__slug"] for url in urls}
        depends_on(*subjects_of(Day, Day.objects.filter(trip__slug__in=slugs).values_list("pk", flat=True)))
        return urls

    def location(self, item: dict[str, Any]) -> str:
        return reverse("day", args=[item["trip__slug"], item["date"]])

    def lastmod(self, item: dict[str, Any]) -> Any:
        return item["updated_at"]


class People(_Part):
    def items(self) -> Any:
        return published_people().order_by("pk")


class Talks(_Part):
    def items(self) -> Any:
        return Talk.objects.published().order_by("pk")


class Events(_Part):
    def items(self) -> Any:
        return Event.objects.published().order_by("pk")


class Places(_Part):
    def items(self) -> Any:
        return Place.objects.published().order_by("pk")


class Tags(_Part):
    """Tags of published trips, changed when the last of their trips was."""

    model: type[Tag] | type[Category] = Tag
    through: type[TaggedTrip] | type[CategorizedTrip] = TaggedTrip

    def get_urls(self, page: int | str = 1, site: Any = None, protocol: str | None = None) -> list[dict[str, Any]]:
        """Depend on when the trips of these tags were changed, which are not loaded."""
        urls = super().get_urls(page, site, protocol)
        told = self.through.objects.filter(tag__in=[url["item"].pk for url in urls])
        for key in told.values_list("content_object", flat=True).distinct():
            depends_on(subject(Trip, key), updated(key))
        return urls

    def items(self) -> Any:
        told = self.model._default_manager.filter(is_live("items__content_object__"))
        return told.annotate(updated_at=Max("items__content_object__updated_at")).order_by("pk")


class Categories(Tags):
    model = Category
    through = CategorizedTrip


KINDS: tuple[type[_Part], ...] = (Lists, Trips, Days, People, Talks, Events, Places, Tags, Categories)
PARTS: dict[str, type[Sitemap[Any]] | Sitemap[Any]] = {kind.__name__.lower(): kind for kind in KINDS}


@require_safe
def sitemap(request: HttpRequest) -> HttpResponseBase:
    depends_on(ALL_TOLD, *ALL_LISTS)
    if sum(kind().paginator.count for kind in KINDS) > PER_DOCUMENT:
        return views.index(request, PARTS, sitemap_url_name="sitemap_part")
    return views.sitemap(request, PARTS)


@require_safe
def sitemap_part(request: HttpRequest, section: str) -> HttpResponseBase:
    depends_on(ALL_TOLD, *ALL_LISTS)
    return views.sitemap(request, PARTS, section=section)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """RFC 9309: everything may be read, but for what is no page."""
    depends_on(ALL_TOLD)
    lines = (
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /search/",
        "Disallow: /preview/",
        "Disallow: /their-say/",
        # Last, for those who take the first rule that fits instead of the longest.
        "Allow: /",
        "",
        f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}",
    )
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
