"""Two people who turned out to be one, and how it was before."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from .person import Person


class Union(models.Model):
    """One merge. `before` holds every row that it changed or removed, as it was: enough to take it back."""

    kept = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="unions")
    merged_name = models.CharField(max_length=200)
    before = models.JSONField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return f"{self.merged_name} into {self.kept}"
