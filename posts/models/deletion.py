"""Something deleted that can still be brought back."""

import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from reversion.models import Revision

KEPT_FOR = datetime.timedelta(days=30)


class Deletion(models.Model):
    """One act of deleting: its revision holds every row that went, as it was.

    `cuts` lists the relations of other rows that were set to nothing: model, key, field, and the key it held;
    and the rows of relations to many: model, key, no field, and the columns.
    """

    label = models.CharField(max_length=300)
    revision = models.OneToOneField(Revision, on_delete=models.CASCADE, related_name="deletion")
    cuts = models.JSONField(default=list)
    deleted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    deleted_at = models.DateTimeField(default=timezone.now)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-deleted_at", "-id"]

    def __str__(self) -> str:
        return self.label
