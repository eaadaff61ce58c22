"""A talk: a session of an event, heard, given or missed on a day."""

import datetime
import uuid
import zoneinfo
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from media.recording import Recorded
from people.addresses import page_address
from people.models import Person

from .day import Day
from .event import Event
from .publication import Gated, is_live

if TYPE_CHECKING:
    from .preview import PreviewLink


class TalkQuerySet(Gated, models.QuerySet["Talk"]):
    def published(self) -> "TalkQuerySet":
        """Keep what the public may see: talks that belong to a published day."""
        return self.filter(is_live("day__"), is_live("day__trip__"))

    def previewed(self, link: "PreviewLink") -> "TalkQuerySet":
        return self.filter(day__in=Day.objects.previewed(link))

    def for_card(self) -> "TalkQuerySet":
        """Fetch what a talk shows in a list; hidden speakers are left out."""
        speakers = TalkSpeaker._default_manager.exclude(person__visibility="hidden").select_related("person")
        related = self.select_related("day__trip", "event").defer("day__body")
        return related.prefetch_related(Prefetch("talk_speakers", queryset=speakers), "links")


class Talk(Recorded):
    """One session. Times are instants, told in the zone of the trip or, before it is heard, of the event.

    `guid` is the session's identifier in an imported schedule, unique within its event.
    """

    class Attendance(models.TextChoices):
        NONE = "", _("not attended")
        PLANNED = "planned", _("planned")
        HEARD = "heard", _("heard")
        GIVEN = "given", _("given")
        MISSED = "missed", _("missed")

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(max_length=300)
    slug = models.SlugField(max_length=100, unique=True, allow_unicode=True)
    event = models.ForeignKey(Event, null=True, blank=True, on_delete=models.SET_NULL, related_name="talks")
    day = models.ForeignKey(Day, null=True, blank=True, on_delete=models.SET_NULL, related_name="talks")
    attendance = models.CharField(max_length=10, choices=Attendance, default=Attendance.HEARD, blank=True)
    track = models.CharField(max_length=200, blank=True)
    room = models.CharField(max_length=200, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=20, blank=True)
    abstract = models.TextField(blank=True, help_text="The programme's text, Markdown.")
    notes = models.TextField(blank=True, help_text="Your own notes: public, Markdown.")
    private_note = models.TextField(blank=True, help_text="Never leaves the admin.")
    url = models.URLField("page in the programme", max_length=500, blank=True)
    guid = models.CharField(max_length=200, blank=True, editable=False)
    is_cancelled = models.BooleanField("cancelled", default=False)
    speakers = models.ManyToManyField(Person, through="TalkSpeaker", blank=True, related_name="talks")
    updated_at = models.DateTimeField(auto_now=True)

    objects = TalkQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__isnull=True)
                | models.Q(starts_at__isnull=False, ends_at__gte=models.F("starts_at")),
                name="talk_ends_after_it_starts",
                violation_error_message="The end comes before the start, or the start is missing.",
            ),
            models.UniqueConstraint(
                fields=["event", "guid"], condition=~models.Q(guid=""), name="talk_guid_once_per_event"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return page_address("talk", self.slug)

    @property
    def zone(self) -> zoneinfo.ZoneInfo:
        if self.day is not None:
            return self.day.trip.zone
        return self.event.zone if self.event is not None else zoneinfo.ZoneInfo("UTC")

    @property
    def local_start(self) -> datetime.datetime | None:
        return self.starts_at and self.starts_at.astimezone(self.zone)

    @property
    def local_end(self) -> datetime.datetime | None:
        return self.ends_at and self.ends_at.astimezone(self.zone)


class TalkSpeaker(models.Model):
    """A speaker of a talk, in the programme's order."""

    talk = models.ForeignKey(Talk, on_delete=models.CASCADE, related_name="talk_speakers")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="talk_speakers")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["talk", "person"], name="speaker_once_per_talk")]

    def __str__(self) -> str:
        return f"{self.person} on “{self.talk}”"


class TalkLink(models.Model):
    class Kind(models.TextChoices):
        VIDEO = "video", _("recording")
        SLIDES = "slides", _("slides")
        CODE = "code", _("code")
        PAPER = "paper", _("paper")
        OTHER = "other", _("other")

    talk = models.ForeignKey(Talk, on_delete=models.CASCADE, related_name="links")
    url = models.URLField(max_length=500)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.OTHER)
    title = models.CharField(max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["talk", "url"], name="link_once_per_talk")]

    def __str__(self) -> str:
        return self.title or self.get_kind_display()
