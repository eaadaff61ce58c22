"""References whose target is not there, under its slug or one it once had."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from people.models import FormerSlug, Person
from posts.index import TEXTS
from posts.models import Event, Place, RetiredSlug, Talk, Trip

from .finding import Code, Finding
from .material import Material

_MODELS: Mapping[str, Any] = {"person": Person, "event": Event, "place": Place, "talk": Talk, "trip": Trip}


def dangling(material: Material) -> Iterator[Finding]:
    found = _there(material)
    for reference in material.references:
        if (reference.kind, reference.slug) in found:
            continue
        source = material.source(reference)
        words = f"“{reference.label}” leads to" if reference.label else "shows"
        yield Finding(
            Code.DANGLING,
            source,
            f"{words} {reference.kind}:{reference.slug}, which is not there",
            field=TEXTS[type(source)][1],
        )


def _there(material: Material) -> set[tuple[str, str]]:
    """Return the targets that exist, of those referred to: two queries for each kind at most."""
    slugs: dict[str, set[str]] = defaultdict(set)
    for reference in material.references:
        slugs[reference.kind].add(reference.slug)
    there = {("figure", figure.name) for figure in material.figures}
    for kind, model in _MODELS.items():
        if not slugs[kind]:
            continue
        there |= {(kind, slug) for slug in model.objects.filter(slug__in=slugs[kind]).values_list("slug", flat=True)}
        former: Any = FormerSlug if kind == "person" else RetiredSlug
        asked = former.objects.filter(slug__in=slugs[kind], **({} if kind == "person" else {"kind": kind}))
        there |= {(kind, slug) for slug in asked.values_list("slug", flat=True)}
    return there
