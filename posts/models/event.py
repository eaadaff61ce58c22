"""A conference: one edition of it, in a series of editions."""

import uuid
import zoneinfo

from django.db import models
from django.db.models import Prefetch

from media.recording import Recorded
from people.addresses import page_address

from .publication import is_live, rows_of
from .trip import validate_time_zone


class EventSeries(Recorded):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=100, unique=True, allow_unicode=True)
    url = models.URLField("website", max_length=500, blank=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["name", "id"]
        verbose_name_plural = "event series"

    def __str__(self) -> str:
        return self.name


class EventQuerySet(models.QuerySet["Event"]):
    def published(self) -> "EventQuerySet":
        """Keep what the public may see: events that a published trip went to, or a published talk belongs to."""
        visits = self.model.trips.through._default_manager.filter(is_live("trip__"), event=models.OuterRef("pk"))
        talks = rows_of("Talk").published().filter(event=models.OuterRef("pk"))
        return self.filter(models.Exists(visits) | models.Exists(talks))

    def for_page(self) -> "EventQuerySet":
        """Fetch what a list or the event's own page shows; a venue that is not public is left out."""
        return self.select_related("series").prefetch_related(Prefetch("venue", queryset=rows_of("Place").published()))


class Event(Recorded):
    """One edition: NixCon 2024. Its dates are local to its time zone."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    series = models.ForeignKey(EventSeries, null=True, blank=True, on_delete=models.SET_NULL, related_name="events")
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=100, unique=True, allow_unicode=True)
    starts_on = models.DateField("first day", null=True, blank=True)
    ends_on = models.DateField("last day", null=True, blank=True)
    time_zone = models.CharField(max_length=50, default="UTC", validators=[validate_time_zone])
    venue = models.ForeignKey("posts.Place", null=True, blank=True, on_delete=models.SET_NULL, related_name="events")
    url = models.URLField("website", max_length=500, blank=True)
    about = models.TextField(blank=True, help_text="Public, Markdown.")
    updated_at = models.DateTimeField(auto_now=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True, ends_on__isnull=True)
                | models.Q(starts_on__isnull=False, ends_on__isnull=False, ends_on__gte=models.F("starts_on")),
                name="event_ends_after_it_starts",
                violation_error_message="The last day comes before the first, or one of them is missing.",
            )
        ]
        indexes = [models.Index(fields=["-starts_on"])]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return page_address("event", self.slug)

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)
