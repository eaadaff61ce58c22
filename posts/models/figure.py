"""A figure: a photo used in a trip, with its title, caption and the people in it."""

import uuid
from typing import TYPE_CHECKING

from django.db import models

from media.models import Photo
from media.recording import Recorded
from people.models import Person

from .day import Day
from .publication import Gated, is_live
from .trip import Trip

if TYPE_CHECKING:
    from .preview import PreviewLink


class FigureQuerySet(Gated, models.QuerySet["Figure"]):
    def published(self) -> "FigureQuerySet":
        """Keep what the public may see: permitted figures of published trips and, if they have one, published days."""
        on_a_live_day = models.Q(day__isnull=True) | is_live("day__")
        return self.permitted().filter(is_live("trip__"), on_a_live_day)

    def previewed(self, link: "PreviewLink") -> "FigureQuerySet":
        """Keep what a preview link opens: permitted figures of its days, a whole trip's of no day, public ones."""
        opened = models.Q(day__in=Day.objects.previewed(link))
        if link.day_id is None:
            opened |= models.Q(day__isnull=True, trip__in=Trip.objects.previewed(link))
        return self.permitted().filter(opened | models.Q(pk__in=Figure.objects.published()))

    def permitted(self) -> "FigureQuerySet":
        """Leave out those that show a hidden person whose pictures the writer chose to withhold."""
        withheld = FigurePerson.objects.filter(
            figure=models.OuterRef("pk"), person__visibility="hidden", person__figures_withheld=True
        )
        return self.exclude(models.Exists(withheld))

    def for_page(self) -> "FigureQuerySet":
        """Fetch what a picture outside its trip's narrative shows."""
        return self.select_related("photo", "trip", "day").order_by("-trip__starts_on", "position", "id")


class Figure(Recorded):
    """A photo on a day. `name` is what a text calls it by: `![](figure:skating)`.

    A figure has a photo here, or the address of a picture elsewhere (linked, never fetched),
    or neither while its file is still missing.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    trip = models.ForeignKey(Trip, on_delete=models.CASCADE, related_name="figures")
    day = models.ForeignKey(Day, null=True, blank=True, on_delete=models.SET_NULL, related_name="figures")
    name = models.SlugField(
        max_length=100, allow_unicode=True, help_text="Names the figure in a text: ![](figure:skating)."
    )
    photo = models.ForeignKey(Photo, null=True, blank=True, on_delete=models.PROTECT, related_name="figures")
    remote_url = models.URLField("picture elsewhere", max_length=500, blank=True)
    title = models.CharField(max_length=300, blank=True)
    caption = models.TextField(blank=True, help_text="Markdown, may name people: [Ada](person:ada).")
    alt = models.TextField(
        "alternative text", blank=True, help_text="What the picture shows, for those who cannot see it."
    )
    link = models.URLField(max_length=500, blank=True, help_text="Where the picture leads; usually nowhere.")
    people = models.ManyToManyField(Person, through="FigurePerson", blank=True, related_name="figures")
    position = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(auto_now=True)

    objects = FigureQuerySet.as_manager()

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["trip", "name"],
                name="figure_name_once_per_trip",
                violation_error_message="This trip has a figure of that name already.",
            )
        ]

    def __str__(self) -> str:
        return self.title or self.name

    def get_absolute_url(self) -> str:
        return f"{self.trip.get_absolute_url()}#figure-{self.name}"


class FigurePerson(models.Model):
    """A person in a figure, left to right.

    `x` is where the writer tapped on them, as a share of the picture's width: who is tapped later is sorted in by it.
    It never leaves the admin.
    """

    figure = models.ForeignKey(Figure, on_delete=models.CASCADE, related_name="figure_people")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="figure_people")
    position = models.PositiveSmallIntegerField(default=0)
    x = models.FloatField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = "person in the picture"
        verbose_name_plural = "people in the picture, left to right"
        constraints = [models.UniqueConstraint(fields=["figure", "person"], name="person_once_per_figure")]

    def __str__(self) -> str:
        return f"{self.person} in “{self.figure}”"
