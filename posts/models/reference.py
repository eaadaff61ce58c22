"""The index of references: which text names which person, place, trip, talk, event or figure."""

from typing import TYPE_CHECKING

from django.db import models

from .day import Day
from .figure import Figure
from .publication import Gated, is_live
from .talk import Talk
from .trip import Trip

if TYPE_CHECKING:
    from .preview import PreviewLink


class Kind(models.TextChoices):
    PERSON = "person", "person"
    PLACE = "place", "place"
    TRIP = "trip", "trip"
    TALK = "talk", "talk"
    EVENT = "event", "event"
    FIGURE = "figure", "figure"


class ReferenceQuerySet(Gated, models.QuerySet["Reference"]):
    def published(self) -> "ReferenceQuerySet":
        """Keep references that stand in a text the public may see."""
        live_day = models.Q(is_live("day__"), is_live("day__trip__"))
        # One by one: a list of all published figures and talks would be made for every few references.
        live_figure = models.Exists(Figure.objects.published().filter(pk=models.OuterRef("figure")))
        live_talk = models.Exists(Talk.objects.published().filter(pk=models.OuterRef("talk")))
        return self.filter(live_day | live_figure | live_talk | models.Q(is_live("trip__")))

    def previewed(self, link: "PreviewLink") -> "ReferenceQuerySet":
        """Keep references in the texts of the days that a preview link opens."""
        return self.filter(day__in=Day.objects.previewed(link))


class Reference(models.Model):
    """One reference in one text, as written: the target is a kind and a slug, found or not.

    Rebuilt whenever its text is saved. Because the target is a slug and no key, a reference to
    something that does not exist yet heals by itself when that arrives. Exactly one source is set:
    a day's body, a figure's caption, a talk's notes or a trip's summary.
    """

    day = models.ForeignKey(Day, null=True, on_delete=models.CASCADE, related_name="references")
    figure = models.ForeignKey(Figure, null=True, on_delete=models.CASCADE, related_name="references")
    talk = models.ForeignKey(Talk, null=True, on_delete=models.CASCADE, related_name="references")
    trip = models.ForeignKey(Trip, null=True, on_delete=models.CASCADE, related_name="references")
    kind = models.CharField(max_length=10, choices=Kind)
    slug = models.CharField(max_length=100)
    label = models.CharField(max_length=300, blank=True)
    anchor = models.CharField(max_length=50, blank=True)
    position = models.PositiveIntegerField()

    objects = ReferenceQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(day__isnull=False, figure__isnull=True, talk__isnull=True, trip__isnull=True)
                | models.Q(day__isnull=True, figure__isnull=False, talk__isnull=True, trip__isnull=True)
                | models.Q(day__isnull=True, figure__isnull=True, talk__isnull=False, trip__isnull=True)
                | models.Q(day__isnull=True, figure__isnull=True, talk__isnull=True, trip__isnull=False),
                name="reference_stands_in_one_text",
            )
        ]
        indexes = [models.Index(fields=["kind", "slug"])]

    def __str__(self) -> str:
        return f"{self.kind}:{self.slug}"


class RetiredSlug(models.Model):
    """A slug something once had, so that old addresses and texts still find it; people keep their own."""

    kind = models.CharField(max_length=10, choices=Kind)
    slug = models.CharField(max_length=100)
    target = models.UUIDField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "slug"], name="retired_slug_once_per_kind")]
        indexes = [models.Index(fields=["target"])]

    def __str__(self) -> str:
        return f"{self.kind}:{self.slug}"
