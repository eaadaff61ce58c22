"""An encounter: a person on a day, and in which role."""

import uuid
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from media.recording import Recorded
from people.models import Person

from .day import Day, local_date
from .place import Place
from .publication import Gated, is_live

if TYPE_CHECKING:
    from .preview import PreviewLink


class EncounterQuerySet(Gated, models.QuerySet["Encounter"]):
    def published(self) -> "EncounterQuerySet":
        """Keep what the public may see: people on published days, but for hidden ones."""
        return self.filter(is_live("day__"), is_live("day__trip__")).exclude(person__visibility="hidden")

    def previewed(self, link: "PreviewLink") -> "EncounterQuerySet":
        return self.filter(day__in=Day.objects.previewed(link)).exclude(person__visibility="hidden")

    def in_order(self) -> "EncounterQuerySet":
        """Sort by local date, earliest first."""
        return self.annotate(on=local_date("day__")).order_by("on", "day__position", "day_id", "position", "id")

    def for_page(self) -> "EncounterQuerySet":
        """Fetch what a line on a person's or a place's page shows; a place that is not public is left out."""
        return self.select_related("person", "day__trip").prefetch_related(
            Prefetch("place", queryset=Place.objects.published())
        )


class Encounter(Recorded):
    """Whether somebody was met for the first time or again is computed over all trips, never stored."""

    class Role(models.TextChoices):
        TRAVELLED_WITH = "travelled_with", _("travelled with")
        MET = "met", _("met")
        SPEAKER = "speaker", _("heard speaking")
        SEEN = "seen", _("seen")
        MENTIONED = "mentioned", _("mentioned")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    day = models.ForeignKey(Day, on_delete=models.CASCADE, related_name="encounters")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="encounters")
    role = models.CharField(max_length=20, choices=Role, default=Role.MET)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.SET_NULL, related_name="encounters")
    introduced_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="introductions"
    )
    affiliation = models.CharField(max_length=200, blank=True, help_text="Where they worked then.")
    private_note = models.TextField(blank=True, help_text="Never leaves the admin.")
    follow_up = models.CharField(max_length=300, blank=True, help_text="What you promised. Never leaves the admin.")
    follow_up_on = models.DateField(null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = EncounterQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["day", "person"], name="person_once_per_day")]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_role_display()}"
