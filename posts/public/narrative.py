"""A trip's narrative, put together for its page and for the pages of its days."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Q
from django.utils.safestring import SafeString

from media.models import Photo
from media.recording import ALL_TOLD, depends_on, subject
from posts.appearances import section_anchors
from posts.cast import Group, cast_of, first_meetings, people_of
from posts.concerns import updated
from posts.models import Day, Figure, Place, PreviewLink, Trip
from posts.models.day import DayQuerySet
from posts.models.prepared import prepared
from posts.models.trip import TripQuerySet
from posts.prose.addresses import is_web_address, web_addresses
from posts.prose.figures import FigureView
from posts.prose.references import find
from posts.prose.render import figure_view, figure_views, plain_text, render, render_inline
from posts.prose.targets import Targets

from .whereabouts import cities_of


@dataclass(frozen=True)
class Section:
    """A day as readers see it. `figures` are those of the day that no text shows."""

    day: Day
    anchor: str
    body: SafeString
    figures: list[FigureView]
    cast: list[Group]


@dataclass(frozen=True)
class Stop:
    """A section on the line of days; `url` leads there."""

    day: Day
    url: str
    is_current: bool = False


def trip_page(trip: Trip, link: PreviewLink | None = None) -> dict[str, Any]:
    """Return what the page of a trip, fetched `for_page()`, shows: to the public, or to who opened a preview link."""
    depends_on(ALL_TOLD, subject(Trip, trip.pk), updated(trip.pk))
    days = list(trip.days.all())
    targets = Targets.for_texts([trip.summary, *(day.body for day in days)], trip, link)
    first_met = first_meetings(people_of(days))
    cover = targets.figures.get(trip.cover.name) if trip.cover else None
    if cover is None or not _is_ready(cover):
        targets = _with_eager_figure(targets, days)
    sections, rest = sections_of(days, targets, first_met)
    cast = cast_of(days, first_met)
    summary = render_inline(trip.summary, targets)
    more = figure_views([figure for figure in rest if figure != cover], targets)
    return {
        "trip": trip,
        "cover": figure_view(cover, targets) if cover else None,
        "cover_is_anchor": cover in rest,
        "summary": summary,
        "description": plain_text(trip.summary, targets),
        "cities": cities_of(trip, [page for page in targets.pages.values() if isinstance(page, Place)]),
        "stops": [Stop(section.day, f"#{section.anchor}") for section in sections],
        "sections": sections,
        "photos": [figure.photo for figure in targets.figures.values() if _is_ready(figure)],
        "figures": more,
        "addresses": [*web_addresses(summary), *_addresses(sections), *_addresses_below(more)],
        "cast": cast,
        "people_count": sum(len(group.members) for group in cast),
        "day_count": len({day.date for day in days if day.date}),
        "talk_count": sum(len(day.talks.all()) for day in days),
        "figure_count": len(targets.figures),
        **_neighbours(trip),
    }


def day_page(date: datetime.date | None, days: Sequence[Day], link: PreviewLink | None = None) -> dict[str, Any]:
    """Return what the page of one date of a trip shows; `days` are its sections, fetched `for_page()`.

    A section without a date has such a page only in its preview.
    """
    trip = days[0].trip
    depends_on(ALL_TOLD, subject(Trip, trip.pk))
    targets = _with_eager_figure(Targets.for_texts([day.body for day in days], trip, link), days)
    sections, _ = sections_of(days, targets, first_meetings(people_of(days)))
    stops = _stops(trip, date, link)
    dated = sorted({stop.day.date for stop in stops if stop.day.date})
    before = [other for other in dated if date and other < date]
    after = [other for other in dated if date and other > date]
    return {
        "trip": trip,
        "date": date,
        "title": " / ".join(day.title for day in days if day.title),
        "sections": sections,
        "addresses": _addresses(sections),
        "stops": stops,
        "previous": before[-1] if before else None,
        "next": after[0] if after else None,
    }


def sections_of(days: Sequence[Day], targets: Targets, first_met: dict[int, Day]) -> tuple[list[Section], list[Figure]]:
    """Return the sections, and the figures of no day that no text shows."""
    anchors = section_anchors(days)
    shown: set[str] = set()
    bodies = {day.pk: render(day.body, targets, section=anchors[day.pk], shown=shown) for day in days}
    # Told by the renderer itself, so that no figure is ever lost or shown twice.
    unshown = [figure for name, figure in targets.figures.items() if name not in shown]
    sections = [
        Section(
            day=day,
            anchor=anchors[day.pk],
            body=bodies[day.pk],
            figures=figure_views([figure for figure in unshown if figure.day_id == day.pk], targets),
            cast=cast_of([day], first_met),
        )
        for day in days
    ]
    return sections, [figure for figure in unshown if figure.day_id is None]


def _stops(trip: Trip, date: datetime.date | None, link: PreviewLink | None) -> list[Stop]:
    days = _days_of(trip.pk) if link is None else list(_of_trip(Day.objects.previewed(link), trip.pk))
    for day in days:
        day.trip = trip
    return [Stop(day, day.get_absolute_url(), is_current=day.date == date) for day in _one_each(days)]


@prepared
def _days_of(trip: int) -> DayQuerySet:
    return _of_trip(Day.objects.published(), trip)


def _of_trip(days: DayQuerySet, trip: int) -> DayQuerySet:
    return days.filter(trip=trip).defer("body").order_by("position", "id")


def _one_each(days: Iterable[Day]) -> list[Day]:
    """Keep the first of sections that share a date, since they share a page."""
    return list({day.anchor: day for day in reversed(list(days))}.values())[::-1]


def _with_eager_figure(targets: Targets, days: Iterable[Day]) -> Targets:
    """Have the first picture of the texts fetched at once: on a page without a cover it is the largest thing seen."""
    names = (reference.slug for day in days for reference in find(day.body) if reference.kind == "figure")
    ready = (name for name in names if name in targets.figures and _is_ready(targets.figures[name]))
    return replace(targets, eager_figure=next(ready, ""))


def _addresses(sections: Iterable[Section]) -> list[str]:
    """Return where the links of sections lead, as print.css counts them: text, pictures below it, talks."""
    addresses: list[str] = []
    for section in sections:
        addresses += [*web_addresses(section.body), *_addresses_below(section.figures)]
        links = [link.url for talk in section.day.talks.all() for link in talk.links.all()]
        addresses += filter(is_web_address, links)
    return addresses


def _addresses_below(figures: Iterable[FigureView]) -> list[str]:
    return [address for figure in figures for address in web_addresses(figure.caption)]


def _is_ready(figure: Figure) -> bool:
    return figure.photo is not None and figure.photo.state == Photo.State.READY


def _neighbours(trip: Trip) -> dict[str, Any]:
    earlier, later = _earlier(trip.starts_on, trip.pk), _later(trip.starts_on, trip.pk)
    return {"earlier": next(iter(earlier), None), "later": next(iter(later), None)}


@prepared
def _earlier(start: datetime.date, key: int) -> TripQuerySet:
    before = Q(starts_on__lt=start) | Q(starts_on=start, pk__lt=key)
    # What repeats the first condition of both has an index find where to begin.
    return Trip.objects.published().filter(before, starts_on__lte=start).order_by("-starts_on", "-id")[:1]


@prepared
def _later(start: datetime.date, key: int) -> TripQuerySet:
    after = Q(starts_on__gt=start) | Q(starts_on=start, pk__gt=key)
    return Trip.objects.published().filter(after, starts_on__gte=start).order_by("starts_on", "id")[:1]
