"""The calendar of trips and of talks attended, and the address cards of people."""

from collections.abc import Callable
from itertools import chain

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from media.recording import ALL_TOLD, depends_on, subject
from people.models import Person
from posts.appearances import published_people
from posts.exchange import calendar as ical
from posts.exchange import vcard as cards
from posts.models import Log, Talk, Trip
from posts.models.trip import TERMS
from posts.prose.render import plain_text
from posts.prose.targets import Targets
from posts.templatetags.travel import web_address

from .people import people_called, portrait_of

ROWS_AT_ONCE = 500


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    depends_on(ALL_TOLD, "list:trips", "list:talks", "list:labels", "list:events")
    absolute = request.build_absolute_uri
    trips = list(Trip.objects.published().prefetch_related(*TERMS))
    targets = Targets.for_texts(words=[trip.summary for trip in trips])
    attended = Talk.objects.published().filter(attendance__in=[Talk.Attendance.HEARD, Talk.Attendance.GIVEN])
    talks = attended.exclude(starts_at=None).exclude(is_cancelled=True).for_card()
    events = chain(
        (ical.trip_event(trip, plain_text(trip.summary, targets), absolute(trip.get_absolute_url())) for trip in trips),
        (ical.talk_event(talk, absolute(talk.get_absolute_url())) for talk in talks.iterator(ROWS_AT_ONCE)),
    )
    return HttpResponse(ical.document(Log.current().title, events), content_type="text/calendar; charset=utf-8")


@require_safe
def vcard(request: HttpRequest, slug: str) -> HttpResponse:
    found = next(iter(people_called(slug)), None)
    if found is None:
        raise Http404
    depends_on(ALL_TOLD, subject(Person, found.pk))
    return _cards([found], request)


@require_safe
def vcards(request: HttpRequest) -> HttpResponse:
    """Everybody who has a page, card after card, as address books take them in."""
    depends_on(ALL_TOLD, "list:people")
    return _cards(list(published_people().for_page().order_by("name", "id")), request)


def _cards(people: list[Person], request: HttpRequest) -> HttpResponse:
    targets = Targets.for_texts(words=[person.about for person in people])
    told = (_card(person, plain_text(person.about, targets), request.build_absolute_uri) for person in people)
    return HttpResponse("".join(told), content_type="text/vcard; charset=utf-8")


def _card(person: Person, about: str, absolute: Callable[[str], str]) -> str:
    portrait = portrait_of(person)
    links = [web_address(link.url) for link in person.links.all()]
    return cards.document(
        person,
        about=about,
        addresses=[absolute(person.get_absolute_url()), *filter(None, links)],
        portrait=absolute(portrait.large_url) if portrait and portrait.is_ready else "",
    )
