"""What pages are about, in the words of schema.org, as JSON-LD for the head of a page.

A data block of this type is never executed, so the content security policy lets it stand inline.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.utils.safestring import SafeString

from media import derivatives
from media.models import Photo
from people.models import Person
from posts.cast import Group
from posts.models import Event, Log, Place, Trip
from posts.profiles import addresses_in
from posts.prose.figures import FigureView, photo_url
from posts.templatetags.travel import web_address

Absolute = Callable[[str], str]
Thing = dict[str, Any]

# As Django's json_script: nothing in the data can end the element it stands in.
_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&"}


def to_json(thing: Thing) -> SafeString:
    """Return a thing as the content of a script element; what is empty is left out."""
    told = {"@context": "https://schema.org"} | _told(thing)
    return SafeString(json.dumps(told, ensure_ascii=False).translate(_ESCAPES))


def blog(log: Log, absolute: Absolute) -> Thing:
    return {
        "@type": "Blog",
        "name": log.title,
        "description": log.tagline,
        "url": absolute("/"),
        "inLanguage": log.language,
        "author": author(log, absolute),
    }


def author(log: Log, absolute: Absolute) -> Thing:
    """The writer, or while no name is given the log itself."""
    elsewhere = [address for line in addresses_in(log.profiles) if (address := web_address(line))]
    kind = "Person" if log.author else "Organization"
    return _told({"@type": kind, "name": log.author or log.title, "url": absolute("/"), "sameAs": elsewhere})


def blog_posting(page: dict[str, Any], log: Log, absolute: Absolute) -> Thing:
    """A trip, from what `trip_page` returned."""
    trip: Trip = page["trip"]
    url = absolute(trip.get_absolute_url())
    labels = [label.name for label in [*trip.categories.all(), *trip.tags.all()]]
    return {
        "@type": "BlogPosting",
        "headline": trip.title,
        "description": page["description"],
        "url": url,
        "mainEntityOfPage": url,
        "datePublished": (trip.published_at or trip.created_at).isoformat(),
        "dateModified": trip.updated_at.isoformat(),
        "inLanguage": trip.language,
        "temporalCoverage": f"{trip.starts_on}/{trip.ends_on}",
        "contentLocation": {"@type": "Place", "name": trip.location} if trip.location else None,
        "author": author(log, absolute),
        "isPartOf": {"@type": "Blog", "name": log.title, "url": absolute("/")},
        "keywords": list(dict.fromkeys(labels)),
        "image": images(page["cover"], page["photos"], absolute),
        "about": [_told(event(each, absolute)) for each in trip.events.all()],
        "mentions": mentioned(page["cast"], absolute),
    }


def images(cover: FigureView | None, photos: Iterable[Photo], absolute: Absolute) -> list[Thing]:
    """The pictures of a page, the cover first and with its title."""
    found = {thing["contentUrl"]: thing for thing in (image_object(photo, absolute) for photo in photos)}
    if cover and cover.is_ready:
        url = absolute(cover.large_url)
        found = {url: found[url] | {"caption": cover.title or cover.alt}} | {
            other: thing for other, thing in found.items() if other != url
        }
    return list(found.values())


def image_object(photo: Photo, absolute: Absolute) -> Thing:
    width = max(derivatives.widths(photo.width))
    return {
        "@type": "ImageObject",
        "contentUrl": absolute(photo_url(photo, width, "jpg")),
        "width": width,
        "height": derivatives.height(photo, width),
    }


def mentioned(cast: Sequence[Group], absolute: Absolute) -> list[Thing]:
    """Those of a cast who have a page of their own: a bare name is for readers, not for machines."""
    people = [member.person for group in cast for member in group.members if member.person.has_page]
    return [{"@type": "Person", "name": each.name, "url": absolute(each.get_absolute_url())} for each in people]


def event(event: Event, absolute: Absolute) -> Thing:
    return {
        "@type": "Event",
        "name": event.name,
        "url": absolute(event.get_absolute_url()),
        "startDate": str(event.starts_on or ""),
        "endDate": str(event.ends_on or ""),
    }


def event_in_full(shown: Event, description: str, absolute: Absolute) -> Thing:
    """An event fetched `for_page()`, with its venue and series."""
    series: Thing = {}
    if shown.series:
        series = {"@type": "EventSeries", "name": shown.series.name, "url": web_address(shown.series.url)}
    return event(shown, absolute) | {
        "description": description,
        "sameAs": web_address(shown.url),
        "location": _told(place(shown.venue, absolute)) if shown.venue else None,
        "superEvent": _told(series),
    }


def place(place: Place, absolute: Absolute) -> Thing:
    address = {"streetAddress": place.address, "addressLocality": place.city, "addressCountry": place.country}
    known = _told(address)
    return {
        "@type": "Place",
        "name": place.name,
        "url": absolute(place.get_absolute_url()),
        "address": {"@type": "PostalAddress"} | known if known else None,
    }


def person(person: Person, about: str, absolute: Absolute) -> Thing:
    """Somebody with a page, fetched `for_page()`; `about` is plain text."""
    portrait = person.portrait if person.portrait and person.portrait.state == Photo.State.READY else None
    works = {"@type": "Organization", "name": person.affiliation} if person.affiliation else None
    return {
        "@type": "Person",
        "name": person.name,
        "alternateName": [alias.name for alias in person.aliases.all()],
        "description": about,
        "url": absolute(person.get_absolute_url()),
        "sameAs": [address for link in person.links.all() if (address := web_address(link.url))],
        "affiliation": works,
        "image": image_object(portrait, absolute) if portrait else None,
    }


def breadcrumbs(steps: Iterable[tuple[str, str]], absolute: Absolute) -> Thing:
    """The way to a page from the first one: names and addresses."""
    items = [
        {"@type": "ListItem", "position": position, "name": name, "item": absolute(url)}
        for position, (name, url) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _told(thing: Thing) -> Thing:
    return {name: value for name, value in thing.items() if value not in (None, "", [], {})}
