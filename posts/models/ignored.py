"""Words that are nobody's name on one trip, though they are somebody's elsewhere."""

from django.db import models

from .trip import Trip


class IgnoredInTrip(models.Model):
    """Private: it keeps the sweep of names from offering these words on this trip again."""

    trip = models.ForeignKey(Trip, on_delete=models.CASCADE, related_name="ignored_names")
    name = models.CharField(max_length=200)

    class Meta:
        verbose_name_plural = "ignored in trips"
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["trip", "name"], name="name_is_ignored_once_per_trip")]

    def __str__(self) -> str:
        return self.name
