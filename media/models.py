"""A photo: the private original, what was read from it, and how far its derivatives are."""

import uuid

from django.core.files.storage import Storage, storages
from django.db import models
from django.utils import timezone

from .recording import Recorded


def originals() -> Storage:
    """Return the private storage of originals; nothing in it is ever served to the public."""
    return storages["originals"]


def derivatives() -> Storage:
    """Return the storage of derivatives, whose files the public may see."""
    return storages["derivatives"]


class Photo(Recorded):
    """One picture file, kept byte for byte and recognised by its hash.

    `width` and `height` are in pixels as the picture is seen, its orientation applied.
    The camera's clock gives `taken_on` and `taken_time` (local, no zone); `taken_utc_offset`
    is in minutes east of UTC where the camera wrote it down. The position is private.
    """

    class State(models.TextChoices):
        PENDING = "pending", "waiting for its derivatives"
        READY = "ready", "ready"
        FAILED = "failed", "could not be converted"
        ABSENT = "absent", "the original is not in this log"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    original = models.FileField(storage=originals, max_length=200, blank=True, editable=False)
    original_name = models.CharField(max_length=255, blank=True, editable=False)
    sha256 = models.CharField(max_length=64, unique=True, null=True, editable=False)
    media_type = models.CharField(max_length=50, blank=True, editable=False)
    byte_size = models.PositiveBigIntegerField(default=0, editable=False)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    taken_on = models.DateField(null=True, blank=True)
    taken_time = models.TimeField(null=True, blank=True)
    taken_utc_offset = models.SmallIntegerField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    dominant_color = models.CharField(max_length=7, blank=True, editable=False)
    placeholder = models.BinaryField(blank=True, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.PENDING, editable=False)
    failure = models.CharField(max_length=300, blank=True, editable=False)
    # Counted before each try, so that one that kills the worker counts, too.
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["taken_on", "taken_time", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(width__gt=0, height__gt=0),
                name="photo_has_an_area",
                violation_error_message="A photo is at least one pixel wide and high.",
            ),
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="photo_position_is_on_earth",
                violation_error_message="Latitude runs from -90 to 90, longitude from -180 to 180.",
            ),
            models.CheckConstraint(
                condition=models.Q(state="absent") | models.Q(sha256__isnull=False),
                name="photo_has_an_original",
                violation_error_message="A photo that is not absent has an original.",
            ),
        ]
        indexes = [models.Index(fields=["state"])]

    def __str__(self) -> str:
        return self.original_name or str(self.uuid)
