"""What the head of a page tells programs: its address, what it is, how it looks when shared, its feeds."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.http import escape_leading_slashes
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from people.addresses import page_address
from people.models import Person
from posts.models import Category, Day, Event, Log, Place, Tag, Talk, Trip
from posts.profiles import addresses_in
from posts.prose.figures import FigureView

from . import structured
from .paging import AFTER, ListPage
from .share_cards.content import HEIGHT, WIDTH, content_of
from .share_cards.drawing import is_drawable

ATOM, JSON_FEED = "application/atom+xml", "application/feed+json"
VCARD, CALENDAR = "text/vcard", "text/calendar"


@dataclass(frozen=True)
class ShareImage:
    """A picture by its absolute address, its size in pixels."""

    url: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True)
class Alternate:
    """The same in another form, for programs to discover."""

    media_type: str
    title: str
    url: str


@dataclass(frozen=True)
class Head:
    """`url` is the canonical address; `kind` is Open Graph's type; `structured` are blocks of JSON-LD.

    `profiles` are the addresses where the page's author is found, too (rel=me).
    """

    url: str
    title: str = ""
    description: str = ""
    kind: str = "website"
    language: str = ""
    image: ShareImage | None = None
    trip: Trip | None = None
    alternates: tuple[Alternate, ...] = ()
    structured: tuple[SafeString, ...] = ()
    profiles: tuple[str, ...] = ()


def of_page(request: HttpRequest) -> Head:
    """Return the head of any page: its address without what does not change the page."""
    page = request.GET.get("page", "")
    query = f"?page={page}" if page.isdecimal() and page != "1" else ""
    # What begins with two slashes would name another host.
    return Head(url=request.build_absolute_uri(escape_leading_slashes(request.path) + query))


def of_list(request: HttpRequest, page: ListPage) -> Head:
    """Return the head of a page of a list: its address is the row it begins behind, whichever way it was asked for."""
    query = f"?{urlencode({AFTER: page.after})}" if page.after else ""
    return Head(url=request.build_absolute_uri(request.path + query))


def of_home(request: HttpRequest, page: ListPage) -> Head:
    """Return the head of the first page. Where the log says nothing of itself, its latest trips do."""
    log = Log.current()
    latest = ", ".join(trip.title for trip in page.rows[:3])
    description = log.tagline or (_("The latest trips: %(trips)s") % {"trips": latest} if latest else "")
    alternates = (Alternate(CALENDAR, log.title, page_address("calendar")),)
    block = structured.to_json(structured.blog(log, request.build_absolute_uri))
    head = replace(of_list(request, page), title=log.title, description=description, language=log.language)
    return replace(head, alternates=alternates, structured=(block,), profiles=tuple(addresses_in(log.profiles)))


def of_trip(request: HttpRequest, page: dict[str, Any]) -> Head:
    """Return the head of a trip's page, from what `trip_page` returned."""
    absolute = request.build_absolute_uri
    log, trip = Log.current(), page["trip"]
    blocks = (
        structured.to_json(structured.blog_posting(page, log, absolute)),
        _breadcrumbs(request, (trip.title, trip.get_absolute_url())),
    )
    head = replace(of_page(request), title=trip.title, description=page["description"], language=trip.language)
    return replace(head, kind="article", trip=trip, image=_image(request, page, log), structured=blocks)


def of_day(request: HttpRequest, trip: Trip, days: list[Day]) -> Head:
    title = next((day.title for day in days if day.title), str(days[0].date))
    way = _breadcrumbs(request, (trip.title, trip.get_absolute_url()), (title, days[0].get_absolute_url()))
    head = replace(of_page(request), title=f"{title} · {trip.title}", kind="article", language=trip.language)
    return replace(head, structured=(way,))


def of_event(request: HttpRequest, event: Event, description: str) -> Head:
    block = structured.to_json(structured.event_in_full(event, description, request.build_absolute_uri))
    way = _breadcrumbs(request, (_("Events"), page_address("events")), (event.name, event.get_absolute_url()))
    head = replace(of_page(request), title=event.name, description=description, structured=(block, way))
    return replace(head, alternates=_feeds("event_feed", event.slug, event.name))


def of_person(request: HttpRequest, person: Person, about: str, portrait: FigureView | None) -> Head:
    """Return the head of the page of somebody fetched `for_page()`; `about` is plain text."""
    block = structured.to_json(structured.person(person, about, request.build_absolute_uri))
    way = _breadcrumbs(request, (_("People"), page_address("people")), (person.name, person.get_absolute_url()))
    card = Alternate(VCARD, person.name, page_address("vcard", person.slug))
    return replace(
        of_page(request),
        title=person.name,
        description=about,
        kind="profile",
        image=_picture(request, portrait),
        alternates=(*_feeds("person_feed", person.slug, person.name), card),
        structured=(block, way),
    )


def of_talk(request: HttpRequest, talk: Talk, description: str) -> Head:
    way = _breadcrumbs(request, (_("Talks"), page_address("talks")), (talk.title, talk.get_absolute_url()))
    return replace(of_page(request), title=talk.title, description=description, structured=(way,))


def of_place(request: HttpRequest, place: Place, description: str) -> Head:
    block = structured.to_json(structured.place(place, request.build_absolute_uri))
    way = _breadcrumbs(request, (_("Places"), page_address("places")), (place.name, place.get_absolute_url()))
    return replace(of_page(request), title=place.name, description=description, structured=(block, way))


def of_label(request: HttpRequest, label: Tag | Category, page: ListPage) -> Head:
    feed = "tag_feed" if isinstance(label, Tag) else "category_feed"
    return replace(of_list(request, page), title=label.name, alternates=_feeds(feed, label.slug, label.name))


def _feeds(name: str, slug: str, title: str) -> tuple[Alternate, ...]:
    return tuple(
        Alternate(media_type, title, page_address(name, slug, feed_format))
        for media_type, feed_format in ((ATOM, "atom"), (JSON_FEED, "json"))
    )


def _breadcrumbs(request: HttpRequest, *steps: tuple[str, str]) -> SafeString:
    first = (_("Trips"), page_address("home"))
    return structured.to_json(structured.breadcrumbs((first, *steps), request.build_absolute_uri))


def _image(request: HttpRequest, page: dict[str, Any], log: Log) -> ShareImage | None:
    """Return the trip's card, or its cover where the title is in a script that no card can be drawn in.

    The address of a card answers before it is drawn, unless there is not even a cover.
    """
    trip = page["trip"]
    content = content_of(trip, log)
    if is_drawable(content):
        return ShareImage(request.build_absolute_uri(content.url), WIDTH, HEIGHT, trip.title)
    return _picture(request, page["cover"])


def _picture(request: HttpRequest, figure: FigureView | None) -> ShareImage | None:
    if figure is None or not figure.is_ready:
        return None
    return ShareImage(request.build_absolute_uri(figure.large_url), figure.width, figure.height, figure.alt)
