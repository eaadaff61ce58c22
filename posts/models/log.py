"""The log as a whole: what it is called, and the revision of its content."""

from typing import Any

from django.db import models
from django.db.models import F

from media.recording import Recorded
from people.models import Visibility

from .prepared import prepared


class Log(Recorded):
    """The one row that describes this log.

    `revision` counts content changes. It is raised in the transaction of each change, so a page
    made after reading it can be kept under that number and is never served once outdated.
    """

    title = models.CharField(max_length=100, default="Trip logbook")
    tagline = models.CharField(max_length=200, blank=True)
    author = models.CharField(max_length=100, blank=True)
    profiles = models.TextField(
        blank=True,
        help_text="Your own site and profiles, one address a line; linked as yours (rel=me).",
    )
    language = models.CharField(max_length=20, default="en", help_text="A BCP 47 tag such as en or pt-BR.")
    default_visibility = models.CharField(
        "visibility of new people", max_length=10, choices=Visibility, default=Visibility.NAME
    )
    revision = models.PositiveBigIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = "log"
        verbose_name_plural = "log"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pk=1), name="log_is_one", violation_error_message="There is one log only."
            )
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save the description; the revision is raised by `raise_revision` alone, never set back."""
        self.pk = 1
        if Log.objects.filter(pk=1).exists():
            described = {field.name for field in self._meta.concrete_fields} - {"id", "revision"}
            kwargs["update_fields"] = described
            kwargs.pop("force_insert", None)
        super().save(*args, **kwargs)

    @classmethod
    def current(cls) -> "Log":
        """Return the log's row, or one with the defaults while none has been saved. One query, no writing."""
        return next(iter(_log()), None) or cls(pk=1)

    @classmethod
    def raise_revision(cls) -> int:
        """Count one more content change, in the caller's transaction, and return its number; for `posts.changes`."""
        log = cls.objects.filter(pk=1)
        if not log.update(revision=F("revision") + 1):
            Log.objects.bulk_create([Log(pk=1, revision=1)])
        return _revision()[0]


@prepared
def _revision() -> models.QuerySet[Log, int]:
    return Log.objects.filter(pk=1).values_list("revision", flat=True)


@prepared
def _log() -> models.QuerySet[Log]:
    return Log.objects.filter(pk=1)
