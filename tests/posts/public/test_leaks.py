"""Nothing private gets out: every public address is read, and searched for what was marked as private.

Markers of public fields must be found, and those of private ones must be in the log: otherwise
this test would hold for an empty site too.
"""

import datetime
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import unquote

import pytest
from django.apps import apps
from django.core import serializers
from django.utils import timezone

from media import derivatives
from media.files import store
from media.models import Photo
from people.models import Alias, FormerSlug, Person, PersonLink, Visibility
from posts.models import (
    Day,
    Event,
    EventSeries,
    Figure,
    FigurePerson,
    ImportRecord,
    Log,
    Place,
    RetiredSlug,
    Status,
    TalkLink,
    Trip,
)
from posts.public.share_cards.tasks import make_card

from ...factories import (
    make_day,
    make_encounter,
    make_event,
    make_figure,
    make_person,
    make_place,
    make_talk,
    make_trip,
)
from ...media import pictures
from .surfaces import read_everything

PRIVATE = re.compile(rb"private-[a-z-]+", re.IGNORECASE)
POSITION = [b"34.142", b"34.143", b"118.143"]


def _photo(marker: str) -> Photo:
    number = Photo.objects.count()
    photo, _ = store(pictures.jpeg_of_a_camera(width=640 + number, height=480), f"private-{marker}.jpg")
    derivatives.make(photo)
    photo.refresh_from_db()
    return photo


def _people() -> list[Person]:
    people = {
        "public": make_person("Public-Person", slug="public-person", private_note="private-note-on-person"),
        "name": make_person("Public-Name", slug="private-slug-of-name", visibility=Visibility.NAME),
        "pseudonym": make_person(
            "Private-Real-Name", slug="private-slug-of-pseudonym", visibility="pseudonym", pseudonym="Public-Pseudonym"
        ),
        "hidden": make_person("Private-Hidden-Name", slug="private-slug-of-hidden", visibility=Visibility.HIDDEN),
    }
    for kind, person in people.items():
        prefix = "Public" if kind == "public" else f"Private-{kind}"
        person.about, person.affiliation, person.pronouns = f"{prefix}-about", f"{prefix}-works", f"{prefix}-pronouns"
        person.portrait = _photo(f"portrait-of-{kind}")
        person.save()
        PersonLink.objects.create(person=person, url=f"https://{prefix.lower()}-link.example/")
        PersonLink.objects.create(person=person, url=f"mailto:private-mail-{kind}@example.org", kind="email")
        Alias.objects.create(person=person, name=f"{prefix}-alias")
        Alias.objects.create(person=person, name=f"Private-former-{kind}", kind=Alias.Kind.FORMER)
        FormerSlug.objects.create(person=person, slug=f"{prefix.lower()}-former-slug")
    return list(people.values())


def _text(people: Iterable[Person], prefix: str) -> str:
    """Return a text that names people, a public place, and one that is nobody's business."""
    on_the_map = {"latitude": 1.5, "longitude": 2.5}
    place = make_place(f"{prefix}-place", private_note="private-note-on-place", **on_the_map)
    home = make_place(f"private-home-{prefix}", is_public=False, address="private-address", **on_the_map)
    home.about = "private-about"
    home.save()
    names = " and ".join(f"[{person.name}](person:{person.slug})" for person in people)
    return f"{names} at [{prefix}-label](place:{place.slug}) and [a home](place:{home.slug})"


def _fill_day(day: Day, people: Iterable[Person], prefix: str, event: Event | None = None) -> None:
    """Give a day a text, a talk, meetings and figures, all of them marked."""
    text = _text(people, prefix)
    day.title, day.body = f"{prefix}-day", f"{prefix}-body {text}"
    day.body += f"\n\n![](figure:{prefix}-shown)\n\n![](figure:private-withheld-{prefix})"
    day.save()
    talk = make_talk(day, tuple(people), slug=f"{prefix}-talk", title=f"{prefix}-talk", event=event)
    talk.starts_at = timezone.now()
    talk.notes, talk.abstract, talk.private_note = (
        f"{prefix}-notes {text}",
        f"{prefix}-abstract",
        "private-note-on-talk",
    )
    talk.save()
    TalkLink.objects.create(talk=talk, url=f"https://{prefix}-video.example/")
    home = Place.objects.get(slug=f"private-home-{prefix}")
    for person in people:
        make_encounter(day, person, place=home, private_note="private-note-on-encounter", follow_up="private-follow-up")
    make_figure(day.trip, day=day, name=f"{prefix}-shown", photo=_photo("file"), title=f"{prefix}-figure", caption=text)
    withheld = make_figure(day.trip, day=day, name=f"private-withheld-{prefix}", photo=_photo("withheld"))
    withheld.alt = withheld.title = withheld.caption = "private-text-of-withheld"
    withheld.save()
    FigurePerson.objects.create(figure=withheld, person=Person.objects.get(visibility=Visibility.HIDDEN))


def _fill_trip(trip: Trip, people: Iterable[Person], prefix: str) -> None:
    venue = make_place(f"{prefix}-venue")
    event = make_event(trip, name=f"{prefix}-event", slug=f"{prefix}-event", venue=venue, about=f"{prefix}-event-about")
    trip.tags.add(f"{prefix}-tag")
    trip.categories.add(f"{prefix}-category")
    _fill_day(make_day(trip), people, prefix, event)
    trip.summary = f"{prefix}-summary " + " ".join(f"[{person.name}](person:{person.slug})" for person in people)
    trip.cover = trip.figures.get(name=f"private-withheld-{prefix}")
    trip.save()


def build_log() -> None:
    Log.objects.create(title="Public-Log", tagline="Public-tagline", author="Public-author")
    people = _people()
    public = make_trip(title="Public-trip", slug="public-trip", location="Public-location")
    _fill_trip(public, people, "public")
    _fill_day(make_day(public, status=Status.DRAFT), [], "private-draft-day")
    later = timezone.now() + datetime.timedelta(days=1)
    unpublished: dict[str, dict[str, Any]] = {
        "private-draft": {"status": Status.DRAFT},
        "private-withdrawn": {"status": Status.WITHDRAWN},
        "private-scheduled": {"published_at": later},
    }
    for name, values in unpublished.items():
        trip = make_trip(title=name, slug=name, location=name, **values)
        _fill_trip(trip, [*people, make_person(f"{name}-person")], name)
        RetiredSlug.objects.create(kind="trip", slug=f"{name}-retired", target=trip.uuid)
    ImportRecord.objects.create(trip=public, source="private-source", source_hash="", content_hash="")
    for trip in Trip.objects.all():
        make_card.func(trip.pk)
    series = EventSeries.objects.create(name="private-series")
    make_event(name="private-event-unvisited", slug="private-event-unvisited", series=series)


def _secrets_in(content: bytes) -> set[bytes]:
    return {*PRIVATE.findall(content), *(secret for secret in [*pictures.MARKERS, *POSITION] if secret in content)}


def _public_trip() -> Trip:
    return Trip.objects.get(slug="public-trip")


@pytest.mark.django_db
def test_what_is_public_leaves_the_log_and_nothing_else(client):
    build_log()
    answers = read_everything(client)
    assert {address: _secrets_in(answer) for address, answer in answers.items() if _secrets_in(answer)} == {}
    found = [address for address, answer in answers.items() if not answer.startswith(b"4")]
    assert [address for address in found if _secrets_in(unquote(address).encode())] == []

    everything = b"".join(answers.values()).lower()
    expected = """
        log tagline author trip location summary day body label place event event-about talk notes abstract video
        figure tag category person name pseudonym about works pronouns alias link
    """.split()
    assert [marker for marker in expected if f"public-{marker}".encode() not in everything] == []
    for address, marker in {
        "/feed.atom": "body",
        "/tags/public-tag/feed.json": "body",
        "/calendar.ics": "talk",
        "/people/public-person.vcf": "alias",
        "/people.vcf": "alias",
        "/sitemap.xml": "trip",
    }.items():
        assert f"public-{marker}".encode() in answers[address].lower(), address
    assert [address for address in found if address.startswith("/cards/")] == [f"/cards/{_public_trip().uuid}.jpg"]
    portrait, shown = Person.objects.get(slug="public-person").portrait, Figure.objects.get(title="public-figure").photo
    served = {address for address in found if address.startswith("/photos/")}
    assert served == {f"/photos/{path}" for photo in (portrait, shown) for path in derivatives.paths(photo)}


@pytest.mark.django_db
def test_what_is_marked_as_private_is_in_the_log_and_its_originals():
    build_log()
    models = [model for name in ("media", "people", "posts") for model in apps.get_app_config(name).get_models()]
    stored = "".join(serializers.serialize("json", model._default_manager.all()) for model in models).lower()
    expected = """
        note-on-person note-on-encounter follow-up note-on-talk note-on-place address home-public real-name hidden-name
        slug-of-name slug-of-pseudonym slug-of-hidden former-public mail-public draft withdrawn scheduled series
        draft-day-body file.jpg withheld.jpg text-of-withheld source event-unvisited name-link hidden-about
    """.split()
    assert [marker for marker in expected if f"private-{marker}" not in stored] == []
    assert "34.14" in stored
    with Figure.objects.get(title="public-figure").photo.original.open() as file:
        original = file.read()
    assert {pictures.SERIAL.encode(), pictures.COMMENT.encode(), pictures.OWNER.encode()} <= _secrets_in(original)
