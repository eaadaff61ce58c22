"""What each visibility lets out of somebody, on every public surface, at once, and with a reader's caches warm."""

import re
from typing import Any

import pytest
from django.db.models import QuerySet
from django.test import Client

from people.models import Alias, FormerSlug, Person, PersonLink, PersonQuerySet
from posts.models import Figure, PreviewLink, Trip
from posts.models.day import DayQuerySet
from posts.models.encounter import EncounterQuerySet
from posts.models.figure import FigureQuerySet
from posts.models.place import PlaceQuerySet
from posts.models.trip import TripQuerySet
from posts.public.share_cards.tasks import make_card
from posts.search.query import parse
from posts.search.suggest import suggest
from tests.factories import (
    make_day,
    make_encounter,
    make_event,
    make_figure,
    make_person,
    make_photo,
    make_place,
    make_series,
    make_talk,
    make_trip,
)
from tests.tripsite.pages.reading import Reader

from .surfaces import answers, read_everything
from .test_leaks import PRIVATE, build_log

pytestmark = pytest.mark.django_db

MARKS = re.compile(rb"mark-[a-z-]+", re.IGNORECASE)
# What readers may learn of somebody whose every field holds a mark; stand-ins are told apart from names.
ALLOWED = {
    "public": {"name", "alias", "link", "about", "works", "works-then", "pronouns", "slug", "label"},
    "name": {"name", "label"},
    "pseudonym": {"pseudonym"},
    "hidden": set(),
}


def marked_person() -> Person:
    """Somebody who stands in every field of the log that can hold somebody, each of theirs with a mark."""
    person = make_person(
        "Mark-name",
        slug="mark-slug",
        pseudonym="Mark-pseudonym",
        about="Mark-about",
        affiliation="Mark-works",
        pronouns="mark-pronouns",
        private_note="mark-private-note",
        portrait=make_photo(),
    )
    Alias.objects.create(person=person, name="Mark-alias")
    Alias.objects.create(person=person, name="Mark-former-name", kind="former")
    FormerSlug.objects.create(person=person, slug="mark-former-slug")
    PersonLink.objects.create(person=person, url="https://mark-link.example/")
    PersonLink.objects.create(person=person, url="mailto:mark-mail@example.org", kind="email")
    refers = "[Mark-label](person:mark-slug)"
    other = make_person("Other", about=f"Knows {refers}.")
    hall = make_place("Hall", about=f"Built by {refers}.")
    series = make_series()
    for year in (2023, 2024):
        trip = make_trip(title=f"Trip {refers}"[:5], slug=f"trip-{year}", summary=f"With {refers}.")
        event = make_event(trip, series=series, venue=hall, about=f"By {refers}.")
        day = make_day(
            trip, body=f"## On {refers}\n\nMet {refers} and [Mark-label](person:mark-former-slug).\n\n![](figure:f)"
        )
        make_encounter(day, person, place=hall, affiliation="Mark-works-then", private_note="mark-private")
        make_encounter(day, other, introduced_by=person)
        make_talk(day, (person, other), event=event, notes=f"By {refers}", abstract=f"Of {refers}")
        figure = make_figure(trip, day=day, name="f", title=f"T {refers}", caption=f"C {refers}", alt=f"A {refers}")
        figure.people.add(person, other)
        trip.cover = figure
        trip.save()
        make_card.func(trip.pk)
    return person


def marks_in(everything: dict[str, bytes]) -> set[str]:
    """Return the marks that were let out, but for what a visitor typed into the address themselves."""
    found: set[str] = set()
    for address, answer in everything.items():
        marks = {mark.decode().lower() for mark in MARKS.findall(answer)}
        found |= {mark for mark in marks if mark not in address.lower()}
    return {mark.removeprefix("mark-") for mark in found}


def show_as(person: Person, visibility: str) -> None:
    person.visibility = visibility
    person.save()
    for trip in Trip.objects.all():
        make_card.func(trip.pk)


def test_each_visibility_lets_out_what_it_says_at_once(client):
    hold_to_visibilities(client)


def hold_to_visibilities(visitor: Client | Reader) -> None:
    """Show somebody in every way in turn, to a visitor who keeps what they got, and have each let out what it may."""
    person = marked_person()
    tags: dict[str, str] = {}
    read_everything(visitor, tags)
    for visibility in ("hidden", "public", "pseudonym", "name", "hidden"):
        show_as(person, visibility)
        assert marks_in(read_everything(visitor, tags)) == ALLOWED[visibility], visibility


def test_nothing_is_found_by_a_name_that_is_not_public(client):
    person = marked_person()
    words = ["mark-name", "mark-alias", "mark-former-name", "mark-link", "mark-slug", "mark-mail", "mark-about"]
    for visibility, finds in {"public": True, "name": False, "pseudonym": False, "hidden": False}.items():
        show_as(person, visibility)
        totals = {word: client.get("/search/", {"q": word}).context["total"] for word in words}
        assert (totals["mark-name"] > 0) is (visibility in ("public", "name")), visibility
        assert (totals["mark-alias"] > 0) is finds, visibility
        assert not any(totals[word] for word in ("mark-former-name", "mark-mail"))
        assert visibility == "public" or suggest(parse("makr-alias"), 0) == ""


def test_pictures_of_somebody_hidden_are_not_served(visitor):
    person = marked_person()
    shown = Figure.objects.filter(people=person).first().photo
    address = f"/photos/{shown.uuid}/{shown.width}.jpg"
    assert status_of(visitor, address) == 200
    show_as(person, "hidden")
    assert status_of(visitor, address) == 404
    assert status_of(visitor, f"/photos/{person.portrait.uuid}/{person.portrait.width}.jpg") == 404


def status_of(client: Client | Reader, address: str) -> int:
    """Return the status of an answer that is read to its end, so that no file stays open."""
    response = client.get(address)
    b"".join(response)
    return response.status_code


def test_preview_shows_people_as_readers_will_see_them(client):
    person = marked_person()
    show_as(person, "hidden")
    trip = Trip.objects.first()
    trip.status = "draft"
    trip.save()
    link = PreviewLink.objects.create(trip=trip)
    page = client.get(link.get_absolute_url())
    assert page.status_code == 200
    assert marks_in({"": page.content}) == set()


def everything(self: QuerySet[Any], *arguments: Any) -> QuerySet[Any]:
    return self


GATES: dict[str, tuple[Any, str, Any]] = {
    "unpublished trips": (TripQuerySet, "published", everything),
    "unpublished days": (DayQuerySet, "published", everything),
    "withheld figures": (FigureQuerySet, "permitted", everything),
    "unpublished figures": (FigureQuerySet, "published", everything),
    "hidden encounters": (EncounterQuerySet, "published", everything),
    "places that are nobody's business": (PlaceQuerySet, "published", everything),
    "people with a page": (PersonQuerySet, "with_page", everything),
    "stand-ins for names": (Person, "is_named", property(lambda person: True)),
    "private names and mail": (PersonQuerySet, "for_page", everything),
}


@pytest.mark.parametrize("gate", GATES)
def test_the_leak_test_finds_a_gate_that_is_missing(client: Client, monkeypatch: pytest.MonkeyPatch, gate: str):
    build_log()
    owner, name, replacement = GATES[gate]
    monkeypatch.setattr(owner, name, replacement)
    leaks = (PRIVATE.search(answer) for _, answer in answers(client))
    assert any(leaks), gate
