"""Talks: those heard, given or missed on published days."""

import datetime
from collections.abc import Sequence
from uuid import UUID

from django.db.models import DateTimeField, F, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from ninja import Router

from posts.exchange.documents import asides_of, person_document
from posts.exchange.export import public_talk
from posts.exchange.schema import Document, PersonDocument, TalkDocument
from posts.models import Talk
from posts.models.reference import Kind
from posts.models.talk import TalkQuerySet
from posts.prose.targets import Targets
from posts.public.talk_filters import CONDITIONS

from .answers import answer, moved
from .paging import UNIQUE, USUAL, After, Key, Limit, Page, instant, window
from .parameters import Words, Year
from .references import EventReference, TripReference, event_reference, trip_reference

# A talk whose time is not known comes last among those of its trip.
NEVER = Value(datetime.datetime(9999, 1, 1, tzinfo=datetime.UTC), DateTimeField())
ORDER = (Key("trip_began", datetime.date.fromisoformat, is_descending=True), Key("began", instant), UNIQUE)

router = Router(tags=["talks"])


class TalkEntry(Document):
    """A talk, where it was heard, and its speakers, in order, as far as they are named in public.

    `day` is the section of the trip that tells of it, `date` its local date.
    """

    talk: TalkDocument
    trip: TripReference
    day: UUID
    date: datetime.date | None
    event: EventReference | None
    speakers: list[PersonDocument]


class TalkPage(Page[TalkEntry]):
    pass


@router.get("/talks", response=TalkPage)
def talks(
    request: HttpRequest,
    event: Words = "",
    year: Year = None,
    speaker: Words = "",
    track: Words = "",
    after: After = "",
    limit: Limit = USUAL,
) -> HttpResponse:
    """Talks, those of the latest trip first, within it as they were given."""
    found = _for_entries(Talk.objects.published())
    asked = {"event": event, "year": f"{year:04}" if year else "", "speaker": speaker, "track": track}
    for name, value in asked.items():
        if value:
            found = found.filter(CONDITIONS[name](value))
    ordered = found.annotate(trip_began=F("day__trip__starts_on"), began=Coalesce("starts_at", NEVER))
    page = window(request, ordered, ORDER, after, limit)
    return answer(TalkPage(items=_entries(page.things), next=page.next))


@router.get("/talks/{unicode_slug:slug}", response=TalkEntry)
def talk(request: HttpRequest, slug: str) -> HttpResponse:
    """A talk with its speakers."""
    found = _for_entries(Talk.objects.published().filter(slug=slug)).first()
    return answer(_entries([found])[0]) if found else moved(Talk.objects.published(), Kind.TALK, slug)


def _for_entries(talks: TalkQuerySet) -> TalkQuerySet:
    return talks.for_card().prefetch_related("talk_speakers__person__aliases", "talk_speakers__person__links")


def _entries(talks: Sequence[Talk]) -> list[TalkEntry]:
    targets = Targets.for_texts(text for talk in talks for text in (talk.notes, talk.abstract))
    asides = asides_of({each.person for talk in talks for each in talk.talk_speakers.all() if each.person.has_page})
    return [_entry(talk, targets, asides) for talk in talks]


def _entry(talk: Talk, targets: Targets, asides: Targets) -> TalkEntry:
    if talk.day is None:
        raise ValueError(f"{talk} belongs to no day, so it is not published")
    speakers = [each.person for each in talk.talk_speakers.all() if each.person.is_named]
    return TalkEntry(
        talk=public_talk(talk, targets),
        trip=trip_reference(talk.day.trip),
        day=talk.day.uuid,
        date=talk.day.date,
        event=event_reference(talk.event),
        speakers=[person_document(person, public=True, asides=asides) for person in speakers],
    )
