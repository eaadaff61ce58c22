"""A look at what is not public yet, for those who were given its address."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models

from people.addresses import page_address
from people.models import SecretLink

from .day import Day
from .trip import Trip


class PreviewLink(SecretLink):
    """Opens a trip, or one day of it, before it is published."""

    trip = models.ForeignKey(Trip, on_delete=models.CASCADE, related_name="preview_links")
    day = models.ForeignKey(Day, null=True, blank=True, on_delete=models.CASCADE, related_name="preview_links")
    label = models.CharField("for", max_length=100, blank=True, help_text="Whom you give it to; only you read this.")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.day or self.trip}, until {self.expires_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return page_address("preview", self.token)

    def clean(self) -> None:
        if self.day is not None and self.trip_id and self.day.trip_id != self.trip_id:
            raise ValidationError({"day": "This day belongs to another trip."})
