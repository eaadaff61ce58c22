"""The journal of changes: what each revision of the log changed."""

from django.db import models


class Change(models.Model):
    """A subject that a change touched, under the revision that the change raised; see `media.recording`.

    Rows are written in the transaction of their change, by `posts.changes` alone, and swept when they are old.
    """

    revision = models.PositiveBigIntegerField(db_index=True)
    subject = models.CharField(max_length=150)

    def __str__(self) -> str:
        return f"{self.revision} {self.subject}"
