"""What is not published is nowhere in public: drafts, what is being typed, captures, previews, what is scheduled."""

import datetime

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.utils import timezone

from posts.models import Capture, Day, Draft, ImportReview, PreviewLink, Status, Trip
from tests.factories import (
    make_day,
    make_encounter,
    make_event,
    make_figure,
    make_owner,
    make_person,
    make_place,
    make_talk,
    make_trip,
)

from .surfaces import read_everything

pytestmark = pytest.mark.django_db
MARK = "private"
NOW = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)
SOON = NOW + datetime.timedelta(hours=1)


def fill(trip: Trip, name: str, **values) -> Day:
    """Tell a day in which everything is marked, and that more than one page could show."""
    secret = f"{MARK}-{name}"
    place, person = make_place(f"{secret}-place"), make_person(f"{secret}-person")
    body = f"{secret}-body [x](person:{person.slug}) [y](place:{place.slug})\n\n![](figure:{secret}-figure)"
    day = make_day(trip, title=f"{secret}-day", body=body, **values)
    make_encounter(day, person, place=place)
    make_talk(day, (person,), title=f"{secret}-talk", slug=f"{secret}-talk", notes=f"{secret}-notes")
    make_figure(trip, day=day, name=f"{secret}-figure", caption=f"{secret}-caption")
    return day


def make_secret_trip(name: str, **values) -> Trip:
    secret = f"{MARK}-{name}"
    trip = make_trip(title=secret, slug=secret, summary=f"{secret}-summary", location=f"{secret}-city", **values)
    make_event(trip, name=f"{secret}-event", slug=f"{secret}-event")
    trip.tags.add(f"{secret}-tag")
    fill(trip, name)
    return trip


@pytest.fixture
def public() -> Trip:
    """A published trip, beside everything that is not public."""
    owner = make_owner()
    trip = make_trip(title="Public trip", slug="public-trip")
    make_day(trip, title="Public day", body="Public words.")
    date = datetime.date(2024, 3, 15)
    fill(trip, "draft-of-a-day", status=Status.DRAFT, date=date)
    fill(trip, "withdrawn-day", status=Status.WITHDRAWN, date=date)
    fill(trip, "scheduled-day", published_at=timezone.now() + datetime.timedelta(hours=1), date=date)
    draft = make_secret_trip("draft", status=Status.DRAFT)
    make_secret_trip("withdrawn", status=Status.WITHDRAWN)
    make_secret_trip("scheduled", published_at=timezone.now() + datetime.timedelta(hours=1))
    page = f"/admin/posts/trip/{trip.pk}/change/"
    Draft.objects.create(user=owner, page=page, window="w", values={"title": f"{MARK}-typed"})
    Capture.objects.create(text=f"{MARK}-capture", trip=trip, captured_by=owner).photos.add(draft.figures.get().photo)
    source = ContentFile(f"{MARK}-import".encode(), name=f"{MARK}.md")
    ImportReview.objects.create(user=owner, name=f"{MARK}-import", source=source)
    PreviewLink.objects.create(trip=draft, label=f"{MARK}-label", made_by=owner)
    PreviewLink.objects.create(trip=trip, day=Day.objects.get(title=f"{MARK}-draft-of-a-day-day"))
    return trip


def test_nothing_unpublished_is_anywhere(client, public):
    answers = read_everything(client)
    told = {address: answer.lower() for address, answer in answers.items()}
    assert b"public words." in told["/trips/public-trip/"]
    assert [address for address, answer in told.items() if MARK.encode() in answer] == []
    found = [address for address, answer in told.items() if answer.startswith(b"200")]
    assert [address for address in found if MARK in address] == []
    photos = {f"/photos/{photo}" for photo in Trip.objects.values_list("figures__photo__uuid", flat=True) if photo}
    assert [address for address in found if address.startswith(tuple(photos))] == []
    tokens = [token.encode().lower() for token in PreviewLink.objects.values_list("token", flat=True)]
    assert [address for address, answer in told.items() if any(token in answer for token in tokens)] == []


@pytest.mark.parametrize("surface", ["/search/?q=body", "/search/?q=typed", "/search/?q=capture", "/export.json"])
def test_nothing_unpublished_is_found(client, public, surface):
    response = client.get(surface)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    assert f"{MARK}-" not in content.decode().lower()


def test_preview_without_its_key_is_not_found(client, public):
    link = PreviewLink.objects.first()
    for address in ("/preview/", "/preview/x/", f"/preview/{link.token[:-1]}/", f"/preview/{link.pk}/"):
        assert client.get(address).status_code == 404
    assert client.get(f"/preview/{link.token}/").status_code == 200


def test_scheduled_trip_becomes_public_on_its_time_and_no_sooner(client):
    with time_machine.travel(NOW, tick=False) as clock:
        make_secret_trip("scheduled", published_at=SOON)
        name = f"{MARK}-scheduled"
        addresses = [f"/trips/{name}/", f"/talks/{name}-talk/", f"/tags/{name}-tag/"]
        assert [client.get(address).status_code for address in addresses] == [404, 404, 404]
        first = client.get("/")
        assert client.get("/", headers={"If-None-Match": first["ETag"]}).status_code == 304
        clock.move_to(SOON - datetime.timedelta(seconds=1))
        assert client.get("/", headers={"If-None-Match": first["ETag"]}).status_code == 304
        assert client.get(addresses[0]).status_code == 404
        clock.move_to(SOON)
        for page in ("/", "/feed.atom", "/feed.json", "/sitemap.xml"):
            assert client.get(page, headers={"If-None-Match": first["ETag"]}).status_code == 200
            assert f"{MARK}-scheduled".encode() in client.get(page).content
        assert [client.get(address).status_code for address in addresses] == [200, 200, 200]
        assert f'href="{addresses[0]}' in client.get("/search/?q=scheduled").content.decode()


def test_scheduled_day_becomes_public_on_its_time_and_no_sooner(visitor):
    with time_machine.travel(NOW, tick=False) as clock:
        trip = make_trip(slug="live")
        fill(trip, "later", published_at=SOON)
        before = visitor.get("/trips/live/")
        assert f"{MARK}-later" not in before.content.decode()
        assert visitor.get("/trips/live/2024-03-14/").status_code == 404
        clock.move_to(SOON)
        after = visitor.get("/trips/live/", headers={"If-None-Match": before["ETag"]})
        assert (after.status_code, after["ETag"] == before["ETag"]) == (200, False)
        assert f"{MARK}-later-body" in after.content.decode()
        assert visitor.get("/trips/live/2024-03-14/").status_code == 200


def test_withdrawing_takes_effect_on_the_next_request(visitor):
    trip = make_secret_trip("regretted")
    before = visitor.get(f"/trips/{MARK}-regretted/")
    assert before.status_code == 200
    trip.status = Status.WITHDRAWN
    trip.save()
    response = visitor.get(f"/trips/{MARK}-regretted/", headers={"If-None-Match": before["ETag"]})
    assert response.status_code == 410
    assert f"{MARK}-regretted-" not in response.content.decode()
