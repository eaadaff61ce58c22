"""Every public surface, read as a visitor: what can be reached from the first page, and what is known to exist."""

import html
import re
from collections import deque
from collections.abc import Iterator, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from django.db.models import Model

from media import derivatives
from media.models import Photo
from people.models import FormerSlug, Person
from posts.models import Category, Day, Event, Figure, Place, RetiredSlug, Tag, Talk, Trip
from posts.public.sitemaps import PARTS

FOLLOWING = re.compile(r'<([^>]*)>; rel="next"')
ADDRESS = re.compile(r'(?:href|src)="([^"]*)"|srcset="([^"]*)"')


def known_addresses() -> list[str]:
    """Return the address of everything in the log, public or not."""
    models = (Trip, Day, Talk, Event, Place, Person)
    known = [thing.get_absolute_url() for model in models for thing in model.objects.all()]
    known += [f"/trips/{trip.slug}.json" for trip in Trip.objects.all()]
    known += [f"{figure.trip.get_absolute_url()}figures/{figure.name}/" for figure in Figure.objects.all()]
    known += [f"/people/{former.slug}/" for former in FormerSlug.objects.all()]
    # Near misses: the page for what is missing proposes addresses like it.
    known += [f"/people/{person.slug[:-1]}/" for person in Person.objects.all()]
    known += [f"/{retired.kind}s/{retired.slug}/" for retired in RetiredSlug.objects.all()]
    known += [f"/photos/{path}" for photo in Photo.objects.all() for path in derivatives.paths(photo)]
    known += [label.get_absolute_url() for model in (Tag, Category) for label in model.objects.all()]
    return [*known, *_machine_addresses(), *_api_addresses(), "/export.json", "/export.schema.json"]


def _api_addresses() -> list[str]:
    """Return what the API has of everything in the log; its lists, in short pages that are followed."""
    slugs = {
        kind: [*_slugs(model), *RetiredSlug.objects.filter(kind=kind[:-1]).values_list("slug", flat=True)]
        for kind, model in {"trips": Trip, "talks": Talk, "events": Event, "places": Place}.items()
    }
    people = [*_slugs(Person), *_slugs(FormerSlug)]
    known = [f"/api/{kind}/{slug}" for kind, of_kind in slugs.items() for slug in of_kind]
    known += [f"/api/people/{slug}{part}" for slug in people for part in ("", "/appearances?limit=1")]
    lists = ("trips", "people", "talks", "events", "places", "tags", "categories", "search?q=a", "search?q=p")
    known += [f"/api/{each}{'&' if '?' in each else '?'}limit=2" for each in lists]
    return [*known, "/api/", "/api/openapi.json"]


def _machine_addresses() -> list[str]:
    """Return the addresses that programs ask for, of everything in the log."""
    slugs = {
        "people": [*_slugs(Person), *_slugs(FormerSlug)],
        "events": [*_slugs(Event), *RetiredSlug.objects.filter(kind="event").values_list("slug", flat=True)],
        "tags": _slugs(Tag),
        "categories": _slugs(Category),
    }
    homes = [f"/{kind}/{slug}/" for kind, known in slugs.items() for slug in known]
    feeds = [f"{home}feed.{feed_format}" for home in ["/", *homes] for feed_format in ("atom", "json")]
    cards = [f"/cards/{trip.uuid}.jpg" for trip in Trip.objects.all()]
    cards += [f"/people/{slug}.vcf" for slug in slugs["people"]]
    parts = [f"/sitemap-{section}.xml" for section in PARTS]
    return [*feeds, *cards, *parts, "/sitemap.xml", "/robots.txt", "/calendar.ics", "/people.vcf"]


def _slugs(model: type[Model]) -> list[str]:
    return list(model._default_manager.values_list("slug", flat=True))


def _links(content: str) -> list[str]:
    found = [html.unescape(one or many) for one, many in ADDRESS.findall(content)]
    return [part.split()[0] for link in found if link.startswith("/") for part in link.split(", ")]


def read_everything(client: Any, tags: MutableMapping[str, str] | None = None) -> dict[str, bytes]:
    """Return every answer, headers and body, by address; see `answers`."""
    return dict(answers(client, tags))


def answers(client: Any, tags: MutableMapping[str, str] | None = None) -> Iterator[tuple[str, bytes]]:
    """Yield each address and its answer, headers and body.

    `tags` are the validators that a reader keeps: they are sent, and those of the answers are put there.
    An answer of 304 says that what the reader has already is still right, and is yielded as such.
    """
    seen: set[str] = set()
    waiting = deque(["/", *known_addresses()])
    while waiting:
        url = urlsplit(waiting.popleft())
        address = url.path + (f"?{url.query}" if url.query else "")
        if address in seen or address.startswith("/static/"):
            continue
        seen.add(address)
        kept = {"If-None-Match": tags[address]} if tags and address in tags else {}
        response = client.get(address, headers=kept)
        body = b"".join(response)
        if tags is not None and "ETag" in response:
            tags[address] = response["ETag"]
        yield address, f"{response.status_code} {response.headers}".encode() + body
        if response.get("Content-Type", "").startswith("text/html"):
            waiting.extend(_links(body.decode()))
        waiting.extend(FOLLOWING.findall(response.get("Link", "")))
