"""What somebody in the log may see of it, and what they ask for."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from media.models import Photo
from people.addresses import page_address

from .person import Person
from .secret import SecretLink


class PersonalLink(SecretLink):
    """Opens to somebody everything that the log keeps about them, and a form to ask for a change."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="personal_links")

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"{self.person}, until {self.expires_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return page_address("their-say", self.token)


class Wish(models.Model):
    """What somebody asked for on their own page; the writer answers it on the desk."""

    class Kind(models.TextChoices):
        NAME = "name", _("another name")
        LINK = "link", _("another link")
        HIDE = "hide", _("hide me")
        PHOTO = "photo", _("remove this photo")
        ERASE = "erase", _("erase me")
        OTHER = "other", _("something else")

    class Answer(models.TextChoices):
        GRANTED = "granted", _("granted")
        DECLINED = "declined", _("declined")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="wishes")
    kind = models.CharField(max_length=10, choices=Kind)
    text = models.TextField(max_length=2000, blank=True)
    photo = models.ForeignKey(Photo, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    answer = models.CharField(max_length=10, choices=Answer, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name_plural = "wishes"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(answer="", answered_at__isnull=True)
                | (~models.Q(answer="") & models.Q(answered_at__isnull=False)),
                name="wish_answer_has_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_kind_display()}"
