"""The latest trips as entries of a feed: each with its whole narrative."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.template.loader import render_to_string

from media.recording import depends_on
from posts.cast import first_meetings, people_of
from posts.concerns import updated
from posts.models import Day, Figure, Trip
from posts.models.figure import FigureQuerySet
from posts.models.prepared import prepared
from posts.models.trip import TripQuerySet
from posts.prose.figures import FigureView
from posts.prose.portable import portable, printable
from posts.prose.render import figure_views, plain_text, render_inline
from posts.prose.targets import Targets, people_in

from .narrative import sections_of

LIMIT = 20
_kept: ContextVar[Callable[[int], "Entry"] | None] = ContextVar("kept", default=None)
FirstMeetings = dict[int, Day]


@dataclass(frozen=True)
class Picture:
    """A picture of an entry: the address of its largest JPEG, and its title or alternative text."""

    url: str
    title: str


@dataclass(frozen=True)
class Entry:
    """A trip in a feed: addresses are absolute, `html` is the whole narrative, the rest is plain text."""

    id: str
    url: str
    title: str
    summary: str
    html: str
    language: str
    published: datetime.datetime
    updated: datetime.datetime
    labels: Sequence[str]
    cover: str
    pictures: Sequence[Picture]


@contextmanager
def entries_from(kept: Callable[[int], Entry]) -> Iterator[None]:
    """Take entries from where they are kept by the keys of their trips: whoever makes all feeds needs each in many."""
    token = _kept.set(kept)
    try:
        yield
    finally:
        _kept.reset(token)


def latest(trips: TripQuerySet) -> QuerySet[Trip, int]:
    """Return the keys of those of some trips that were published last."""
    ordered = trips.order_by(Coalesce("published_at", "created_at").desc(), "-id")
    return ordered.values_list("pk", flat=True)[:LIMIT]


def latest_entries(keys: Sequence[int], absolute: Callable[[str], str]) -> list[Entry]:
    """Return the entries of published trips by their keys; `absolute` completes an address of this site.

    The number of queries does not depend on how many trips there are.
    """
    kept = _kept.get()
    if kept is None:
        trips = {trip.pk: trip for trip in _trips(keys)}
        return _entries([trips[key] for key in keys if key in trips], absolute)
    depends_on(*(f"entry:{key}" for key in keys))
    return [kept(key) for key in keys]


@prepared
def _trips(keys: Sequence[int]) -> TripQuerySet:
    return Trip.objects.published().for_page().filter(pk__in=keys).order_by()


def entry_of(trip: int, absolute: Callable[[str], str]) -> Entry:
    """Return the entry of the published trip with this key, to be kept."""
    (entry,) = _entries(_trips([trip]), absolute)
    return entry


def _entries(trips: Sequence[Trip], absolute: Callable[[str], str]) -> list[Entry]:
    depends_on(*(updated(trip.pk) for trip in trips))
    figures: dict[int, dict[str, Figure]] = defaultdict(dict)
    for figure in _figures({trip.pk for trip in trips}):
        figures[figure.trip_id][figure.name] = figure
    days = [day for trip in trips for day in trip.days.all()]
    shown = [figure for by_name in figures.values() for figure in by_name.values()]
    captions = [text for figure in shown for text in (figure.title, figure.caption, figure.alt)]
    targets = Targets.for_texts([*(trip.summary for trip in trips), *(day.body for day in days), *captions])
    targets = replace(targets, portrayed=people_in(shown))
    first_met = first_meetings(people_of(days))
    return [_entry(trip, replace(targets, figures=figures[trip.pk]), first_met, absolute) for trip in trips]


@prepared
def _figures(trips: set[int]) -> FigureQuerySet:
    return Figure.objects.published().filter(trip__pk__in=trips).select_related("photo", "trip")


def _entry(trip: Trip, targets: Targets, first_met: FirstMeetings, absolute: Callable[[str], str]) -> Entry:
    url = absolute(trip.get_absolute_url())
    days = list(trip.days.all())
    published = trip.published_at or trip.created_at
    # What became public with time alone did not touch the trip.
    moments = [trip.updated_at, published, *(day.published_at for day in days if day.published_at)]
    pictures = [figure for figure in figure_views(targets.figures.values(), targets) if figure.is_ready]
    cover = next((figure for figure in pictures if trip.cover and figure.name == trip.cover.name), None)
    return Entry(
        id=trip.uuid.urn,
        url=url,
        title=printable(trip.title),
        summary=printable(plain_text(trip.summary, targets)),
        html=printable(portable(_narrative(trip, days, targets, first_met, cover), url)),
        language=trip.language,
        published=published.replace(microsecond=0),
        updated=max(moments).replace(microsecond=0),
        labels=list(dict.fromkeys(printable(label.name) for label in [*trip.categories.all(), *trip.tags.all()])),
        cover=absolute(cover.large_url) if cover else "",
        pictures=[Picture(absolute(figure.large_url), figure.title or figure.alt) for figure in pictures],
    )


def _narrative(
    trip: Trip, days: list[Day], targets: Targets, first_met: FirstMeetings, cover: FigureView | None
) -> str:
    sections, rest = sections_of(days, targets, first_met)
    context = {
        "summary": render_inline(trip.summary, targets),
        "cover": cover,
        "sections": sections,
        "figures": [figure for figure in figure_views(rest, targets) if cover is None or figure.name != cover.name],
    }
    return render_to_string("posts/_entry.html", context).strip()
