"""What the references of some texts lead to, fetched at once and through the gate of visibility."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from media.recording import depends_on
from people.models import FormerSlug, Person, Visibility
from posts.concerns import reference
from posts.models import Event, Figure, FigurePerson, Place, PreviewLink, RetiredSlug, Talk, Trip
from posts.models.prepared import prepared

from .references import find_in, targets_of

PLACES_AND_PAGES: Mapping[str, Any] = {"event": Event, "place": Place, "talk": Talk, "trip": Trip}

Linked = Event | Place | Talk | Trip
Slugs = dict[str, set[str]]


@dataclass(frozen=True)
class Targets:
    """Everything the public may reach from some texts, by slug as written in them.

    `people` holds those of every visibility: how one is shown is decided while rendering.
    `figures` are the published ones of one trip, by name; `eager_figure` names the one that is fetched at once.
    `portrayed` holds who is in these, left to right, by the figure's key; nobody who is hidden.
    `mark`, where given, has the last word on each reference: it is told the kind, the slug and the HTML of it.
    """

    people: Mapping[str, Person] = field(default_factory=dict)
    pages: Mapping[tuple[str, str], Linked] = field(default_factory=dict)
    figures: Mapping[str, Figure] = field(default_factory=dict)
    eager_figure: str = ""
    mark: Callable[[str, str, str], str] | None = None
    portrayed: Mapping[int, tuple[Person, ...]] = field(default_factory=dict)

    @classmethod
    def for_texts(
        cls,
        texts: Iterable[str] = (),
        trip: Trip | None = None,
        link: PreviewLink | None = None,
        passages: Iterable[str] = (),
        words: Iterable[str] = (),
    ) -> Targets:
        """Fetch the targets of these texts and of the captions of the trip's figures, those that a preview link opens.

        `passages` are the sanitised HTML of others, `words` texts that are shown as plain text: of what they refer to
        only people matter there, since some have stand-ins. The number of queries depends on which kinds of references
        there are, never on how many.
        """
        figures = {}
        if trip is not None:
            shown = _figures(trip.pk) if link is None else _figures_of(Figure.objects.previewed(link), trip.pk)
            figures = {figure.name: figure for figure in shown}
        captions = (text for figure in figures.values() for text in (figure.title, figure.caption, figure.alt))
        slugs = slugs_of([*texts, *captions], passages)
        people = people_by_slug(slugs.pop("person", set()) | slugs_of(words).get("person", set()))
        return cls(people, pages_by_slug(slugs), figures, portrayed=people_in(figures.values()))

    @property
    def aside(self) -> Targets:
        """The same for words beside the narrative: about a person or a place, an abstract, a title.

        The index does not follow references there, so they are shown as words; people who are not
        named in public still get their stand-ins.
        """
        return Targets(people={slug: person for slug, person in self.people.items() if not person.is_named})


def slugs_of(texts: Iterable[str], passages: Iterable[str] = ()) -> Slugs:
    """Return the slugs that texts, and passages of sanitised HTML, refer to, by kind.

    Without those of figures, which only their trip knows.
    """
    wanted: Slugs = defaultdict(set)
    for text in texts:
        # Most titles and captions hold no reference at all: no need to parse those.
        if ":" in text:
            for kind, slug in targets_of(text):
                wanted[kind].add(slug)
    for passage in passages:
        for found in find_in(passage):
            wanted[found.kind].add(found.slug)
    wanted.pop("figure", None)
    return wanted


def people_in(figures: Iterable[Figure]) -> dict[int, tuple[Person, ...]]:
    """Return who is in each figure, left to right, by the figure's key; nobody who is hidden."""
    keys = [figure.pk for figure in figures]
    if not keys:
        return {}
    found: dict[int, tuple[Person, ...]] = defaultdict(tuple)
    for row in _figure_people(keys):
        found[row.figure_id] += (row.person,)
    return dict(found)


def people_by_slug(slugs: set[str]) -> dict[str, Person]:
    """Return the people, of every visibility, by the slug they are written with: theirs, or one they once had."""
    if not slugs:
        return {}
    depends_on(*(reference("person", slug) for slug in slugs))
    people = {entry.slug: entry.person for entry in _former_slugs(slugs)}
    return people | {person.slug: person for person in _people(slugs)}


@prepared
def _figures(trip: int) -> QuerySet[Figure]:
    return _figures_of(Figure.objects.published(), trip)


def _figures_of(figures: QuerySet[Figure], trip: int) -> QuerySet[Figure]:
    return figures.filter(trip=trip).select_related("photo", "trip")


@prepared
def _figure_people(figures: list[int]) -> QuerySet[FigurePerson]:
    shown = FigurePerson.objects.exclude(person__visibility=Visibility.HIDDEN)
    return shown.filter(figure__pk__in=figures).select_related("person")


@prepared
def _former_slugs(slugs: set[str]) -> QuerySet[FormerSlug]:
    return FormerSlug.objects.filter(slug__in=slugs).select_related("person")


@prepared
def _people(slugs: set[str]) -> QuerySet[Person]:
    return Person.objects.filter(slug__in=slugs)


@prepared
def _retired_slugs(slugs: set[str]) -> QuerySet[RetiredSlug]:
    return RetiredSlug.objects.filter(kind__in=sorted(PLACES_AND_PAGES), slug__in=slugs)


def _reached(model: Any) -> Callable[[set[str], set[UUID]], list[Any]]:
    @prepared
    def published(slugs: set[str], uuids: set[UUID]) -> QuerySet[Any]:
        rows: QuerySet[Any] = model.objects.published()
        return rows.filter(Q(slug__in=slugs) | Q(uuid__in=uuids))

    return published


_published = {kind: _reached(model) for kind, model in PLACES_AND_PAGES.items()}


def pages_by_slug(slugs: Slugs, rows: Callable[[Any], QuerySet[Any]] | None = None) -> dict[tuple[str, str], Linked]:
    """Return what the public can reach, or other `rows` of each model, by kind and slug as written, old slugs too."""
    if not slugs:
        return {}
    depends_on(*(reference(kind, slug) for kind, kind_slugs in slugs.items() for slug in kind_slugs))
    entries = _retired_slugs(set().union(*slugs.values()))
    retired = {(entry.kind, entry.slug): entry.target for entry in entries if entry.slug in slugs.get(entry.kind, ())}
    pages: dict[tuple[str, str], Linked] = {}
    for kind, kind_slugs in sorted(slugs.items()):
        uuids = {target for (retired_kind, _), target in retired.items() if retired_kind == kind}
        if rows is None:
            found = _published[kind](kind_slugs, uuids)
        else:
            found = list(rows(PLACES_AND_PAGES[kind]).filter(Q(slug__in=kind_slugs) | Q(uuid__in=uuids)))
        by_uuid = {page.uuid: page for page in found}
        pages |= {key: by_uuid[target] for key, target in retired.items() if key[0] == kind and target in by_uuid}
        pages |= {(kind, page.slug): page for page in by_uuid.values() if page.slug in kind_slugs}
    return pages
