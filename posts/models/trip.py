"""A trip: one journey, told day by day."""

import datetime
import uuid
import zoneinfo
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch
from django.utils import timezone
from taggit.managers import TaggableManager
from taggit.models import ItemBase, TagBase

from media.recording import Recorded
from people.addresses import page_address

from .publication import Gated, Publication, Status, is_live, rows_of

if TYPE_CHECKING:
    from .preview import PreviewLink

# Both are there in every published trip.
LATEST_FIRST = ("-starts_on", "-id")
# What a trip is filed under.
TERMS: tuple[str, ...] = ("tags", "categories")


def validate_time_zone(value: str) -> None:
    """Accept a name of the IANA time zone database, such as Pacific/Auckland."""
    if value not in zoneinfo.available_timezones():
        raise ValidationError(f"“{value}” is not a time zone; use a name such as Europe/Berlin or America/Denver.")


class Tag(Recorded, TagBase):
    def get_absolute_url(self) -> str:
        return page_address("tag", self.slug)


class Category(Recorded, TagBase):
    class Meta:
        verbose_name_plural = "categories"

    def get_absolute_url(self) -> str:
        return page_address("category", self.slug)


class TaggedTrip(ItemBase):
    content_object = models.ForeignKey("posts.Trip", on_delete=models.CASCADE, related_name="tag_items")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="items")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="tag_once_per_trip")]

    def __str__(self) -> str:
        return self.tag.name


class CategorizedTrip(ItemBase):
    content_object = models.ForeignKey("posts.Trip", on_delete=models.CASCADE, related_name="category_items")
    tag = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="items")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["content_object", "tag"], name="category_once_per_trip")]

    def __str__(self) -> str:
        return self.tag.name


class TripQuerySet(Gated, models.QuerySet["Trip"]):
    def published(self) -> "TripQuerySet":
        """Keep what the public may see: published, and its time has come."""
        return self.filter(is_live())

    def previewed(self, link: "PreviewLink") -> "TripQuerySet":
        """Keep the trip that a preview link is for; what was withdrawn is opened to nobody."""
        return self.filter(pk=link.trip_id).exclude(status=Status.WITHDRAWN)

    def for_card(self, link: "PreviewLink | None" = None) -> "TripQuerySet":
        """Fetch what a card in a list shows; a cover that is not public is left out."""
        return self.prefetch_related(
            Prefetch("cover", queryset=rows_of("Figure").visible(link).select_related("photo", "trip")),
            Prefetch("events", queryset=rows_of("Event").order_by("starts_on", "name")),
        )

    def for_page(self, link: "PreviewLink | None" = None) -> "TripQuerySet":
        """Fetch the whole trip but for its figures, which its texts bring along."""
        # Each day is given this trip.
        days = rows_of("Day").visible(link).for_page(link).select_related(None)
        return self.for_card(link).prefetch_related(*TERMS, Prefetch("days", queryset=days))


class Trip(Publication):
    """One journey. Its days keep local dates in its time zone."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=100, unique=True, allow_unicode=True)
    summary = models.TextField(blank=True, help_text="A sentence or two for lists, feeds and search engines.")
    location = models.CharField(max_length=200, blank=True, help_text="Where it went: Pasadena, California.")
    starts_on = models.DateField("first day", null=True, blank=True)
    ends_on = models.DateField("last day", null=True, blank=True)
    time_zone = models.CharField(max_length=50, default="UTC", validators=[validate_time_zone])
    language = models.CharField(max_length=20, default="en", help_text="A BCP 47 tag such as en or pt-BR.")
    cover = models.ForeignKey("posts.Figure", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    events = models.ManyToManyField("posts.Event", blank=True, related_name="trips")
    categories = TaggableManager(
        "categories", through=CategorizedTrip, blank=True, related_name="trips", help_text="Separated by commas."
    )
    tags = TaggableManager(through=TaggedTrip, blank=True, related_name="trips", help_text="Separated by commas.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = TripQuerySet.as_manager()

    class Meta:
        ordering = list(LATEST_FIRST)
        constraints = [
            models.CheckConstraint(
                condition=models.Q(starts_on__isnull=True, ends_on__isnull=True)
                | models.Q(starts_on__isnull=False, ends_on__isnull=False, ends_on__gte=models.F("starts_on")),
                name="trip_ends_after_it_starts",
                violation_error_message="The last day comes before the first, or one of them is missing.",
            ),
            models.CheckConstraint(
                condition=~models.Q(status="published") | models.Q(starts_on__isnull=False),
                name="published_trip_is_dated",
                violation_error_message="Give the first and last day before publishing.",
            ),
        ]
        indexes = [
            # No index begins with the status: nearly all rows are published, but SQLite takes it for a rare value, and
            # would begin there instead of with the rows of a page.
            models.Index(fields=LATEST_FIRST, name="trips_latest_first"),
            models.Index(fields=["published_at"], name="trip_published_at"),
            models.Index(fields=["updated_at"]),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return page_address("trip", self.slug)

    @property
    def dates(self) -> list[datetime.date]:
        """Every date of the trip, from the first to the last."""
        if self.starts_on is None or self.ends_on is None:
            return []
        length = (self.ends_on - self.starts_on).days
        return [self.starts_on + datetime.timedelta(days=number) for number in range(length + 1)]

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.time_zone)

    @property
    def is_live(self) -> bool:
        """Whether the public may see it now: the same rule as `published()`, for one trip at hand."""
        return self.status == "published" and (self.published_at is None or self.published_at <= timezone.now())

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.status == "published" and self.published_at is None:
            self.published_at = timezone.now()
        super().save(*args, **kwargs)
