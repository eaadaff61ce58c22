"""The index of references, rebuilt whenever a text is saved: it answers “where is this mentioned”."""

from collections.abc import Sequence
from typing import Any

from .models import Day, Figure, Reference, Talk, Trip
from .models.prepared import columns_of
from .prose.references import find

Target = tuple[str, str]
# The one text of each source that is indexed, and the name of its column in the index.
TEXTS: dict[type[Any], tuple[str, str]] = {
    Day: ("day", "body"),
    Figure: ("figure", "caption"),
    Talk: ("talk", "notes"),
    Trip: ("trip", "summary"),
}


def rebuild(source: Day | Figure | Talk | Trip) -> set[Target]:
    """Index the references of one text anew, in the caller's transaction.

    Returns the kinds and slugs that it names now and did not before, or the other way round, or at another place.
    A figure that belongs to no day yet belongs to the first day whose text shows it.
    """
    column, _ = TEXTS[type(source)]
    rows = references_of(source)
    before = set(_INDEXED[column](source.pk))
    now = {(row.kind, row.slug, row.position, row.anchor, row.label) for row in rows}
    if before != now:
        Reference.objects.filter(**{column: source}).delete()
        Reference.objects.bulk_create(rows)
    names = {reference.slug for reference in rows if reference.kind == "figure"}
    if isinstance(source, Day) and names:
        _take_figures(source, names)
    # How somebody is called in a text does not change where they are named.
    return {place[:2] for place in {each[:4] for each in before} ^ {each[:4] for each in now}}


def add(sources: Sequence[Any]) -> None:
    """Index the references of new texts, all of one model, in the caller's transaction."""
    rows = {source.pk: references_of(source) for source in sources}
    Reference.objects.bulk_create(row for found in rows.values() for row in found)
    if not isinstance(sources[0], Day):
        return
    loose = Figure.objects.filter(trip__in={day.trip_id for day in sources}, day=None).values_list("trip", "name")
    left = set(loose)
    for day in sources:
        names = {row.slug for row in rows[day.pk] if row.kind == "figure" and (day.trip_id, row.slug) in left}
        if names:
            _take_figures(day, names)


def _take_figures(day: Day, names: set[str]) -> None:
    Figure.objects.filter(trip_id=day.trip_id, day=None, name__in=names).update(day=day)


_INDEXED = {
    column: columns_of(Reference, column, "kind", "slug", "position", "anchor", "label") for column, _ in TEXTS.values()
}


def references_of(source: Day | Figure | Talk | Trip) -> list[Reference]:
    """Return the rows that the index holds of a text, not yet saved."""
    column, attribute = TEXTS[type(source)]
    owner: dict[str, Any] = {column: source}
    return [
        Reference(
            kind=reference.kind,
            slug=reference.slug[:100],
            label=reference.label[:300],
            anchor=reference.anchor,
            position=position,
            **owner,
        )
        for position, reference in enumerate(find(getattr(source, attribute)))
    ]
