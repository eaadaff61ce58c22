"""People: those who have a page, each with the links and names the public may see, and where they appear."""

from django.http import HttpRequest, HttpResponse
from ninja import Router

from people.models import Person
from posts.appearances import published_people
from posts.exchange.documents import asides_of, person_document
from posts.exchange.export import with_names
from posts.exchange.schema import Document, PersonDocument

from .answers import answer, moved_person
from .appearances import AppearancePage, appearances_of
from .paging import UNIQUE, USUAL, After, Key, Limit, Page, window

ORDER = (Key("name"), UNIQUE)

router = Router(tags=["people"])


class PersonPage(Page[PersonDocument]):
    pass


class PersonEntry(Document):
    """A person, and the first page of where they appear."""

    person: PersonDocument
    appearances: AppearancePage


@router.get("/people", response=PersonPage)
def people(request: HttpRequest, after: After = "", limit: Limit = USUAL) -> HttpResponse:
    """People who have a page, by name."""
    page = window(request, with_names(published_people()), ORDER, after, limit)
    asides = asides_of(page.things)
    items = [person_document(each, public=True, asides=asides) for each in page.things]
    return answer(PersonPage(items=items, next=page.next))


@router.get("/people/{unicode_slug:slug}", response=PersonEntry)
def person(request: HttpRequest, slug: str) -> HttpResponse:
    """A person, and where they appear, the latest first."""
    found = _find(slug)
    if found is None:
        return moved_person(slug)
    appearances = appearances_of(request, found, "", USUAL)
    return answer(PersonEntry(person=person_document(found, public=True), appearances=appearances))


@router.get("/people/{unicode_slug:slug}/appearances", response=AppearancePage)
def appearances(request: HttpRequest, slug: str, after: After = "", limit: Limit = USUAL) -> HttpResponse:
    """Where a person appears, the latest first."""
    found = _find(slug)
    return answer(appearances_of(request, found, after, limit)) if found else moved_person(slug, "appearances")


def _find(slug: str) -> Person | None:
    return with_names(published_people()).filter(slug=slug).first()
