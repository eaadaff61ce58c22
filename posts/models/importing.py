"""Where an imported trip came from, so that a second import knows what to leave alone."""

from django.db import models
from django.utils import timezone

from .trip import Trip


class ImportRecord(models.Model):
    """One imported trip.

    `source` names it within what was imported (a path relative to the content folder, or a taxonomy term).
    `source_hash` is the SHA-256 of every file it was made of; `content_hash` that of the trip as it
    stood right after importing: where the trip now hashes otherwise, somebody edited it here.
    """

    trip = models.OneToOneField(Trip, on_delete=models.CASCADE, related_name="import_record")
    source = models.CharField(max_length=500, unique=True)
    source_hash = models.CharField(max_length=64)
    content_hash = models.CharField(max_length=64)
    imported_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.source
