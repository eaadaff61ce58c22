"""Draft, published, scheduled, withdrawn: the state that the gate of visibility reads."""

from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models

from media.recording import Recorded

from .prepared import Now

if TYPE_CHECKING:
    from .preview import PreviewLink


class Status(models.TextChoices):
    DRAFT = "draft", "draft"
    PUBLISHED = "published", "published"
    WITHDRAWN = "withdrawn", "withdrawn"


class Publication(Recorded):
    """Something with a state of publication; a `published_at` to come means scheduled."""

    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    published_at = models.DateTimeField(
        "publish at", null=True, blank=True, help_text="A time to come schedules it; empty means at once."
    )

    class Meta:
        abstract = True


class Gated:
    """A queryset with two gates: `published()` for everybody, `previewed(link)` for who holds a preview's address."""

    def visible(self: Any, link: "PreviewLink | None" = None) -> Any:
        """Keep what somebody may see: the public, or who opened this link, which the caller found to be open."""
        return self.published() if link is None else self.previewed(link)


def rows_of(model: str) -> Any:
    """Return the manager of a model that itself imports the caller's, by name."""
    return apps.get_model("posts", model)._default_manager


def is_live(prefix: str = "") -> models.Q:
    """Return the condition that something is published by now; `prefix` is a lookup path such as `trip__`."""
    reached = models.Q(**{f"{prefix}published_at__isnull": True}) | models.Q(**{f"{prefix}published_at__lte": Now()})
    return models.Q(**{f"{prefix}status": Status.PUBLISHED}) & reached
