"""What the log says about somebody or something: the passages that name it, quoted."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.safestring import SafeString

from people.models import Person

from .appearances import Mention
from .models import Day, Event, Place, Talk
from .models.prepared import prepared
from .prose.markdown import to_html
from .prose.passages import passage_in, passages_of, quote
from .prose.render import render_passage
from .prose.targets import Targets


@dataclass(frozen=True)
class Quotation:
    """A passage with its words as safe inline HTML; they are empty where no paragraph holds the name, as in a table."""

    mention: Mention
    words: SafeString


def passages_at(mentions: Sequence[Mention]) -> list[str]:
    """Return the sanitised HTML of each passage, in one query, for `Targets.for_texts` and `quotations`.

    Nothing else of a text is needed, so that a page depends on what its quotes refer to, and not on all that is
    named around them.
    """
    days = {mention.day.pk for mention in mentions if mention.day}
    bodies = dict(_bodies(days)) if days else {}
    return [passage_in(to_html(_text(mention, bodies)), mention.anchor) for mention in mentions]


@prepared
def _bodies(days: set[int]) -> QuerySet[Day, tuple[int, str]]:
    return Day.objects.filter(pk__in=days).order_by().values_list("pk", "body")


def quotations(
    mentions: Sequence[Mention], passages: Sequence[str], thing: Person | Place | Talk | Event, targets: Targets
) -> list[Quotation]:
    """Return the passages that name `thing`, quoted."""
    url = thing.get_absolute_url()
    rendered = [passages_of(render_passage(passage, targets)) for passage in passages]
    return [
        Quotation(mention, quote(pieces.get(mention.anchor, ()), url))
        for mention, pieces in zip(mentions, rendered, strict=True)
    ]


def _text(mention: Mention, bodies: dict[int, str]) -> str:
    if mention.day:
        return bodies[mention.day.pk]
    if mention.talk:
        return mention.talk.notes
    return mention.figure.caption if mention.figure else mention.trip.summary
