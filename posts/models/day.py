"""A day: one section of a trip's narrative."""

import datetime
import uuid
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Case, F, Prefetch, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.addresses import page_address

from .publication import Gated, Publication, Status, is_live
from .trip import Trip

if TYPE_CHECKING:
    from .preview import PreviewLink


def local_date(prefix: str = "") -> Coalesce:
    """Return the local date of a section, for sorting: a prologue counts as the trip's first day, an epilogue as
    its last. `prefix` is a lookup path such as `day__`."""
    without_a_date = Case(
        When(**{f"{prefix}kind": Day.Kind.EPILOGUE}, then=F(f"{prefix}trip__ends_on")),
        default=F(f"{prefix}trip__starts_on"),
    )
    return Coalesce(F(f"{prefix}date"), without_a_date)


class DayQuerySet(Gated, models.QuerySet["Day"]):
    def published(self) -> "DayQuerySet":
        """Keep what the public may see: published days of published trips."""
        return self.filter(is_live(), is_live("trip__"))

    def previewed(self, link: "PreviewLink") -> "DayQuerySet":
        """Keep what a preview link opens: the one day it is for, or those that will be public with their trip."""
        trip = Trip.objects.previewed(link)
        if link.day_id is None:
            return self.filter(trip__in=trip, status=Status.PUBLISHED)
        return self.filter(trip__in=trip, pk=link.day_id).exclude(status=Status.WITHDRAWN)

    def for_page(self, link: "PreviewLink | None" = None) -> "DayQuerySet":
        """Fetch what a section of the narrative shows beside its text: the trip, the talks, who was there."""
        related = self.model._meta.apps.get_model
        # Each talk is given this day, and with it the trip.
        talks = related("posts", "Talk")._default_manager.visible(link).for_card().select_related(None).defer(None)
        encounters = related("posts", "Encounter")._default_manager.visible(link).select_related("person")
        return (
            self.select_related("trip")
            .prefetch_related(Prefetch("talks", queryset=talks), Prefetch("encounters", queryset=encounters))
            .order_by("trip", "position", "id")
        )


class Day(Publication):
    """A prologue, a dated day or an epilogue. Two sections may share a date; `position` orders them.

    `date_source` says how an imported date was found, `date_confidence` (0 to 100) how sure that is.
    """

    class Kind(models.TextChoices):
        PROLOGUE = "prologue", _("prologue")
        DAY = "day", _("day")
        EPILOGUE = "epilogue", _("epilogue")

    class DateSource(models.TextChoices):
        WRITER = "writer", "the writer"
        WEEKDAY = "weekday", "a weekday in the text"
        TEXT = "text", "a date in the text"
        HEADING = "heading", "a heading"
        FILE = "file", "the file's name"
        FRONT_MATTER = "front_matter", "the front matter"
        SEQUENCE = "sequence", "the day before"
        NONE = "none", "none"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    trip = models.ForeignKey(Trip, on_delete=models.CASCADE, related_name="days")
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.DAY)
    date = models.DateField(null=True, blank=True, help_text="The local date; prologue and epilogue have none.")
    position = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True, help_text="Markdown. [Ada](person:ada) links, ![](figure:name) shows a figure.")
    status = models.CharField(
        max_length=10, choices=Status, default=Status.PUBLISHED, help_text="A day is public when its trip is, too."
    )
    date_source = models.CharField(max_length=12, choices=DateSource, default=DateSource.WRITER, editable=False)
    date_confidence = models.PositiveSmallIntegerField(default=100, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = DayQuerySet.as_manager()

    class Meta:
        ordering = ["trip", "position", "id"]
        permissions = [("work_on_everything", "May see and change what others made")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="day", date__isnull=False)
                | (~models.Q(kind="day") & models.Q(date__isnull=True)),
                name="day_has_a_date",
                violation_error_message="A day has a date; a prologue or an epilogue has none.",
            ),
            models.CheckConstraint(condition=models.Q(date_confidence__lte=100), name="day_confidence_is_a_percentage"),
        ]
        indexes = [
            models.Index(fields=["trip", "position"]),
            models.Index(fields=["trip", "date"]),
            models.Index(fields=["published_at"], name="day_published_at"),
        ]

    def __str__(self) -> str:
        return self.title or (self.date.isoformat() if self.date else self.get_kind_display().capitalize())

    def clean(self) -> None:
        trip = self.trip if self.trip_id else None
        if self.date and trip and trip.starts_on and trip.ends_on and not trip.starts_on <= self.date <= trip.ends_on:
            raise ValidationError(
                {"date": f"{self.date} is outside the trip, which runs from {trip.starts_on} to {trip.ends_on}."}
            )

    def get_absolute_url(self) -> str:
        if isinstance(self.date, datetime.date):
            return page_address("day", self.trip.slug, self.date)
        return f"{self.trip.get_absolute_url()}#{self.anchor}"

    @property
    def happened_on(self) -> datetime.date | None:
        """The date it is told under: a prologue's is the trip's first, an epilogue's the trip's last."""
        return self.date or (self.trip.ends_on if self.kind == self.Kind.EPILOGUE else self.trip.starts_on)

    @property
    def anchor(self) -> str:
        """The fragment that names this section on its trip's page, unchanged while it keeps its date."""
        if self.date is None:
            return self.kind
        return f"day-{self.date.isoformat()}"
