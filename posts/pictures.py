"""From a photo to a figure: on which day, at which place among the others, and by which name."""

import datetime
import re
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.text import slugify

from media.models import Photo
from posts.models import Day, Figure, Reference, Trip

# What cameras, phones and messengers call every picture; the rest of such a name is numbers.
_OF_A_CAMERA = re.compile(
    r"(?:_?(?:img|image|dsc|dscn|dscf|dscpdc|pxl|mvimg|photo|picture|pic|screenshot|signal|whatsapp|wa|p|cimg|gopr|sam|"
    r"e|mp|mvi|burst|edited|original|copy|unnamed|fullsizerender|(?=[a-f]*\d)[0-9a-f]{6,}|\d+)[\W_]*)+",
    re.IGNORECASE,
)
NAME_LENGTH = 90


@dataclass(frozen=True)
class Placed:
    """A figure, and whether it was here already."""

    figure: Figure
    was_here: bool = False


def place(photo: Photo, trip: Trip, day: Day | None = None, file_name: str = "") -> Placed:
    """Make a photo a figure of a trip, on a day or else on the day it was taken; one that is here already stays."""
    here = trip.figures.filter(photo=photo).select_related("day", "photo", "trip").first()
    if here is not None:
        return Placed(here, was_here=True)
    with transaction.atomic():
        day = day or day_of(photo, trip)
        figure = Figure(trip=trip, day=day, photo=photo, name=name_for(photo, trip, file_name))
        figure.position = _position(figure)
        figure.save()
    return Placed(figure)


def day_of(photo: Photo, trip: Trip) -> Day | None:
    """Return the trip's section of the date a photo was taken on."""
    return trip.days.filter(date=photo.taken_on).first() if photo.taken_on else None


def better_day(figure: Figure) -> Day | None:
    """Return the day on which a figure's picture was taken, where it is shown on another."""
    photo = figure.photo
    day = day_of(photo, figure.trip) if photo else None
    is_elsewhere = day is not None and (figure.day is None or figure.day.date != day.date)
    return day if is_elsewhere else None


def move(figure: Figure, day: Day | None) -> None:
    """Put a figure on another day of its trip, sorted in by time."""
    figure.day = day
    with transaction.atomic():
        figure.position = _position(figure)
        figure.save()


def arrange(day: Day, keys: list[int]) -> None:
    """Put a day's figures in the given order; those that are not named come after them."""
    figures = list(day.figures.order_by("position", "id"))
    order = {key: place for place, key in enumerate(keys)}
    figures.sort(key=lambda figure: order.get(figure.pk, len(order)))
    _number(figures)


def by_time(day: Day) -> None:
    """Put a day's figures in the order in which they were taken; those without a time come last."""
    figures = list(day.figures.select_related("photo").order_by("position", "id"))
    _number(sorted(figures, key=lambda figure: _moment(figure) or (datetime.date.max, datetime.time.max)))


def name_for(photo: Photo, trip: Trip | None, file_name: str = "") -> str:
    """Return a free name for a photo's figure: of the words of its file, else of the time it was taken."""
    words = _words(file_name or photo.original_name)
    if not words and photo.taken_on:
        words = photo.taken_on.strftime("%A") + (photo.taken_time.strftime("-%H%M") if photo.taken_time else "")
    return free_name(trip, words)


def free_name(trip: Trip | None, text: str) -> str:
    """Return a name made of a text that no figure of the trip has: `stage`, else `stage-2`, `stage-3` …"""
    base = slugify(text, allow_unicode=True)[:NAME_LENGTH] or "figure"
    taken = set(trip.figures.filter(name__startswith=base).values_list("name", flat=True)) if trip else set()
    number, name = 1, base
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    return name


def texts_with(figure: Figure) -> list[Day]:
    """Return the sections whose text shows a figure by its name."""
    named = Reference.objects.filter(kind="figure", slug=figure.name, day__trip=figure.trip_id)
    return list(Day.objects.filter(pk__in=named.values("day")).select_related("trip"))


def without_alt(trip: Trip | None = None) -> QuerySet[Figure]:
    """Return the figures whose picture nobody has described yet, as trips and days follow one another."""
    shown = Figure.objects.filter(Q(photo__isnull=False) | ~Q(remote_url=""), alt="")
    if trip is not None:
        shown = shown.filter(trip=trip)
    return shown.select_related("photo", "trip", "day").order_by(
        "-trip__starts_on", "trip", "day__position", "position", "id"
    )


def _words(file_name: str) -> str:
    stem = file_name.rsplit(".", 1)[0]
    return "" if _OF_A_CAMERA.fullmatch(stem) else stem


def _position(figure: Figure) -> int:
    """Make room among the figures of the same day, before the first one that was taken later; return the place."""
    same_day = figure.trip.figures.filter(day=figure.day).exclude(pk=figure.pk)
    others = list(same_day.select_related("photo").order_by("position", "id"))
    moment = _moment(figure)
    later = (place for place, other in enumerate(others) if moment and (_moment(other) or moment) > moment)
    found = next(later, len(others))
    _number(others[:found])
    _number(others[found:], first=found + 1)
    return found


def _moment(figure: Figure) -> tuple[datetime.date, datetime.time] | None:
    photo = figure.photo
    if photo is None or photo.taken_on is None:
        return None
    return photo.taken_on, photo.taken_time or datetime.time.max


def _number(figures: list[Figure], first: int = 0) -> None:
    for position, figure in enumerate(figures, start=first):
        if figure.position != position:
            figure.position = position
            figure.save(update_fields=["position"])
