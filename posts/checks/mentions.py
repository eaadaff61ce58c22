"""People who are not public and are named in plain words: in the texts of a trip, and in those beside the trips."""

from collections import Counter
from collections.abc import Iterable, Iterator

from people.models import Person
from posts.models import Event, Place
from posts.names.plain import Secrets, find
from posts.names.reading import readable
from posts.names.secrets import NOT_PUBLIC, Hidden

from .finding import Code, Finding, Subject
from .material import Material
from .suspects import trips_that_may_name

# The fields of each that readers see.
_TRIP = ("title", "summary", "location", "slug")
_DAY = ("title", "body")
_FIGURE = ("title", "caption", "alt", "name", "link", "remote_url")
_TALK = ("title", "abstract", "notes", "track", "room", "slug", "url")
_EVENT = ("name", "about", "url")
_PLACE = ("name", "about", "address", "city", "url", "map_url")
_PERSON = ("about", "affiliation", "pseudonym")


def in_trip(material: Material, hidden: Hidden) -> Iterator[Finding]:
    secrets = hidden.on(material.trip)
    if not secrets:
        return
    yield from _in_fields(material.trip, _TRIP, secrets)
    for tag in material.tags:
        yield from _findings(material.trip, "tags", tag, secrets)
    for day in material.days:
        yield from _in_fields(day, _DAY, secrets)
    for figure in material.figures:
        yield from _in_fields(figure, _FIGURE, secrets)
    for talk in material.talks:
        yield from _in_fields(talk, _TALK, secrets)


def of_person(person: Person) -> list[Finding]:
    """Return where one person, who is not public, is named in plain words."""
    hidden = Hidden.of([person])
    trips = trips_that_may_name(person, hidden)
    in_trips = [finding for trip in trips for finding in in_trip(Material.of(trip), hidden)]
    return [*in_trips, *beside_trips(hidden)]


def beside_trips(hidden: Hidden) -> Iterator[Finding]:
    """Yield mentions in what is told about events, places and people themselves."""
    if not hidden.everywhere:
        return
    for event in Event.objects.iterator(chunk_size=500):
        yield from _in_fields(event, _EVENT, hidden.everywhere)
    for place in Place.objects.filter(is_public=True).iterator(chunk_size=500):
        yield from _in_fields(place, _PLACE, hidden.everywhere)
    for person in Person.objects.exclude(about="", affiliation="", pseudonym="").iterator(chunk_size=500):
        yield from _in_fields(person, _PERSON, hidden.everywhere)


def _in_fields(subject: Subject, fields: Iterable[str], secrets: Secrets) -> Iterator[Finding]:
    for field in fields:
        if source := getattr(subject, field):
            yield from _findings(subject, field, source, secrets)


def _findings(subject: Subject, field: str, source: str, secrets: Secrets) -> Iterator[Finding]:
    found = find(source, secrets)
    counts = Counter(plain.person.pk for plain in found)
    for plain in {plain.person.pk: plain for plain in reversed(found)}.values():
        person = plain.person
        state = "hidden" if person.visibility == NOT_PUBLIC[0] else "shown under a pseudonym"
        times = f" ({counts[person.pk]} times)" if counts[person.pk] > 1 else ""
        start = readable(source).find(plain.words)
        yield Finding(
            Code.PLAIN_MENTION,
            subject,
            f"“{plain.words}” names {person.name}, who is {state}, in plain words in the {_said(field)}{times}",
            blocks=True,
            field=field,
            start=start if start >= 0 else None,
            end=start + len(plain.words) if start >= 0 else None,
        )


def _said(field: str) -> str:
    return {"body": "text", "alt": "alternative text", "slug": "address"}.get(field, field.replace("_", " "))
