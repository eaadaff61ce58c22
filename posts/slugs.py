"""Slugs: a free one for something new, and the memory of those something had before."""

from collections.abc import Collection
from typing import Any

from django.db.models import Model
from django.utils.text import slugify

from people.models import FormerSlug, Person

from .models import Event, Place, RetiredSlug, Talk, Trip

MAX_LENGTH = 100
KINDS: dict[type[Model], str] = {Event: "event", Place: "place", Talk: "talk", Trip: "trip"}


def free_slug(model: Any, text: str) -> str:
    """Return a slug made of `text` that no row of `model` has or had: `ada`, else `ada-2`, `ada-3` …"""
    base = slugify(text, allow_unicode=True)[: MAX_LENGTH - 5].strip("-") or KINDS.get(model, "person")
    taken = set(model.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    if model is Person:
        taken |= set(FormerSlug.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    else:
        retired = RetiredSlug.objects.filter(kind=KINDS[model], slug__startswith=base)
        taken |= set(retired.values_list("slug", flat=True))
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def remember_slug(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Before something is saved under a new slug, keep its old one; a slug in use again is forgotten."""
    old = sender.objects.filter(pk=instance.pk).values_list("slug", flat=True).first() if instance.pk else None
    if old == instance.slug:
        return
    forget_retired(sender, {instance.slug})
    if old and sender is Person:
        FormerSlug.objects.update_or_create(slug=old, defaults={"person": instance})
    elif old:
        RetiredSlug.objects.update_or_create(kind=KINDS[sender], slug=old, defaults={"target": instance.uuid})


def forget_retired(model: type[Model], slugs: Collection[str]) -> None:
    """Have slugs lead nowhere else any more, because rows of a model have them now."""
    if model is Person:
        FormerSlug.objects.filter(slug__in=slugs).delete()
    elif model in KINDS:
        RetiredSlug.objects.filter(kind=KINDS[model], slug__in=slugs).delete()
