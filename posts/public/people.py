"""The people, A to Z, and one person: where and when met, heard, pictured and mentioned."""

import datetime
from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from people.models import Person
from posts.appearances import Mention, mentions_of, published_people
from posts.cast import MEETINGS, Part, first_meetings
from posts.models import Day, Encounter, Figure, Place, Talk
from posts.prose import render as prose
from posts.prose.figures import FigureView
from posts.prose.figures import view as figure_of
from posts.prose.targets import Targets

from . import head
from .moved import find_moved_person
from .paging import page_of


@dataclass(frozen=True)
class Line:
    """A person in the list, with the day they were last met."""

    person: Person
    last_met: Day | None

    @property
    def initial(self) -> str:
        return self.person.name[:1].upper()


@dataclass(frozen=True)
class Appearance:
    """A person on a day; `url` leads to the passage that names them, or to the day."""

    day: Day
    part: Part
    url: str
    place: Place | None = None


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    meetings = Encounter.objects.published().filter(person=OuterRef("pk"), role__in=MEETINGS).in_order().reverse()
    met = published_people().annotate(last_met=Subquery(meetings.values("day_id")[:1]))
    page = page_of(request, met.order_by(Lower("name"), "id"))
    days = Day.objects.select_related("trip").in_bulk({person.last_met for person in page if person.last_met})
    lines = [Line(person, days.get(person.last_met)) for person in page]
    return render(request, "posts/people.html", {"page": page, "lines": lines})


@require_safe
def person(request: HttpRequest, slug: str) -> HttpResponse:
    found = published_people().for_page().filter(slug=slug).first()
    if found is None:
        return redirect(find_moved_person(slug), permanent=True)
    mentions = mentions_of(found)
    figures = list(Figure.objects.published().filter(people=found).for_page())
    targets = Targets.for_texts([found.about, *(text for f in figures for text in (f.title, f.caption, f.alt))])
    first_met = first_meetings([found.pk]).get(found.pk)
    appearances = _appearances(found, mentions, first_met)
    portrait = portrait_of(found)
    context = {
        "person": found,
        "head": head.of_person(request, found, prose.plain_text(found.about, targets), portrait),
        "portrait": portrait,
        "about": prose.render(found.about, targets),
        "first_met": first_met,
        "page": page_of(request, appearances),
        "trip_count": len({seen.day.trip_id for seen in appearances}),
        "talks": list(Talk.objects.published().filter(speakers=found).for_card().order_by("-starts_at", "id")),
        "figures": list(zip(figures, prose.figure_views(figures, targets), strict=True)),
        "mentions": [mention for mention in mentions if mention.day is None],
    }
    return render(request, "posts/person.html", context)


def portrait_of(person: Person) -> FigureView | None:
    if person.portrait is None:
        return None
    shown = Figure(name="portrait", photo=person.portrait)
    return figure_of(shown, title="", caption=SafeString(), alt=person.name)


def _appearances(person: Person, mentions: list[Mention], first_met: Day | None) -> list[Appearance]:
    """Return the days somebody was met on or is named in, the latest first."""
    passages = {mention.day.pk: mention for mention in mentions if mention.day}
    appearances = []
    for encounter in Encounter.objects.published().filter(person=person).for_page():
        passage = passages.pop(encounter.day_id, None)
        url = passage.url if passage else encounter.day.get_absolute_url()
        again = encounter.role == Encounter.Role.MET and first_met is not None and first_met.pk != encounter.day_id
        part = Part.MET_AGAIN if again else Part(encounter.role)
        appearances.append(Appearance(encounter.day, part, url, encounter.place))
    appearances += [Appearance(found.day, Part.MENTIONED, found.url) for found in passages.values() if found.day]
    return sorted(appearances, key=_when, reverse=True)


def _when(seen: Appearance) -> tuple[datetime.date, int]:
    return (seen.day.happened_on or datetime.date.min, seen.day.position)
