"""Old addresses: what moved is found again, but only through the gate of visibility; what was withdrawn is told so."""

import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from people.models import FormerSlug, Person
from posts.appearances import published_people
from posts.models import Day, RetiredSlug, Status, Trip
from posts.models.publication import is_live


def find_moved(published: QuerySet[Any], kind: str, slug: str) -> Any:
    """Return the published trip, talk, event or place that once had this slug, or raise Http404."""
    targets = RetiredSlug.objects.filter(kind=kind, slug=slug).values("target")
    found = published.filter(uuid__in=targets).first()
    if found is None:
        raise Http404
    return found


def find_moved_person(slug: str) -> Person:
    """Return the person who once had this slug, if they have a page now, or raise Http404."""
    former = FormerSlug.objects.filter(slug=slug).values("person")
    person = published_people().filter(pk__in=former).first()
    if person is None:
        raise Http404
    return person


def is_withdrawn(slug: str, date: datetime.date | None = None) -> bool:
    """Whether a trip of this slug, or one it once had, was withdrawn; with a date, also whether that day of it was."""
    targets = RetiredSlug.objects.filter(kind="trip", slug=slug).values("target")
    trips = Trip.objects.filter(Q(slug=slug) | Q(uuid__in=targets))
    if trips.filter(status=Status.WITHDRAWN).exists():
        return True
    if date is None:
        return False
    return Day.objects.filter(is_live("trip__"), trip__in=trips, date=date, status=Status.WITHDRAWN).exists()
