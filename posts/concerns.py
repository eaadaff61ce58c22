"""What a row concerns: itself, what it points to, what its texts name, and the lists it stands in.

A page that shows the row loaded it, and so depends on it. What matters here is the page that will show it, or show it
no more or elsewhere: that one depends on something the row points to, or on a list. All this is of the row's own size.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from django.db.models import Model

from media.models import Photo
from media.recording import EVERYTHING, subject, subjects_of
from people.models import Alias, FormerSlug, Person, PersonLink

from . import pointing
from .models import (
    CategorizedTrip,
    Category,
    Day,
    Encounter,
    Event,
    EventSeries,
    Figure,
    FigurePerson,
    Log,
    Place,
    RetiredSlug,
    Tag,
    TaggedTrip,
    Talk,
    TalkLink,
    TalkSpeaker,
    Trip,
)

LISTS = {f"list:{kind}" for kind in ("trips", "people", "talks", "events", "places", "labels")}


def concerned_by(row: Any) -> set[str]:
    """Return the subjects that a row concerns, as it stands in the database."""
    return CONCERNS[type(row)](row)


def concerned_by_members(model: type[Model], keys: Collection[int]) -> set[str]:
    """Return the same for rows that join others or part from them: events and trips, speakers and talks and so on."""
    return AS_MEMBERS[model](keys)


def words_alone(old: Any, new: Any) -> bool:
    """Whether two states of a row differ in nothing but words: it stays where it is, and public or not."""
    fields = (field.attname for field in type(old)._meta.concrete_fields)
    changed = {name for name in fields if name in new.__dict__ and getattr(old, name) != getattr(new, name)}
    return changed <= WORDS.get(type(old), set()) | {"updated_at"}


def reference(kind: str, slug: str) -> str:
    """Return the subject of a slug of some kind, as texts write it."""
    return f"ref:{kind}:{slug}"


def mentions(kind: str, slug: str) -> str:
    """Return the subject of which texts name a slug, and where: who leads there does not depend on it."""
    return f"mentions:{kind}:{slug}"


def updated(trip: int) -> str:
    """Return the subject of when a trip was last changed."""
    return f"updated:{trip}"


def of_trips(trips: Collection[int]) -> set[str]:
    """Return what appears, disappears or is told in another order with some trips."""
    subjects = LISTS | _targets("trip", trips) | {updated(key) for key in trips} | _neighbours(trips)
    subjects |= subjects_of(Tag, pointing.tags_of(trips)) | subjects_of(Category, pointing.categories_of(trips))
    subjects |= (
        _events(pointing.events_of(trips))
        | _figures(pointing.figures_of(trips))
        | named(pointing.named_in_trips(trips))
    )
    return subjects | of_days(pointing.days_of(trips))


def of_days(days: Collection[int]) -> set[str]:
    """Return the same for some days."""
    if not days:
        return set(LISTS)
    subjects = LISTS | subjects_of(Day, days) | subjects_of(Trip, pointing.trips_of_days(days))
    encounters = pointing.encounters_on(days)
    for person, introduced_by, _ in encounters:
        subjects |= subjects_of(Person, (person, introduced_by))
    places = {place for _, _, place in encounters if place is not None}
    subjects |= _places(places) | _talks(pointing.talks_on(days)) | _figures(pointing.figures_on(days))
    return subjects | named(pointing.named_on_days(days))


def named(targets: Iterable[tuple[str, str]]) -> set[str]:
    """Return what texts concern that name these kinds and slugs, and the lists they may appear in."""
    named_here = set(targets)
    subjects = {mentions(kind, slug) for kind, slug in named_here}
    if any(kind == "person" for kind, _ in named_here):
        subjects.add("list:people")
    # To be named is what makes a place public, also for texts that name it by a slug of before.
    if slugs := {slug for kind, slug in named_here if kind == "place"}:
        subjects |= {"list:places"} | _places(pointing.places_called(slugs))
    return subjects


def _targets(kind: str, keys: Collection[int]) -> set[str]:
    """Return rows that texts can name, by their keys and by every slug that leads to them."""
    rows = pointing.SLUGS[kind](list(keys)) if keys else []
    slugs = {slug for slug, _ in rows}.union(pointing.retired_slugs(kind, [uuid for _, uuid in rows]) if rows else ())
    return subjects_of(pointing.TARGETS[kind], keys) | {reference(kind, slug) for slug in slugs}


def _places(keys: Collection[int]) -> set[str]:
    return _targets("place", keys)


def _events(keys: Collection[int]) -> set[str]:
    subjects = _targets("event", keys)
    rows = pointing.series_and_venues(list(keys)) if keys else []
    subjects |= subjects_of(EventSeries, [series for series, _ in rows])
    return subjects | _places([venue for _, venue in rows if venue is not None])


def _talks(keys: Collection[int]) -> set[str]:
    if not keys:
        return set()
    rows = pointing.where_told(list(keys))
    subjects = _targets("talk", keys) | named(pointing.named_in_talks(list(keys)))
    subjects |= _events([event for event, _, _ in rows if event is not None])
    subjects |= subjects_of(Day, [day for _, day, _ in rows]) | subjects_of(Trip, [trip for _, _, trip in rows])
    return subjects | subjects_of(Person, pointing.speakers_of(list(keys)))


def _figures(keys: Collection[int]) -> set[str]:
    if not keys:
        return set()
    subjects = subjects_of(Figure, keys) | named(pointing.named_in_captions(list(keys)))
    for trip, day, photo, name in pointing.where_shown(list(keys)):
        subjects |= subjects_of(Trip, [trip]) | subjects_of(Day, [day]) | subjects_of(Photo, [photo])
        subjects |= {mentions("figure", name), "list:figures"}
    return subjects | subjects_of(Person, pointing.people_in(list(keys)))


def _neighbours(trips: Collection[int]) -> set[str]:
    """Return the trips before and after these in time: their pages lead to each other."""
    found: set[int] = set()
    for key, start in pointing.starts(list(trips)):
        if start is not None:
            found.update([*pointing.earlier(key, start), *pointing.later(key, start)])
    return subjects_of(Trip, found)


def slugs_of(person: Person) -> list[str]:
    """Return the slugs by which texts may name somebody: theirs, and those they once had."""
    return [person.slug, *pointing.former_slugs(person.pk)]


def _person(person: Person) -> set[str]:
    """Return where somebody appears: whoever is hidden is left out of what others show, too."""
    days, talks, figures = pointing.days_with(person.pk), pointing.talks_by(person.pk), pointing.figures_with(person.pk)
    if pointing.MOST_APPEARANCES in (len(days), len(talks), len(figures)):
        return {EVERYTHING}
    subjects = subjects_of(Person, [person.pk]) | subjects_of(Day, days) | subjects_of(Photo, [person.portrait_id])
    subjects |= {reference("person", slug) for slug in slugs_of(person)} | {"list:people", "list:talks"}
    subjects |= _met_on(days) | _places(pointing.places_with(person.pk))
    return subjects | _talks(talks) | _figures(figures)


def _met_on(days: Collection[int]) -> set[str]:
    """Return who was met on some days: the page of each counts the days on which they met the others."""
    return subjects_of(Person, pointing.people_met_on(list(days))) if days else set()


def _shown(keys: Collection[int]) -> set[str]:
    return _figures(keys) | {"list:people", "list:places"}


def _told(keys: Collection[int]) -> set[str]:
    return _talks(keys) | {"list:talks", "list:people", "list:events", "list:places"}


def _encounter(encounter: Encounter) -> set[str]:
    subjects = subjects_of(Encounter, [encounter.pk]) | subjects_of(Day, [encounter.day_id])
    subjects |= subjects_of(Person, [encounter.person_id, encounter.introduced_by_id]) | _met_on([encounter.day_id])
    there = _places([encounter.place_id]) if encounter.place_id else set()
    return subjects | there | {"list:people", "list:places"}


def _visited(keys: Collection[int]) -> set[str]:
    return _events(keys) | {"list:events", "list:places", "list:talks"}


def _retired_slug(retired: RetiredSlug) -> set[str]:
    model = pointing.TARGETS[retired.kind]
    return subjects_of(model, pointing.KEYS[retired.kind](retired.target)) | {
        reference(retired.kind, retired.slug),
        "list:places",
    }


def _label(item: TaggedTrip | CategorizedTrip) -> set[str]:
    return {
        subject(Trip, item.content_object_id),
        subject(type(item)._meta.get_field("tag").related_model, item.tag_id),
        "list:labels",
    }


def _name(name: Alias | PersonLink) -> set[str]:
    return subjects_of(Person, [name.person_id])


CONCERNS: dict[type[Model], Callable[[Any], set[str]]] = {
    Alias: _name,
    CategorizedTrip: _label,
    Category: lambda category: {subject(Category, category.pk), "list:labels"},
    Day: lambda day: of_days([day.pk]),
    Encounter: _encounter,
    Event: lambda event: _visited([event.pk]),
    EventSeries: lambda series: {subject(EventSeries, series.pk), "list:events"},
    Figure: lambda figure: _shown([figure.pk]),
    FigurePerson: lambda row: _shown([row.figure_id]) | subjects_of(Person, [row.person_id]),
    FormerSlug: lambda former: _name(former) | {reference("person", former.slug), "list:people"},
    Log: lambda log: {subject(Log, log.pk)},
    Person: _person,
    PersonLink: _name,
    Photo: lambda photo: {subject(Photo, photo.pk), "list:figures"} | _figures(pointing.figures_of_photo(photo.pk)),
    Place: lambda place: _places([place.pk]) | {"list:places"},
    RetiredSlug: _retired_slug,
    Tag: lambda tag: {subject(Tag, tag.pk), "list:labels"},
    TaggedTrip: _label,
    Talk: lambda talk: _told([talk.pk]),
    TalkLink: lambda link: subjects_of(Talk, [link.talk_id]),
    TalkSpeaker: lambda row: _told([row.talk_id]) | subjects_of(Person, [row.person_id]),
    Trip: lambda trip: of_trips([trip.pk]),
}
AS_MEMBERS: dict[type[Model], Callable[[Collection[int]], set[str]]] = {
    Category: lambda keys: subjects_of(Category, keys) | {"list:labels"},
    Event: _visited,
    Figure: _shown,
    Person: lambda keys: subjects_of(Person, keys) | {"list:people"},
    Tag: lambda keys: subjects_of(Tag, keys) | {"list:labels"},
    Talk: _told,
    Trip: lambda keys: subjects_of(Trip, keys),
}
# What of a row is words alone. A field that is not named here may decide what is public, or where it stands.
WORDS: dict[type[Model], set[str]] = {
    Day: {"title", "body", "date_source", "date_confidence"},
    Encounter: {"private_note", "follow_up", "follow_up_on", "affiliation"},
    Event: {"about", "url"},
    Figure: {"title", "caption", "alt", "link", "remote_url"},
    Person: {"about", "affiliation", "private_note", "pronouns"},
    Place: {"about", "address", "map_url", "private_note", "url"},
    Talk: {"abstract", "notes", "private_note", "url"},
    Trip: {"title", "summary", "location", "language", "cover_id"},
}
