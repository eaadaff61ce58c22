"""A file on its way into the log."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from media.models import Photo

from .day import Day
from .trip import Trip


class Upload(models.Model):
    """One resumable upload. `length` and `received` are in bytes; what was received lies in the storage `uploads`.

    It is for a day, for a trip, or for neither: then its photo waits in a capture.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="uploads")
    name = models.CharField(max_length=255)
    length = models.PositiveBigIntegerField()
    received = models.PositiveBigIntegerField(default=0)
    day = models.ForeignKey(Day, null=True, on_delete=models.SET_NULL, related_name="uploads")
    trip = models.ForeignKey(Trip, null=True, on_delete=models.SET_NULL, related_name="uploads")
    photo = models.ForeignKey(Photo, null=True, on_delete=models.SET_NULL, related_name="uploads")
    failure = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(received__lte=models.F("length")), name="upload_is_not_longer_than_announced"
            )
        ]

    def __str__(self) -> str:
        return self.name
