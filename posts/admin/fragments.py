"""The preview of a text that is not saved yet: as readers will see it, with what only its writer needs to know."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render as page
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from people.models import Person, Visibility
from posts.models import Event, Figure, Place, Status, Talk, Trip
from posts.prose.figures import photo_url
from posts.prose.references import find
from posts.prose.render import render
from posts.prose.targets import Linked, Targets, pages_by_slug, people_by_slug, people_in, slugs_of

from .subjects import Subject, subject_of

# A full day of a conference has some 5,000 characters.
LONGEST = 200_000

_LINK = re.compile(r"</?a\b[^>]*>")
_AVIF = re.compile(r'<source [^>]*type="image/avif"[^>]*>')
_FRAME = re.compile(r'<a (class="frame")[^>]*>(.*?)</a>', re.DOTALL)


@dataclass(frozen=True)
class Note:
    """What the writer should know of a reference. `state` is `missing`, `unseen` (readers get less) or `hint`."""

    state: str
    words: str


@dataclass(frozen=True)
class Fragment:
    html: SafeString
    notes: list[Note]


@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """Answer with the HTML of `text`; nothing of it is kept."""
    if not request.user.has_perms(["posts.view_day", "people.view_person"]):
        return _refusal("Your account may not see previews; ask whoever keeps the accounts.", 403)
    text = request.POST.get("text", "")
    if len(text) > LONGEST:
        size = f"This text has {len(text):,} characters, the preview takes {LONGEST:,}."
        return _refusal(f"{size} It can be saved all the same; consider several days.", 413)
    subject = subject_of(request.POST.dict())
    try:
        fragment = fragment_of(text, subject)
    except RecursionError:
        return _refusal("This text is nested too deeply to be shown: look for a long row of > or brackets.", 422)
    shown = {"fragment": fragment, "language": subject.trip.language if subject.trip else ""}
    return page(request, "admin/widgets/_preview.html", shown)


def _refusal(message: str, status: int) -> HttpResponse:
    return HttpResponse(message, status=status, content_type="text/plain; charset=utf-8")


def fragment_of(text: str, subject: Subject) -> Fragment:
    """Render a text as the public page of its day will show it, each reference marked as what it is."""
    figures = _figures(text, subject)
    captions = [words for figure in figures.values() for words in (figure.title, figure.caption, figure.alt)]
    slugs = slugs_of([text, *captions])
    people = people_by_slug(slugs.pop("person", set()))
    marker = Marker(subject, people, pages_by_slug(slugs, _all), figures)
    marker.published = pages_by_slug(slugs)
    targets = Targets(people, marker.pages, figures, mark=marker.mark, portrayed=people_in(figures.values()))
    return Fragment(render(text, targets, section="preview"), list(marker.notes.values()))


def _figures(text: str, subject: Subject) -> dict[str, Figure]:
    """Return the figures a text shows, published or not."""
    names = {reference.slug for reference in find(text) if reference.kind == "figure"}
    if subject.trip is None or not names:
        return {}
    shown = subject.trip.figures.filter(name__in=names).select_related("photo", "trip", "day__trip")
    return {figure.name: figure for figure in shown}


def _all(model: Any) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.all()
    return rows.select_related("day__trip") if model is Talk else rows


@dataclass
class Marker:
    """Turns each reference of a text into a chip that says what it leads to, and gathers what is to be known."""

    subject: Subject
    people: Mapping[str, Person]
    pages: Mapping[tuple[str, str], Linked]
    figures: Mapping[str, Figure]
    published: Mapping[tuple[str, str], Linked] = field(default_factory=dict)
    notes: dict[tuple[str, str], Note] = field(default_factory=dict)

    def __post_init__(self) -> None:
        trip = self.subject.trip
        keys = [figure.pk for figure in self.figures.values()]
        permitted = Figure.objects.permitted().filter(pk__in=keys).values_list("pk", flat=True) if keys else ()
        self.permitted = set(permitted)
        self.events = set(trip.events.values_list("pk", flat=True)) if trip else set()

    def mark(self, kind: str, slug: str, shown: str) -> str:
        note = self._note(kind, slug, shown)
        if note:
            self.notes[kind, slug] = note
        state = note.state if note else "known"
        if kind == "figure" and "<figure" in shown:
            return self._figure(self.figures[slug], shown, note)
        if (kind, slug) not in self.published:
            shown = shown if kind == "person" else _LINK.sub("", shown)
        return format_html(
            '<span class="reference is-{} is-{}" title="{}">{}</span>',
            kind,
            state,
            note.words if note else f"{kind}: {self._name(kind, slug)}",
            SafeString(shown or f"{kind}:{slug}"),
        )

    def _figure(self, figure: Figure, shown: str, note: Note | None) -> str:
        """The writer's own pictures come from the desk; they lead nowhere while they are not public."""
        html = _FRAME.sub(r"<span \1>\2</span>", shown)
        if figure.photo:
            public, own = photo_url(figure.photo, 1, "jpg"), reverse("desk:photo", args=[figure.photo.uuid, 1])
            html = _AVIF.sub("", html).replace(public.removesuffix("1.jpg"), own.removesuffix("1.jpg"))
        mark = format_html('<p class="figure-note">{}</p>', note.words) if note else ""
        return f"{html}{mark}"

    def _name(self, kind: str, slug: str) -> str:
        return str(self.people[slug] if kind == "person" else self.pages[kind, slug])

    def _note(self, kind: str, slug: str, shown: str) -> Note | None:
        if kind == "person":
            return self._about_person(slug)
        if kind == "figure":
            return self._about_figure(slug, shown)
        found = self.pages.get((kind, slug))
        if found is None:
            return Note("missing", f"There is no {kind} “{slug}” yet: readers see the words alone.")
        if (kind, slug) in self.published or self._will_be_public(found):
            return None
        return Note("unseen", f"{found} is not public: readers see the words alone.")

    def _about_person(self, slug: str) -> Note | None:
        person = self.people.get(slug)
        if person is None:
            return Note("missing", f"There is no person “{slug}” yet: readers see the words alone.")
        if person.visibility == Visibility.PUBLIC:
            return None
        if person.visibility == Visibility.NAME:
            return Note("hint", f"{person} is shown by name only: readers see no link.")
        return Note("unseen", f"{person} is not named to readers: they see “{person.public_name}”.")

    def _about_figure(self, name: str, shown: str) -> Note | None:
        figure = self.figures.get(name)
        if figure is None:
            return Note("missing", f"This trip has no figure “{name}” yet: readers see nothing here.")
        if "<figure" not in shown:
            return Note(
                "unseen", f"A figure is shown by ![](figure:{name}), alone in its paragraph; a link leads nowhere."
            )
        if figure.pk not in self.permitted:
            return Note("unseen", f"“{figure}” shows somebody who is hidden: readers do not get it.")
        if figure.day and figure.day != self.subject.day and figure.day.status != Status.PUBLISHED:
            return Note(
                "unseen", f"“{figure}” belongs to “{figure.day}”, which is a draft: readers get it with that day."
            )
        if not (figure.alt or figure.title):
            return Note("hint", f"“{figure}” has no alternative text: say what it shows to those who cannot see it.")
        return None

    def _will_be_public(self, page: Linked) -> bool:
        """Whether a page becomes public with this text, should its day and trip be published."""
        trip = self.subject.trip
        if isinstance(page, Place):
            return page.is_public
        if isinstance(page, Event):
            return page.pk in self.events
        if isinstance(page, Trip):
            return trip is not None and page.pk == trip.pk
        day = page.day
        return day is not None and trip is not None and day.trip_id == trip.pk and day.status == Status.PUBLISHED
