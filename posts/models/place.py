"""A place: a venue, restaurant, hotel, station."""

import uuid
from functools import reduce
from operator import or_

from django.db import models
from django.utils.translation import gettext_lazy as _

from media.recording import Recorded
from people.addresses import page_address

from .publication import rows_of


class PlaceQuerySet(models.QuerySet["Place"]):
    def published(self) -> "PlaceQuerySet":
        """Keep what the public may see: public places that something published names or happened at."""
        return self.filter(reduce(or_, self._reasons()), is_public=True)

    def published_by_reason(self) -> list["PlaceQuerySet"]:
        """Return the same in parts, one for each reason to be shown, which a database plans faster than all at once."""
        return [self.filter(reason, is_public=True) for reason in self._reasons()]

    @staticmethod
    def _reasons() -> list[models.Exists]:
        named = rows_of("Reference").published().filter(kind="place", slug=models.OuterRef("slug"))
        met_there = rows_of("Encounter").published().filter(place=models.OuterRef("pk"))
        held_there = rows_of("Event").published().filter(venue=models.OuterRef("pk"))
        return [models.Exists(named), models.Exists(met_there), models.Exists(held_there)]


class Place(Recorded):
    class Kind(models.TextChoices):
        VENUE = "venue", _("venue")
        RESTAURANT = "restaurant", _("restaurant or bar")
        HOTEL = "hotel", _("hotel")
        STATION = "station", _("station or airport")
        SIGHT = "sight", _("sight")
        OTHER = "other", _("other")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=100, unique=True, allow_unicode=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.OTHER)
    address = models.CharField(max_length=300, blank=True)
    city = models.CharField(max_length=100, blank=True)
    country = models.CharField(max_length=100, blank=True)
    map_url = models.URLField("map link", max_length=500, blank=True)
    url = models.URLField("website", max_length=500, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    about = models.TextField(blank=True, help_text="Public, Markdown.")
    private_note = models.TextField(blank=True, help_text="Never leaves the admin.")
    is_public = models.BooleanField(
        "public", default=True, help_text="Uncheck for somebody's home: readers see the words in the text, no page."
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="place_position_is_on_earth",
                violation_error_message="Give both coordinates: latitude from -90 to 90, longitude from -180 to 180.",
            )
        ]
        indexes = [
            models.Index(fields=["map_url"]),
            models.Index(fields=["country", "city", "name", "id"], name="place_by_country"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return page_address("place", self.slug)
