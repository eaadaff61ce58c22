"""The first page of the desk: what is in progress, and notes taken down in passing."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from media.models import Photo
from posts.models import Capture, Draft, Encounter, Log, Status
from tests.factories import make_day, make_encounter, make_figure, make_owner, make_person, make_trip
from tests.media.pictures import corners, saved

pytestmark = pytest.mark.django_db
DESK = "/admin/"


@pytest.fixture
def desk(client):
    client.owner = make_owner()
    client.force_login(client.owner)
    return client


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def take_down(desk, text="", *pictures):
    files = [SimpleUploadedFile(name, content) for name, content in pictures]
    return desk.post(reverse("desk:new-capture"), {"text": text, "photos": files}, follow=True)


def test_note_and_pictures_are_kept(desk):
    response = take_down(desk, "Tony, from AVEVA", ("DSC_1.jpg", saved(corners())))
    capture = Capture.objects.get()
    assert (capture.text, capture.captured_by) == ("Tony, from AVEVA", desk.owner)
    assert [photo.original_name for photo in capture.photos.all()] == ["DSC_1.jpg"]
    assert "Tony, from AVEVA" in response.content.decode()


def test_note_alone_leaves_the_logs_revision(desk):
    before = Log.current().revision
    take_down(desk, "Tony")
    assert Log.current().revision == before


def test_nothing_is_kept_of_nothing(desk):
    assert said(take_down(desk)) == ["Nothing kept: write something, or choose a picture."]
    assert not Capture.objects.exists()


def test_picture_that_cannot_be_taken_is_named_and_the_note_kept(desk):
    response = take_down(desk, "A drawing", ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"))
    assert [message.startswith("drawing.svg: ") for message in said(response)] == [True, False]
    assert (Capture.objects.get().text, Photo.objects.count()) == ("A drawing", 0)


def test_note_is_put_at_the_end_of_a_day_with_its_pictures_as_figures(desk):
    day = make_day(make_trip(status=Status.DRAFT), body="Written before.")
    take_down(desk, "Tony, from AVEVA", ("the-stage.jpg", saved(corners())))
    response = desk.post(reverse("desk:sort-capture", args=[Capture.objects.get().pk]), {"day": day.pk})
    assert response.status_code == 302
    day.refresh_from_db()
    figure = day.figures.get()
    assert day.body == f"Written before.\n\nTony, from AVEVA\n\n![](figure:{figure.name})"
    assert not Capture.objects.exists()


def test_note_without_a_day_stays(desk):
    take_down(desk, "Tony")
    response = desk.post(reverse("desk:sort-capture", args=[Capture.objects.get().pk]), {"day": "x"}, follow=True)
    assert said(response) == ["Not sorted: choose the day it belongs to."]
    assert Capture.objects.exists()


def test_note_is_deleted(desk):
    take_down(desk, "Tony")
    desk.post(reverse("desk:delete-capture", args=[Capture.objects.get().pk]))
    assert not Capture.objects.exists()


@pytest.mark.parametrize("name", ["new-capture", "sort-capture", "delete-capture"])
def test_notes_are_changed_by_a_post_after_the_login(client, name):
    capture = Capture.objects.create(text="Tony")
    address = reverse(f"desk:{name}", args=[] if name == "new-capture" else [capture.pk])
    assert client.post(address, {"text": "x"}).url.startswith("/admin/login/")
    client.force_login(make_owner())
    assert client.get(address).status_code == 405
    assert [each.text for each in Capture.objects.all()] == ["Tony"]


def test_trips_in_progress_are_those_not_wholly_public(desk):
    make_day(make_trip(title="Done"))
    make_trip(title="Begun", status=Status.DRAFT)
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    make_trip(title="Scheduled", published_at=tomorrow)
    make_day(make_trip(title="Live"), status=Status.DRAFT)
    shown = {each.trip.title: each.state for each in desk.get(DESK).context["trips"]}
    assert set(shown) == {"Begun", "Scheduled", "Live"}
    assert (shown["Begun"], shown["Live"]) == ("draft", "public, with drafts")


def test_trip_in_progress_tells_what_is_missing(desk):
    trip = make_trip(status=Status.DRAFT)
    day = make_day(trip)
    make_figure(trip, day=day, alt="")
    (shown,) = desk.get(DESK).context["trips"]
    assert dict(shown.missing) == {"days without text": 1, "figures without alternative text": 1}


def test_desk_leads_to_where_one_left_off(desk):
    first, last = make_day(title="First"), make_day(title="Last")
    address = reverse("admin:posts_day_change", args=[first.pk])
    Draft.objects.create(user=desk.owner, page=address, window="w" * 8, values={"body": ["Typed"]})
    Draft.objects.create(
        user=make_owner(), page=reverse("admin:posts_trip_add"), window="w" * 8, values={"body": ["Typed"]}
    )
    shown = desk.get(DESK).context["left_off"]
    assert [(each.url, each.is_draft) for each in shown] == [
        (address, True),
        (reverse("admin:posts_day_change", args=[last.pk]), False),
    ]
    assert shown[0].title == f"{first.trip}: First"


def test_draft_of_something_gone_is_not_offered(desk):
    Draft.objects.create(
        user=desk.owner, page=reverse("admin:posts_day_change", args=[7]), window="w" * 8, values={"body": ["Typed"]}
    )
    assert desk.get(DESK).context["left_off"] == []


def test_promises_are_listed_when_they_are_due(desk):
    today = timezone.now().date()
    for days in (-3, 10, 40):
        on = today + datetime.timedelta(days=days)
        make_encounter(make_day(), make_person(), follow_up="Send slides", follow_up_on=on)
    shown = desk.get(DESK).context["follow_ups"]
    assert [(each.follow_up_on - today).days for each in shown] == [-3, 10]
    assert isinstance(shown[0], Encounter)


@pytest.mark.parametrize("number", [1, 3])
def test_desk_takes_as_many_queries_for_three_notes(desk, number, django_assert_num_queries):
    for each in range(number):
        take_down(desk, f"Note {each}")
    with django_assert_num_queries(12):
        desk.get(DESK)
