"""A person, the names and links they go by, and what the public may see of them."""

import uuid

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from media.models import Photo
from media.recording import Recorded
from people.addresses import page_address


class Visibility(models.TextChoices):
    """What the public sees of a person, everywhere."""

    PUBLIC = "public", _("public: name, page and links")
    NAME = "name", _("name only: no page, no links")
    PSEUDONYM = "pseudonym", _("a pseudonym stands in for the name")
    HIDDEN = "hidden", _("hidden: “someone”")


class PersonQuerySet(models.QuerySet["Person"]):
    def with_page(self) -> "PersonQuerySet":
        """Keep those whose own page, links and names the public may see."""
        return self.filter(visibility=Visibility.PUBLIC)

    def named(self) -> "PersonQuerySet":
        """Keep those whose name the public may see, with or without a page."""
        return self.filter(visibility__in=[Visibility.PUBLIC, Visibility.NAME])

    def for_page(self) -> "PersonQuerySet":
        """Fetch what a person's own page shows; former names and mail addresses are private."""
        return self.select_related("portrait").prefetch_related(
            models.Prefetch("aliases", queryset=Alias.objects.filter(kind=Alias.Kind.ALIAS)),
            models.Prefetch("links", queryset=PersonLink.objects.exclude(kind=PersonLink.Kind.EMAIL)),
        )


class Person(Recorded):
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=200)
    slug = models.SlugField(
        max_length=100, unique=True, allow_unicode=True, help_text="Names the person in a text: [Ada](person:ada)."
    )
    visibility = models.CharField(max_length=10, choices=Visibility, default=Visibility.NAME)
    pseudonym = models.CharField(max_length=100, blank=True, help_text="What readers see instead: “a friend”.")
    figures_withheld = models.BooleanField(
        "withhold pictures",
        default=True,
        help_text="While hidden: withhold figures that show this person; otherwise they only lose the name.",
    )
    pronouns = models.CharField(max_length=50, blank=True)
    affiliation = models.CharField(max_length=200, blank=True)
    about = models.TextField(blank=True, help_text="Public, Markdown.")
    private_note = models.TextField(blank=True, help_text="Never leaves the admin.")
    portrait = models.ForeignKey(Photo, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = PersonQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(visibility="pseudonym") | ~models.Q(pseudonym=""),
                name="person_pseudonym_is_given",
                violation_error_message="Give the pseudonym that readers see instead of the name.",
            ),
            models.CheckConstraint(
                condition=~models.Q(name=""), name="person_has_a_name", violation_error_message="Give a name."
            ),
        ]
        indexes = [
            models.Index(fields=["name"]),
            models.Index(fields=["updated_at"]),
            # As the list of people is sorted.
            models.Index(Lower("name"), "id", name="person_by_name"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return page_address("person", self.slug)

    @property
    def has_page(self) -> bool:
        return self.visibility == Visibility.PUBLIC

    @property
    def is_named(self) -> bool:
        return self.visibility in (Visibility.PUBLIC, Visibility.NAME)

    @property
    def public_name(self) -> str:
        """What stands for this person in public: the name, the pseudonym, or “someone”."""
        if self.is_named:
            return self.name
        return self.pseudonym if self.visibility == Visibility.PSEUDONYM else gettext("someone")


class Alias(models.Model):
    """Another name somebody goes by, or went by."""

    class Kind(models.TextChoices):
        ALIAS = "alias", _("also called")
        FORMER = "former", _("former name (private)")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.ALIAS)

    class Meta:
        ordering = ["name", "id"]
        verbose_name_plural = "aliases"
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="alias_once_per_person")]
        indexes = [models.Index(fields=["name"])]

    def __str__(self) -> str:
        return self.name


class PersonLink(models.Model):
    """An address where somebody is found; the kind says what lies behind it."""

    class Kind(models.TextChoices):
        SITE = "site", _("website")
        GITHUB = "github", "GitHub"
        GITLAB = "gitlab", "GitLab"
        LINKEDIN = "linkedin", "LinkedIn"
        MASTODON = "mastodon", "Mastodon"
        TWITTER = "twitter", "Twitter"
        BLUESKY = "bluesky", "Bluesky"
        ORCID = "orcid", "ORCID"
        SPEAKER = "speaker", _("speaker page")
        EMAIL = "email", _("email (private)")
        OTHER = "other", _("other")

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="links")
    url = models.CharField("address", max_length=500)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.SITE)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["person", "url"], name="link_once_per_person")]
        indexes = [models.Index(fields=["url"])]

    def __str__(self) -> str:
        return self.url


class FormerSlug(models.Model):
    """A slug a person once had: old addresses and texts still find them."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="former_slugs")
    slug = models.SlugField(max_length=100, unique=True, allow_unicode=True)

    class Meta:
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.slug
