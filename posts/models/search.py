"""The index of the search: the public words of whatever can be found, derived from everything else.

The database's own full-text index follows these rows by itself; see `posts.search.engines`.
"""

from django.db import models


class SearchKind(models.TextChoices):
    TRIP = "trip", "trip"
    DAY = "day", "day"
    TALK = "talk", "talk"
    EVENT = "event", "event"
    PERSON = "person", "person"
    PLACE = "place", "place"


class SearchEntry(models.Model):
    """One thing that can be found: its kind, its primary key and its words as the public may read them.

    No foreign key leads to the thing: an entry left over passes no gate, so it is never shown.
    `text` is what a result quotes, one passage a line; `title_words` and `words` are the same folded,
    parted by single spaces, and are what the database indexes.
    """

    kind = models.CharField(max_length=10, choices=SearchKind)
    key = models.PositiveBigIntegerField()
    year = models.PositiveSmallIntegerField(null=True)
    title = models.CharField(max_length=300)
    text = models.TextField()
    title_words = models.TextField()
    words = models.TextField()

    class Meta:
        verbose_name_plural = "search entries"
        constraints = [models.UniqueConstraint(fields=["kind", "key"], name="thing_is_indexed_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"


class SearchSource(models.Model):
    """Something an entry took words from beside its own thing: a person named in it, a talk's event, a figure.

    `kind` and `key` name it: a person by slug, since a text may name somebody who is not here yet, the others
    by primary key. `shown` is how it was shown when the entry was made; where that is different now, the entry
    is made anew.
    """

    entry = models.ForeignKey(SearchEntry, on_delete=models.CASCADE, related_name="sources")
    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=100)
    shown = models.CharField(max_length=250, blank=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "key"])]

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


class SearchWord(models.Model):
    """A word of the index, to guess from what a mistyped one was meant to be."""

    word = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return self.word
