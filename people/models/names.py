"""What the writer decided about names: which are nobody's, and which people are not the same."""

from django.db import models

from .person import Person


class IgnoredName(models.Model):
    """Capitalised words that are no person's name, or that shall not be asked about again."""

    name = models.CharField(max_length=200, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class DifferentPeople(models.Model):
    """Two people who look like one but are not: they are not proposed for merging again."""

    first = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")

    class Meta:
        verbose_name_plural = "different people"
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="different_people_once"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="different_people_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.first} is not {self.second}"
