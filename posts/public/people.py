"""The people, A to Z, and one person: where and when met, heard, pictured and mentioned."""

from dataclasses import dataclass

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from media.recording import ALL_TOLD, depends_on, subject
from people.models import Person, PersonQuerySet
from posts.acquaintance import appearances_on, companions_of, days_with, encounters_with, extent_of
from posts.appearances import mentions_at, mentions_of, published_people
from posts.cast import MEETINGS, first_meetings
from posts.models import Day, Encounter, Figure, Talk
from posts.models.figure import FigureQuerySet
from posts.models.prepared import prepared
from posts.models.talk import TalkQuerySet
from posts.prose import render as prose
from posts.prose.figures import FigureView
from posts.prose.figures import view as figure_of
from posts.prose.targets import Targets
from posts.quotes import passages_at, quotations

from . import head
from .moved import find_moved_person
from .paging import MENTIONS, list_page, page_of

# Each line brings its passages along, which are rendered for it.
LINES_ON_A_PAGE = 20
# The rest of somebody's talks are a filter away.
MOST_TALKS = 20
LATEST_TALKS_FIRST = ("-day__trip__starts_on", "-starts_at", "id")
MOST_FIGURES = 48


@dataclass(frozen=True)
class Line:
    """A person in the list, with the day they were last met."""

    person: Person
    last_met: Day | None

    @property
    def initial(self) -> str:
        return self.person.name[:1].upper()


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    depends_on(ALL_TOLD, "list:people")
    meetings = Encounter.objects.published().filter(person=OuterRef("pk"), role__in=MEETINGS).in_order().reverse()
    met = published_people().annotate(last_met=Subquery(meetings.values("day_id")[:1]))
    page = list_page(request, met.annotate(lower_name=Lower("name")), ("lower_name", "id"))
    days = Day.objects.select_related("trip").in_bulk({person.last_met for person in page if person.last_met})
    lines = [Line(person, days.get(person.last_met)) for person in page]
    return render(request, "posts/people.html", {"page": page, "lines": lines, "head": head.of_list(request, page)})


@require_safe
def person(request: HttpRequest, slug: str) -> HttpResponse:
    found = next(iter(people_called(slug)), None)
    if found is None:
        return redirect(find_moved_person(slug), permanent=True)
    depends_on(ALL_TOLD, subject(Person, found.pk))
    mentions = mentions_of(found)
    first_met = first_meetings([found.pk]).get(found.pk)
    page = page_of(request, days_with(found, mentions), LINES_ON_A_PAGE)
    elsewhere = page_of(request, mentions.passages_elsewhere, LINES_ON_A_PAGE, MENTIONS)
    is_first = page.number == elsewhere.number == 1
    # A further page of either list is about that list alone.
    days = list(page) if is_first or page.number > 1 else []
    told_elsewhere = list(elsewhere) if page.number == 1 else []
    encounters = encounters_with(found, [*days, *([first_met] if first_met else [])])
    quoted = mentions_at([*mentions.passages_in(days), *told_elsewhere])
    passages = passages_at(quoted)
    figures = _figures_with(found.pk) if is_first else []
    captions = [text for figure in figures for text in (figure.title, figure.caption, figure.alt)]
    targets = Targets.for_texts([found.about, *captions], passages=passages)
    quotes = quotations(quoted, passages, found, targets)
    portrait = portrait_of(found)
    context = {
        "person": found,
        "head": head.of_person(request, found, prose.plain_text(found.about, targets.aside), portrait),
        "portrait": portrait,
        "about": prose.render(found.about, targets.aside),
        "first_met": first_met,
        "first_place": encounters[first_met.pk].place if first_met else None,
        "extent": extent_of(found),
        "page": page,
        "lines": appearances_on(days, encounters, quotes, first_met),
        "companions": companions_of(found) if is_first else [],
        "talks": _latest_talks_of(found.pk) if is_first else [],
        "talk_count": len(_talks_of.in_parts(found.pk)) if is_first else 0,
        "figures": list(zip(figures, prose.figure_views(figures, targets), strict=True)),
        "mentions": elsewhere,
        "quotations": [each for each in quotes if not each.mention.day],
    }
    return render(request, "posts/person.html", context)


@prepared
def people_called(slug: str) -> PersonQuerySet:
    """Return the person with this slug, if they have a page."""
    return published_people().for_page().filter(slug=slug)


@prepared
def _figures_with(person: int) -> FigureQuerySet:
    return Figure.objects.published().filter(people=person).for_page()[:MOST_FIGURES]


@prepared
def _talks_of(person: int) -> TalkQuerySet:
    return Talk.objects.published().filter(speakers=person).order_by()


@prepared
def _latest_talks_of(person: int) -> TalkQuerySet:
    latest = Talk.objects.published().filter(speakers=person).order_by(*LATEST_TALKS_FIRST)
    return Talk.objects.filter(pk__in=latest.values("pk")[:MOST_TALKS]).for_card().order_by(*LATEST_TALKS_FIRST)


def portrait_of(person: Person) -> FigureView | None:
    if person.portrait is None:
        return None
    shown = Figure(name="portrait", photo=person.portrait)
    return figure_of(shown, title="", caption=SafeString(), alt=person.name)
