"""What the last import of a programme wrote into a talk, so that the next one knows what was edited here."""

from django.db import models

from .talk import Talk


class ScheduleRecord(models.Model):
    """One imported talk. Its programme's own words are kept as digests only: nothing to erase, nothing to leak.

    `source_digest` is that of the talk in the programme, empty once it vanished from there; `written` holds, by
    field, the digest of what was written: where a field is otherwise now, somebody edited it here. `programme_day`
    is the conference day, to which a talk after midnight still belongs; `room_position` counts rooms as listed there.
    """

    talk = models.OneToOneField(Talk, on_delete=models.CASCADE, related_name="schedule_record")
    source_digest = models.CharField(max_length=64, blank=True)
    written = models.JSONField(default=dict)
    programme_day = models.DateField(null=True, blank=True)
    room_position = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"programme of “{self.talk}”"
