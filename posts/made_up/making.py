"""Making a made-up log: trips in small batches, so that memory stays flat however many there are."""

import datetime
from collections.abc import Callable, Iterator
from itertools import islice

from django.db.models import F
from django.utils.text import slugify

from media.files import no_orphans, store
from media.models import Photo
from people.models import Person
from posts import index
from posts.models import (
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
    Reference,
    SearchKind,
    Tag,
    TaggedTrip,
    Talk,
    TalkLink,
    TalkSpeaker,
    Trip,
)
from posts.prose.ahead import make_ahead
from posts.revision import one_change
from posts.search.index import MODELS, Thing
from posts.search.index import index as index_words

from .chance import chance, made_uuid
from .journey import Journey, Journeys
from .pictures import jpeg
from .society import make_society
from .words import CATEGORIES, TAGS

BATCH = 7  # trips; their texts fit into the memory that `to_html` keeps
CONTENT = (Trip, Person, Place, Event, EventSeries, Tag, Category, Photo)
# What has no time of its own is from before the first trip, always the same.
MADE_AT = datetime.datetime(2000, 1, 1, tzinfo=datetime.UTC)

Progress = Callable[[int], None]


class NotEmpty(Exception):
    """The log holds something already; the message says what."""


def make(trips: int, photos: int = 0, seed: int = 1, progress: Progress = lambda done: None) -> None:
    """Fill an empty log, all or nothing; `progress` is told how many trips are made. Raises NotEmpty."""
    _refuse_what_is_not_empty()
    with no_orphans(), one_change():
        Log.objects.create(title="A made-up log", tagline="Nobody in it exists.", author="Nobody")
        society = make_society(seed, trips)
        tags = Tag.objects.bulk_create(Tag(name=name, slug=slugify(name)) for name in TAGS)
        categories = Category.objects.bulk_create(Category(name=name, slug=slugify(name)) for name in CATEGORIES)
        labels = {tag.name: tag for tag in tags}, {category.name: category for category in categories}
        journeys = iter(Journeys(seed, trips, photos, society))
        done = 0
        coming = _told(journeys)
        while batch := coming:
            coming = _told(journeys)
            _take_photos(seed, done, batch)
            _save(batch, *labels)
            done += len(batch)
            progress(done)
        _set_times()
        for model in (Event, Person, Place):
            index_words((MODELS[model], pk) for pk in model._default_manager.values_list("pk", flat=True))


def _told(journeys: Iterator[Journey]) -> list[Journey]:
    """Return the next few trips; the HTML of their texts is being made."""
    batch = list(islice(journeys, BATCH))
    make_ahead(day.body for journey in batch for day in journey.days)
    return batch


def _refuse_what_is_not_empty() -> None:
    for model in CONTENT:
        if count := model._default_manager.count():
            raise NotEmpty(f"{count} {model._meta.verbose_name_plural if count > 1 else model._meta.verbose_name}")


def _take_photos(seed: int, first: int, batch: list[Journey]) -> None:
    for number, journey in enumerate(batch, first):
        numbers = chance(seed, f"photos {number}")
        for minute, figure in enumerate(journey.figures):
            date = figure.day.date if figure.day else None
            clock = datetime.time(9 + minute // 60 % 12, minute % 60)
            taken_at = datetime.datetime.combine(date or MADE_AT.date(), clock, journey.trip.zone)
            photo, _ = store(jpeg(numbers, taken_at, journey.city), f"IMG_{number:05d}_{minute:02d}.jpg")
            Photo.objects.filter(pk=photo.pk).update(uuid=made_uuid(numbers), uploaded_at=journey.trip.created_at)
            figure.photo = photo


def _save(batch: list[Journey], tags: dict[str, Tag], categories: dict[str, Category]) -> None:
    """Write the rows of some trips, and index their references and words."""
    trips = [journey.trip for journey in batch]
    days = [day for journey in batch for day in journey.days]
    talks = [talk for journey in batch for talk in journey.talks]
    figures = [figure for journey in batch for figure in journey.figures]
    Event.objects.bulk_create(event for journey in batch for event in journey.events)
    Trip.objects.bulk_create(trips)
    visits = Trip.events.through
    visits._default_manager.bulk_create(visits(trip=each.trip, event=event) for each in batch for event in each.events)
    TaggedTrip.objects.bulk_create(
        TaggedTrip(content_object=each.trip, tag=tags[name]) for each in batch for name in each.tags
    )
    CategorizedTrip.objects.bulk_create(
        CategorizedTrip(content_object=each.trip, tag=categories[name]) for each in batch for name in each.categories
    )
    Day.objects.bulk_create(days)
    Talk.objects.bulk_create(talks)
    TalkSpeaker.objects.bulk_create(speaker for journey in batch for speaker in journey.speakers)
    TalkLink.objects.bulk_create(link for journey in batch for link in journey.links)
    Encounter.objects.bulk_create(encounter for journey in batch for encounter in journey.encounters)
    Figure.objects.bulk_create(figures)
    FigurePerson.objects.bulk_create(person for journey in batch for person in journey.portrayed)
    _choose_covers(batch)
    texts: list[Day | Figure | Talk | Trip] = [*trips, *days, *talks, *figures]
    Reference.objects.bulk_create(row for text in texts for row in index.references_of(text))
    index_words(_things(trips, days, talks))


def _things(trips: list[Trip], days: list[Day], talks: list[Talk]) -> Iterator[Thing]:
    yield from ((SearchKind.TRIP, trip.pk) for trip in trips)
    yield from ((SearchKind.DAY, day.pk) for day in days)
    yield from ((SearchKind.TALK, talk.pk) for talk in talks)


def _choose_covers(batch: list[Journey]) -> None:
    covered = [journey for journey in batch if journey.figures]
    for journey in covered:
        journey.trip.cover = journey.figures[0]
    Trip.objects.bulk_update([journey.trip for journey in covered], ["cover"])


def _set_times() -> None:
    """Replace the times of this moment, which the database's columns set by themselves."""
    Trip.objects.update(updated_at=F("created_at"))
    Day.objects.update(updated_at=F("created_at"))
    Person.objects.update(created_at=MADE_AT, updated_at=MADE_AT)
    for model in (Talk, Figure, Event, EventSeries, Place):
        model._default_manager.update(updated_at=MADE_AT)
