"""Two people who are one: everything goes over to the one that stays, and can be taken back."""

from typing import Any, TypeVar

from django.db.models import Model, Q
from django.utils import timezone

from people.models import (
    Alias,
    DifferentPeople,
    FormerSlug,
    Person,
    PersonalLink,
    PersonLink,
    Union,
    Visibility,
    Wish,
)
from posts.index import TEXTS
from posts.merging_texts import three_way
from posts.models import Encounter, FigurePerson, Reference, TalkSpeaker, Trip
from posts.prose.retarget import retarget
from posts.revision import one_change, trips_of

from .changes_made import Changes, undo

# The one further left hides more, and wins: a union shows nobody more than before.
MOST_PROTECTIVE = (Visibility.HIDDEN, Visibility.PSEUDONYM, Visibility.NAME, Visibility.PUBLIC)
# The one further left says more about how close an encounter was.
CLOSEST = (
    Encounter.Role.TRAVELLED_WITH,
    Encounter.Role.MET,
    Encounter.Role.SPEAKER,
    Encounter.Role.SEEN,
    Encounter.Role.MENTIONED,
)

AnyModel = TypeVar("AnyModel", bound=Model)


class UnionRefused(Exception):
    """A union that cannot be made or taken back; the message says why and what to do."""


def merge(kept: Person, merged: Person, made_by: Any = None) -> Union:
    """Make two people one, in one transaction: texts, encounters, talks, pictures, names, links and wishes.

    The address of `merged` leads to `kept` from then on. Nobody is shown more than the more private of the two was.
    """
    if kept.pk == merged.pk:
        raise UnionRefused(f"{kept} is the same person already; choose another.")
    changes = Changes()
    with one_change():
        list(Person.objects.select_for_update().filter(pk__in=[kept.pk, merged.pk]).order_by("pk"))
        kept.refresh_from_db()
        merged.refresh_from_db()
        told = Trip.objects.filter(trips_of(kept) | trips_of(merged)).values("pk")
        touched = set(told.values_list("pk", flat=True))
        _move_texts(changes, merged, kept)
        _move_encounters(changes, merged, kept)
        _move_parts(changes, merged, kept)
        _move_names(changes, merged, kept)
        _join_descriptions(changes, merged, kept)
        slug = merged.slug
        changes.remove(merged)
        changes.add(FormerSlug(person=kept, slug=slug))
        Trip.objects.filter(pk__in=touched).update(updated_at=timezone.now())
        return Union.objects.create(kept=kept, merged_name=merged.name, before=changes.as_json(), made_by=made_by)


def separate(union: Union) -> list[str]:
    """Take a union back and return, in words, what stays as it is because it was edited since."""
    if union.undone_at is not None:
        raise UnionRefused(f"“{union}” was taken back already.")
    later = Union.objects.filter(kept=union.kept, undone_at=None, pk__gt=union.pk).order_by("pk").last()
    if later is not None:
        raise UnionRefused(f"Take back “{later}” first: it was made later.")
    merged = next(row["fields"] for row in union.before["removed"] if row["model"] == "people.person")
    other = Person.objects.filter(slug=merged["slug"]).first()
    if other is not None:
        raise UnionRefused(f"The slug “{merged['slug']}” belongs to {other} now; give them another one first.")
    with one_change():
        left = undo(union.before, _reconciled)
        union.undone_at = timezone.now()
        union.save(update_fields=["undone_at"])
        people = Person.objects.filter(Q(pk=union.kept_id) | Q(uuid=merged["uuid"]))
        for person in people:
            Trip.objects.filter(pk__in=Trip.objects.filter(trips_of(person)).values("pk")).update(
                updated_at=timezone.now()
            )
    return left


def _reconciled(after: str, now: str, before: str) -> str | None:
    merge = three_way(after, now, before)
    return None if merge.conflicts else merge.text


def _move_texts(changes: Changes, merged: Person, kept: Person) -> None:
    slugs = [merged.slug, *merged.former_slugs.values_list("slug", flat=True)]
    named = Reference.objects.filter(kind="person", slug__in=slugs)
    for model, (column, attribute) in TEXTS.items():
        for text in _each(model, pk__in=named.exclude(**{column: None}).values(column)):
            changes.change(text, **{attribute: retarget(getattr(text, attribute), "person", slugs, kept.slug)})


def _move_encounters(changes: Changes, merged: Person, kept: Person) -> None:
    there = {encounter.day_id: encounter for encounter in _each(Encounter, person=kept)}
    for encounter in _each(Encounter, person=merged):
        same_day = there.get(encounter.day_id)
        if same_day is None:
            changes.change(encounter, person=kept)
        else:
            changes.change(same_day, **_joined(same_day, encounter))
            changes.remove(encounter)
    for encounter in _each(Encounter, introduced_by=merged):
        changes.change(encounter, introduced_by=None if encounter.person_id == kept.pk else kept)
    for encounter in _each(Encounter, introduced_by=kept, person=kept):
        changes.change(encounter, introduced_by=None)


def _joined(one: Encounter, other: Encounter) -> dict[str, Any]:
    """Return what one encounter is when another of the same day is taken into it."""
    return {
        "role": min(one.role, other.role, key=CLOSEST.index),
        "private_note": _both(one.private_note, other.private_note),
        **{
            name: getattr(one, name) or getattr(other, name)
            for name in ("place", "introduced_by", "affiliation", "follow_up", "follow_up_on")
        },
    }


def _move_parts(changes: Changes, merged: Person, kept: Person) -> None:
    """Move what holds a person once: a talk's speakers, a figure's people, links."""
    parts: tuple[tuple[type[Model], str], ...] = (
        (TalkSpeaker, "talk_id"),
        (FigurePerson, "figure_id"),
        (PersonLink, "url"),
    )
    for model, column in parts:
        there = set(_each(model, person=kept).values_list(column, flat=True))
        for part in _each(model, person=merged):
            if getattr(part, column) in there:
                changes.remove(part)
            else:
                changes.change(part, person=kept)
    for wish in _each(Wish, person=merged):
        changes.change(wish, person=kept)
    for earlier in _each(Union, kept=merged):
        changes.change(earlier, kept=kept)
    # Whoever holds a link to one of the two was promised no look at the other.
    for link in _each(PersonalLink, person=merged):
        changes.remove(link)


def _move_names(changes: Changes, merged: Person, kept: Person) -> None:
    for former in _each(FormerSlug, person=merged):
        changes.change(former, person=kept)
    known = {kept.name, *kept.aliases.values_list("name", flat=True)}
    for alias in _each(Alias, person=merged):
        if alias.name in known:
            changes.remove(alias)
        else:
            known.add(alias.name)
            changes.change(alias, person=kept)
    if merged.name not in known:
        changes.add(Alias(person=kept, name=merged.name))
    for pair in DifferentPeople.objects.filter(Q(first=merged) | Q(second=merged)):
        changes.remove(pair)


def _join_descriptions(changes: Changes, merged: Person, kept: Person) -> None:
    changes.change(
        kept,
        visibility=min(kept.visibility, merged.visibility, key=[str(each) for each in MOST_PROTECTIVE].index),
        figures_withheld=kept.figures_withheld or merged.figures_withheld,
        about=_both(kept.about, merged.about),
        private_note=_both(kept.private_note, merged.private_note),
        **{
            name: getattr(kept, name) or getattr(merged, name)
            for name in ("pseudonym", "pronouns", "affiliation", "portrait")
        },
    )


def _both(one: str, other: str) -> str:
    return one if other in one else "\n\n".join(filter(None, [one, other]))


def _each(model: type[AnyModel], **conditions: Any) -> Any:
    return model._default_manager.filter(**conditions).order_by("pk")
