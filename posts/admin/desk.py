"""What lies on the desk: trips in progress, where somebody left off, notes to sort, people to write to."""

import datetime
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from people.models import Wish
from posts.checks import findings
from posts.keys import key_in
from posts.models import Capture, Day, Draft, Encounter, Status, Trip
from posts.sections import next_date

from .access import is_contributor, own_captures, own_days
from .thumbnails import photo_address
from .trip_forms import NewTripForm

SHOWN_TRIPS = 4
SHOWN_DAYS = 40
PICTURE_WIDTH = 320
AHEAD = datetime.timedelta(days=14)


@dataclass(frozen=True)
class InProgress:
    """A trip that is not wholly public yet, and what it lacks."""

    trip: Trip
    state: str
    missing: list[tuple[str, int]] = field(default_factory=list)
    next_date: datetime.date | None = None


@dataclass(frozen=True)
class LeftOff:
    """Something being written. `is_draft` where it was typed and not saved."""

    title: str
    url: str
    at: datetime.datetime
    is_draft: bool = False


def overview(user: Any) -> dict[str, Any]:
    """Return all that the first page of the desk shows."""
    days = own_days(user, Day.objects.select_related("trip").defer("body"))
    captures = own_captures(user, Capture.objects.prefetch_related("photos"))
    latest = days.order_by("-updated_at", "-id").first()
    return {
        "trips": trips_to_write_about() if is_contributor(user) else trips_in_progress(),
        "left_off": left_off(user, latest),
        "captures": [(each, _pictures(each)) for each in captures],
        "days": list(days.order_by("-trip__updated_at", "trip", "position")[:SHOWN_DAYS]),
        "latest_day": latest,
        "follow_ups": [] if is_contributor(user) else list(follow_ups()),
        "wishes": 0 if is_contributor(user) else Wish.objects.filter(answer="").count(),
        "new_trip": NewTripForm(auto_id="new-trip-%s"),
    }


def _pictures(capture: Capture) -> list[tuple[str, str]]:
    """Return the address of each picture, empty while it is being made ready, and its file's name."""
    return [(photo_address(photo, PICTURE_WIDTH), photo.original_name) for photo in capture.photos.all()]


def trips_in_progress() -> list[InProgress]:
    """Return the trips that are drafts, scheduled, or public with days that are not; the latest written first."""
    now = timezone.now()
    unfinished = Q(status=Status.DRAFT) | Q(status=Status.PUBLISHED, published_at__gt=now)
    with_drafts = Q(status=Status.PUBLISHED, days__status=Status.DRAFT)
    trips = Trip.objects.filter(unfinished | with_drafts).distinct().order_by("-updated_at", "-id")[:SHOWN_TRIPS]
    return [InProgress(trip, _state(trip), _missing(trip), next_date(trip)) for trip in trips]


def trips_to_write_about() -> list[InProgress]:
    """Return the latest trips, for who adds days to them and has nothing to do with the rest."""
    trips = Trip.objects.order_by("-starts_on", "-id")[:SHOWN_TRIPS]
    return [InProgress(trip, _state(trip), next_date=next_date(trip)) for trip in trips]


def _state(trip: Trip) -> str:
    if trip.status == Status.DRAFT:
        return "draft"
    if trip.published_at and trip.published_at > timezone.now():
        return f"from {trip.published_at.astimezone(trip.zone):%-d %b %H:%M}"
    return "public, with drafts"


def _missing(trip: Trip) -> list[tuple[str, int]]:
    counted = Counter(finding.code.label for finding in findings(trip))
    return [(str(label), number) for label, number in counted.items()]


def left_off(user: Any, latest: Day | None) -> list[LeftOff]:
    """Return what was typed and not saved last, and the day that was saved last."""
    found = []
    draft = Draft.objects.filter(user=user).exclude(values={}).order_by("-updated_at", "-id").first()
    if draft is not None and (thing := _subject(draft.page)):
        found.append(LeftOff(thing, draft.page, draft.updated_at, is_draft=True))
    if latest is not None:
        url = reverse("admin:posts_day_change", args=[latest.pk])
        if not any(each.url == url for each in found):
            found.append(LeftOff(f"{latest.trip}: {latest}", url, latest.updated_at))
    return found


def _subject(page: str) -> str:
    """Return what an admin page is about, or nothing where it is gone."""
    try:
        match = resolve(page.partition("?")[0])
        app, model, action = (match.url_name or "").split("_")
    except (Resolver404, ValueError):
        return ""
    if action == "add":
        return f"A new {apps.get_model(app, model)._meta.verbose_name}"
    key = key_in(str(match.kwargs.get("object_id", "")))
    thing = apps.get_model(app, model)._default_manager.filter(pk=key).first()
    if isinstance(thing, Day):
        return f"{thing.trip}: {thing}"
    return str(thing) if thing is not None else ""


def follow_ups() -> QuerySet[Encounter]:
    """Return what was promised to whom and is due by now or soon."""
    due = Encounter.objects.filter(follow_up_on__lte=timezone.now().date() + AHEAD)
    return due.select_related("person", "day__trip").order_by("follow_up_on", "id")
