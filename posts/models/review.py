"""Something brought in the browser, looked over before it becomes trips."""

import uuid

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils import timezone


def uploads() -> Storage:
    """Return the private storage of what is on its way in."""
    return storages["uploads"]


class ImportReview(models.Model):
    """A Markdown file, a bundle or a content folder as a zip, and what the writer corrected in its findings.

    Accepted, it is imported in the background. `worked_at` is the last sign of life of who imports it; `outcome` tells
    what became of it so far: {"total": int, "trips": {UUID: fate}, "warnings": [str], "problems": [str]}.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="import_reviews")
    name = models.CharField(max_length=255)
    source = models.FileField(storage=uploads, upload_to="imports/", max_length=300)
    choices = models.JSONField(default=dict)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    accepted_at = models.DateTimeField(null=True, editable=False)
    worked_at = models.DateTimeField(null=True, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)
    outcome = models.JSONField(default=dict, editable=False)

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_under_way(self) -> bool:
        return self.accepted_at is not None and self.finished_at is None
