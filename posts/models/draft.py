"""What somebody is typing and has not saved yet."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class Draft(models.Model):
    """The values of one admin page's form in one window, kept while they are typed. Never public.

    `page` is the page's path and query; `window` is a random identifier that the browser keeps for the
    window, so that two devices on one page keep two drafts. `values` maps names of fields to what they hold; none
    are left once that was saved or thrown away. `edits` counts what was typed in that window until then.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    page = models.CharField(max_length=300)
    window = models.CharField(max_length=50)
    values = models.JSONField(default=dict)
    edits = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-updated_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["user", "page", "window"], name="draft_once_per_window")]

    def __str__(self) -> str:
        return f"{self.page}, {self.updated_at:%Y-%m-%d %H:%M}"
