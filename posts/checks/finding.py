"""A finding: one thing a writer should look at, and where it is."""

from dataclasses import dataclass

from django.db import models

from people.models import Person
from posts.models import Day, Event, Figure, Place, Talk, Trip

Subject = Trip | Day | Figure | Talk | Event | Place | Person


class Code(models.TextChoices):
    DANGLING = "dangling-reference", "references that lead nowhere"
    NO_ALT = "figure-without-alt", "figures without alternative text"
    NO_PICTURE = "figure-without-picture", "figures without a picture"
    NO_TEXT = "day-without-text", "days without text"
    UNLINKED = "unlinked-name", "people named without a link"
    UNKNOWN = "unknown-name", "names that nobody in the log has"
    SLIP = "likely-slip", "words that look like a slip for a name"
    PLAIN_MENTION = "plain-mention", "people who are not public, named in plain words"


@dataclass(frozen=True)
class Finding:
    """`field` names the subject's field it stands in; `start` and `end` where in that field, when it is a passage.

    A finding that blocks has to be dealt with before its trip can be published.
    """

    code: Code
    subject: Subject
    message: str
    blocks: bool = False
    field: str = ""
    start: int | None = None
    end: int | None = None
