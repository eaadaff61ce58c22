"""A note or pictures taken down in passing, to be sorted into a day later."""

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone

from media.models import Photo

from .trip import Trip


class Capture(models.Model):
    """Private until it is sorted into a day, and gone then."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    text = models.TextField(blank=True)
    photos = models.ManyToManyField(Photo, blank=True, related_name="captures")
    trip = models.ForeignKey(Trip, null=True, blank=True, on_delete=models.SET_NULL, related_name="captures")
    captured_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    captured_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-captured_at", "-id"]

    def __str__(self) -> str:
        return self.text[:60] or f"{self.captured_at:%Y-%m-%d %H:%M}"
