"""What the log says about somebody or something: the passages that name it, quoted."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from people.models import Person

from .appearances import Mention
from .models import Day, Event, Place, Talk
from .models.prepared import prepared
from .prose.passages import passages_of, quote
from .prose.render import render
from .prose.targets import Targets


@dataclass(frozen=True)
class Quotation:
    """A passage with its words as safe inline HTML; they are empty where no paragraph holds the name, as in a table."""

    mention: Mention
    words: SafeString


def texts_of(mentions: Sequence[Mention]) -> list[str]:
    """Return the text in which each passage stands, in one query, for `Targets.for_texts` and `quotations`."""
    days = {mention.day.pk for mention in mentions if mention.day}
    bodies = dict(_bodies(days)) if days else {}
    return [_text(mention, bodies) for mention in mentions]


@prepared
def _bodies(days: set[int]) -> QuerySet[Day, tuple[int, str]]:
    return Day.objects.filter(pk__in=days).order_by().values_list("pk", "body")


def quotations(
    mentions: Sequence[Mention], texts: Sequence[str], thing: Person | Place | Talk | Event, targets: Targets
) -> list[Quotation]:
    """Return the passages that name `thing`, quoted from their texts. Each text is rendered once."""
    passages = {text: passages_of(render(text, targets)) for text in set(texts)}
    url = thing.get_absolute_url()
    return [
        Quotation(mention, quote(passages[text].get(mention.anchor, ()), url))
        for mention, text in zip(mentions, texts, strict=True)
    ]


def _text(mention: Mention, bodies: dict[int, str]) -> str:
    if mention.day:
        return bodies[mention.day.pk]
    if mention.talk:
        return mention.talk.notes
    return mention.figure.caption if mention.figure else mention.trip.summary
