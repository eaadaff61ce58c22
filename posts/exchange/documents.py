"""The documents of what stands by itself: a person, a place, a series, an event.

Who makes many at once fetches what their texts refer to beforehand, with `asides_of`.
"""

from collections.abc import Iterable
from typing import Any

from people.models import Alias, Person, PersonLink
from posts.models import Event, EventSeries, Log, Place
from posts.profiles import addresses_in
from posts.prose.source import public_source
from posts.prose.targets import Targets

from . import schema


def description_of(log: Log) -> dict[str, Any]:
    """Return what a document says of the log as a whole."""
    return {
        "title": log.title,
        "tagline": log.tagline,
        "author": log.author,
        "profiles": addresses_in(log.profiles),
        "language": log.language,
    }


def person_document(person: Person, public: bool, asides: Targets | None = None) -> schema.PersonDocument:
    """Return a person; somebody whose name alone is public gives a name and nothing else."""
    if public and not person.has_page:
        return schema.PersonDocument(uuid=person.uuid, name=person.name, visibility="name")
    aliases = [alias.name for alias in person.aliases.all() if alias.kind == Alias.Kind.ALIAS]
    links = [link for link in person.links.all() if not public or link.kind != PersonLink.Kind.EMAIL]
    return schema.PersonDocument(
        uuid=person.uuid,
        name=person.name,
        slug=person.slug,
        visibility=person.visibility,
        aliases=aliases,
        links=[schema.LinkDocument(url=link.url, kind=link.kind) for link in links],
        pronouns=person.pronouns,
        affiliation=person.affiliation,
        about=public_text(person.about, public, asides),
    )


def place_document(place: Place, public: bool = True, asides: Targets | None = None) -> schema.PlaceDocument:
    return schema.PlaceDocument(
        uuid=place.uuid,
        slug=place.slug,
        name=place.name,
        kind=place.kind,
        address=place.address,
        city=place.city,
        country=place.country,
        map_url=place.map_url,
        url=place.url,
        latitude=place.latitude,
        longitude=place.longitude,
        about=public_text(place.about, public, asides),
    )


def series_document(series: EventSeries) -> schema.SeriesDocument:
    return schema.SeriesDocument(uuid=series.uuid, slug=series.slug, name=series.name, url=series.url)


def event_document(event: Event, public: bool = True, asides: Targets | None = None) -> schema.EventDocument:
    venue = event.venue if event.venue and (event.venue.is_public or not public) else None
    return schema.EventDocument(
        uuid=event.uuid,
        slug=event.slug,
        name=event.name,
        series=event.series.uuid if event.series else None,
        starts_on=event.starts_on,
        ends_on=event.ends_on,
        time_zone=event.time_zone,
        venue=venue.uuid if venue else None,
        url=event.url,
        about=public_text(event.about, public, asides),
    )


def asides_of(things: Iterable[Person | Place | Event]) -> Targets:
    """Return what the short texts about some things refer to, at a constant number of queries."""
    return Targets.for_texts(words=[thing.about for thing in things]).aside


def public_text(source: str, public: bool, asides: Targets | None = None) -> str:
    """Return a short text that stands alone (about a person, a place, an event), fit to leave."""
    if not public or not source:
        return source
    return public_source(source, asides or Targets.for_texts(words=[source]).aside)
