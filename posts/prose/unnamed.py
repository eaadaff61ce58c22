"""Take somebody's name out of a Markdown source for good."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from people.models import Person

from .references import find
from .render import stand_in
from .source import public_source
from .targets import Targets


@dataclass(frozen=True)
class _Kept:
    """What a reference to something else leads to: it stays as it is written."""

    slug: str
    has_page: bool = True
    is_named: bool = True


def without_person(source: str, slugs: Collection[str], replaced_by: Person) -> str:
    """Return the source with references to any of `slugs` as the words that stand for `replaced_by`, who is not named.

    Every other reference stays as it is written, whether it leads anywhere or not.
    """
    found = find(source)
    if not any(reference.kind == "person" and reference.slug in slugs for reference in found):
        return source
    people = {each.slug: _Kept(each.slug) for each in found if each.kind == "person" and each.slug not in slugs}
    pages = {(each.kind, each.slug): _Kept(each.slug) for each in found if each.kind not in ("person", "figure")}
    figures = {each.slug: _Kept(each.slug) for each in found if each.kind == "figure"}
    targets = Targets(people | dict.fromkeys(slugs, replaced_by), pages, figures)  # type: ignore[arg-type]
    return public_source(source, targets)


def without_names(text: str, names: Collection[str], replaced_by: Person) -> str:
    """Return the text with each of some names, standing as words of their own, replaced likewise."""
    wanted = sorted((name for name in names if name.strip()), key=len, reverse=True)
    if not wanted:
        return text
    spelled = "|".join(r"\s+".join(re.escape(word) for word in name.split()) for name in wanted)
    return re.sub(
        rf"(?<!\w)(?:{spelled})(?!\w)",
        lambda name: stand_in(replaced_by, text[max(0, name.start() - 80) : name.start()]),
        text,
    )
