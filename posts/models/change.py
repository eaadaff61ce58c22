"""The journal of changes: what each revision of the log changed."""

from django.db import models
from django.utils import timezone


class Change(models.Model):
    """A subject that a change touched, under the revision that the change raised; see `media.recording`.

    Rows are written in the transaction of their change, by `posts.changes` alone, and swept when they are old.
    With its time, a row tells this log's history from that of any other.
    """

    revision = models.PositiveBigIntegerField(db_index=True)
    subject = models.CharField(max_length=150)
    made_at = models.DateTimeField(default=timezone.now, editable=False)

    def __str__(self) -> str:
        return f"{self.revision} {self.subject}"
