"""Feeds of the latest trips, whole: Atom (RFC 4287) and JSON Feed 1.1 (https://jsonfeed.org/version/1.1)."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Atom1Feed, rfc3339_date
from django.utils.html import escape
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import require_safe

from media.recording import ALL_TOLD, depends_on, subject
from people.models import Person, PersonQuerySet
from posts.appearances import Mentions, mentions_of, published_people
from posts.models import Category, Encounter, Event, Figure, Log, Tag, Talk, Trip
from posts.models.prepared import prepared
from posts.prose.portable import printable

from .entries import Entry, latest, latest_entries
from .events import trips_to

JPEG = "image/jpeg"
NEVER = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


@dataclass(frozen=True)
class Channel:
    """A feed as a whole; addresses are absolute, `home` is the page it belongs to."""

    title: str
    description: str
    author: str
    language: str
    home: str
    address: str
    entries: list[Entry]


@require_safe
def everything(request: HttpRequest, feed_format: str) -> HttpResponse:
    return _feed(request, feed_format, "", "/", _latest(), "list:trips")


@require_safe
def tag(request: HttpRequest, slug: str, feed_format: str) -> HttpResponse:
    return _label(request, feed_format, get_object_or_404(Tag, slug=slug), _latest_with_tag(slug))


@require_safe
def category(request: HttpRequest, slug: str, feed_format: str) -> HttpResponse:
    return _label(request, feed_format, get_object_or_404(Category, slug=slug), _latest_in_category(slug))


@require_safe
def event(request: HttpRequest, slug: str, feed_format: str) -> HttpResponse:
    found = get_object_or_404(Event.objects.published(), slug=slug)
    own = subject(Event, found.pk)
    return _feed(request, feed_format, found.name, found.get_absolute_url(), _latest_to_event(found.pk), own)


@require_safe
def person(request: HttpRequest, slug: str, feed_format: str) -> HttpResponse:
    found = next(iter(_people(slug)), None)
    if found is None:
        raise Http404
    trips, own = _latest_with_person(found.pk, mentions_of(found).slugs), subject(Person, found.pk)
    return _feed(request, feed_format, found.name, found.get_absolute_url(), trips, own)


@prepared
def _people(slug: str) -> PersonQuerySet:
    return published_people().filter(slug=slug)


@prepared
def _latest() -> QuerySet[Trip, int]:
    return latest(Trip.objects.published())


@prepared
def _latest_with_tag(slug: str) -> QuerySet[Trip, int]:
    return latest(Trip.objects.published().filter(tags__slug=slug))


@prepared
def _latest_in_category(slug: str) -> QuerySet[Trip, int]:
    return latest(Trip.objects.published().filter(categories__slug=slug))


@prepared
def _latest_to_event(event: int) -> QuerySet[Trip, int]:
    return latest(trips_to(event))


@prepared
def _latest_with_person(person: int, slugs: tuple[str, ...]) -> QuerySet[Trip, int]:
    """The trips on which somebody was met, heard, pictured or named."""
    appeared = (
        Q(pk__in=Encounter.objects.published().filter(person=person).values("day__trip"))
        | Q(pk__in=Talk.objects.published().filter(speakers=person).values("day__trip"))
        | Q(pk__in=Figure.objects.published().filter(people=person).values("trip"))
        | Q(pk__in=Mentions("person", slugs).trips())
    )
    return latest(Trip.objects.published().filter(appeared))


def _label(request: HttpRequest, feed_format: str, label: Tag | Category, trips: Sequence[int]) -> HttpResponse:
    if not trips:
        raise Http404
    own = subject(type(label), label.pk)
    return _feed(request, feed_format, label.name, label.get_absolute_url(), trips, own)


def _feed(
    request: HttpRequest, feed_format: str, name: str, home: str, trips: Sequence[int], *subjects: str
) -> HttpResponse:
    absolute = request.build_absolute_uri
    depends_on(ALL_TOLD, *subjects)
    log = Log.current()
    channel = Channel(
        title=printable(f"{log.title}: {name}" if name else log.title),
        description=printable(log.tagline),
        author=printable(log.author or log.title),
        language=log.language,
        home=absolute(home),
        address=absolute(request.path),
        entries=latest_entries(trips, absolute),
    )
    return FORMATS[feed_format](channel)


def atom(channel: Channel) -> HttpResponse:
    feed = _FullAtom(
        title=channel.title,
        link=channel.home,
        description=channel.description,
        subtitle=channel.description or None,
        language=channel.language,
        author_name=channel.author,
        author_link=channel.home,
        feed_url=channel.address,
        feed_guid=channel.address,
    )
    for entry in channel.entries:
        feed.add_item(
            title=entry.title,
            link=entry.url,
            description=escape(entry.summary),
            unique_id=entry.id,
            pubdate=entry.published,
            updateddate=entry.updated,
            categories=entry.labels,
            entry=entry,
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


class _FullAtom(Atom1Feed):
    """Atom whose entries carry their whole text and, as Atom allows, pictures of unknown length."""

    def latest_post_date(self) -> datetime.datetime:
        """Django would tell the present time where there is no entry: another feed at each asking."""
        return super().latest_post_date() if self.items else NEVER

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        entry: Entry = item["entry"]
        handler.addQuickElement("content", entry.html, {"type": "html", "xml:lang": entry.language})
        for picture in entry.pictures:
            enclosure = {"rel": "enclosure", "href": picture.url, "type": JPEG, "title": printable(picture.title)}
            handler.addQuickElement("link", "", enclosure)


def json_feed(channel: Channel) -> HttpResponse:
    document = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": channel.title,
        "home_page_url": channel.home,
        "feed_url": channel.address,
        "description": channel.description,
        "language": channel.language,
        "authors": [{"name": channel.author, "url": channel.home}],
        "items": [_item(entry) for entry in channel.entries],
    }
    return JsonResponse(_told(document), content_type="application/feed+json", json_dumps_params=UNESCAPED)


UNESCAPED = {"ensure_ascii": False}
FORMATS: dict[str, Callable[[Channel], HttpResponse]] = {"atom": atom, "json": json_feed}


def _item(entry: Entry) -> dict[str, Any]:
    item = {
        "id": entry.id,
        "url": entry.url,
        "title": entry.title,
        "summary": entry.summary,
        "content_html": entry.html,
        "language": entry.language,
        "image": entry.cover,
        "date_published": rfc3339_date(entry.published),
        "date_modified": rfc3339_date(entry.updated),
        "tags": entry.labels,
        "attachments": [_told({"url": each.url, "mime_type": JPEG, "title": each.title}) for each in entry.pictures],
    }
    return _told(item) | {"content_html": entry.html}


def _told(members: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is empty; the feed's list of items stays."""
    return {name: value for name, value in members.items() if value or name == "items"}
