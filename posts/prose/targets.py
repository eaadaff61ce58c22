"""What the references of some texts lead to, fetched at once and through the gate of visibility."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from media.recording import depends_on
from people.models import FormerSlug, Person, Visibility
from posts.concerns import reference
from posts.models import Event, Figure, FigurePerson, Place, PreviewLink, RetiredSlug, Talk, Trip

from .references import find

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
    def for_texts(cls, texts: Iterable[str], trip: Trip | None = None, link: PreviewLink | None = None) -> Targets:
        """Fetch the targets of these texts and of the captions of the trip's figures, those that a preview link opens.

        The number of queries depends on which kinds of references there are, never on how many.
        """
        figures = {}
        if trip is not None:
            shown = Figure.objects.visible(link).filter(trip=trip).select_related("photo", "trip")
            figures = {figure.name: figure for figure in shown}
        captions = (text for figure in figures.values() for text in (figure.title, figure.caption, figure.alt))
        slugs = slugs_of([*texts, *captions])
        people = people_by_slug(slugs.pop("person", set()))
        return cls(people, pages_by_slug(slugs), figures, portrayed=people_in(figures.values()))

    @property
    def aside(self) -> Targets:
        """The same for words beside the narrative: about a person or a place, an abstract, a title.

        The index does not follow references there, so they are shown as words; people who are not
        named in public still get their stand-ins.
        """
        return Targets(people={slug: person for slug, person in self.people.items() if not person.is_named})


def slugs_of(texts: Iterable[str]) -> Slugs:
    """Return the slugs that texts refer to, by kind; without those of figures, which only their trip knows."""
    wanted: Slugs = defaultdict(set)
    for text in texts:
        # Most titles and captions hold no reference at all: no need to parse those.
        if ":" in text:
            for reference in find(text):
                wanted[reference.kind].add(reference.slug)
    wanted.pop("figure", None)
    return wanted


def people_in(figures: Iterable[Figure]) -> dict[int, tuple[Person, ...]]:
    """Return who is in each figure, left to right, by the figure's key; nobody who is hidden."""
    keys = [figure.pk for figure in figures]
    if not keys:
        return {}
    found: dict[int, tuple[Person, ...]] = defaultdict(tuple)
    rows = FigurePerson.objects.filter(figure__in=keys).exclude(person__visibility=Visibility.HIDDEN)
    for row in rows.select_related("person"):
        found[row.figure_id] += (row.person,)
    return dict(found)


def people_by_slug(slugs: set[str]) -> dict[str, Person]:
    """Return the people, of every visibility, by the slug they are written with: theirs, or one they once had."""
    if not slugs:
        return {}
    depends_on(*(reference("person", slug) for slug in slugs))
    former = FormerSlug.objects.filter(slug__in=slugs).select_related("person")
    people = {entry.slug: entry.person for entry in former}
    return people | {person.slug: person for person in Person.objects.filter(slug__in=slugs)}


def published(model: Any) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.published()
    return rows


def pages_by_slug(slugs: Slugs, rows: Callable[[Any], QuerySet[Any]] = published) -> dict[tuple[str, str], Linked]:
    """Return what the public can reach, or other `rows` of each model, by kind and slug as written, old slugs too."""
    if not slugs:
        return {}
    wanted = Q()
    for kind, kind_slugs in slugs.items():
        depends_on(*(reference(kind, slug) for slug in kind_slugs))
        wanted |= Q(kind=kind, slug__in=kind_slugs)
    retired = {(entry.kind, entry.slug): entry.target for entry in RetiredSlug.objects.filter(wanted)}
    pages: dict[tuple[str, str], Linked] = {}
    for kind, kind_slugs in sorted(slugs.items()):
        uuids = {target for (retired_kind, _), target in retired.items() if retired_kind == kind}
        found = rows(PLACES_AND_PAGES[kind]).filter(Q(slug__in=kind_slugs) | Q(uuid__in=uuids)).distinct()
        by_uuid = {page.uuid: page for page in found}
        pages |= {key: by_uuid[target] for key, target in retired.items() if key[0] == kind and target in by_uuid}
        pages |= {(kind, page.slug): page for page in by_uuid.values() if page.slug in kind_slugs}
    return pages
