"""The days on which somebody appears: met, heard, pictured, named in a text."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse

from people.models import Person
from posts.exchange.schema import DayKind, Document, Role
from posts.models import Day, Encounter, Figure, Reference, Talk
from posts.models.day import local_date

from .paging import UNIQUE, Key, Page, window
from .references import TripReference, trip_reference

ORDER = (Key("on", datetime.date.fromisoformat, is_descending=True), UNIQUE)


class Appearance(Document):
    """Somebody on a day: their `role` if they are in its cast, which of its talks are theirs, which of its figures show
    them, and whether a text of it names them."""

    trip: TripReference
    day: UUID
    kind: DayKind
    date: datetime.date | None
    role: Role | None
    talks: list[UUID]
    figures: list[UUID]
    is_mentioned: bool


class AppearancePage(Page[Appearance]):
    pass


class _Traces:
    """Where somebody left a trace: of each kind, the published rows, and how a day finds them."""

    def __init__(self, person: Person) -> None:
        slugs = [person.slug, *person.former_slugs.values_list("slug", flat=True)]
        named = Reference.objects.published().filter(kind="person", slug__in=slugs)
        self.encounters = Encounter.objects.published().filter(person=person)
        self.talks = Talk.objects.published().filter(talk_speakers__person=person).order_by("starts_at", "id")
        self.figures = Figure.objects.published().filter(figure_people__person=person).order_by("position", "id")
        self.mentions = [named.annotate(on_day=F(path)) for path in ("day", "talk__day", "figure__day")]

    def days(self) -> QuerySet[Day]:
        rows: tuple[QuerySet[Any], ...] = (self.encounters, self.talks, self.figures)
        there: list[QuerySet[Any, Any]] = [each.order_by().exclude(day=None).values("day") for each in rows]
        there += [mentions.order_by().exclude(on_day=None).values("on_day") for mentions in self.mentions]
        found = Q()
        for days in there:
            found |= Q(pk__in=days)
        return Day.objects.published().filter(found)


def appearances_of(request: HttpRequest, person: Person, after: str, limit: int) -> AppearancePage:
    """Return a page of the days on which somebody with a page of their own appears, the latest first."""
    traces = _Traces(person)
    days = traces.days().select_related("trip").defer("body").annotate(on=local_date())
    path = reverse("api:appearances", args=[person.slug])
    page = window(request, days, ORDER, after, limit, path)
    return AppearancePage(items=_told(traces, page.things), next=page.next)


def _told(traces: _Traces, days: Sequence[Day]) -> list[Appearance]:
    roles: dict[int, Any] = dict(traces.encounters.filter(day__in=days).values_list("day", "role"))
    talks = _by_day(traces.talks.filter(day__in=days))
    figures = _by_day(traces.figures.filter(day__in=days))
    mentions: set[Any] = set()
    for named in traces.mentions:
        mentions.update(named.filter(on_day__in=[day.pk for day in days]).values_list("on_day", flat=True))
    return [
        Appearance(
            trip=trip_reference(day.trip),
            day=day.uuid,
            kind=day.kind,
            date=day.date,
            role=roles.get(day.pk),
            talks=talks[day.pk],
            figures=figures[day.pk],
            is_mentioned=day.pk in mentions,
        )
        for day in days
    ]


def _by_day(rows: QuerySet[Any]) -> dict[int, list[UUID]]:
    found: dict[int, list[UUID]] = defaultdict(list)
    for day, uuid in rows.values_list("day", "uuid"):
        found[day].append(uuid)
    return found
