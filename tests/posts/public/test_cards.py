"""The picture of a trip that is shown where its address is shared."""

import datetime
import io
from typing import Any

import pytest
from django.core.files.storage import storages
from django_tasks_db.models import DBTaskResult
from PIL import Image

from media.models import Photo
from people.models import Visibility
from posts.models import Figure, FigurePerson, Log, Status, Trip
from posts.public.share_cards import drawing
from posts.public.share_cards.content import CardContent, content_of
from posts.public.share_cards.tasks import enqueue_missing, make_card
from posts.revision import one_change

from ...factories import make_figure, make_person, make_trip
from ...media.folders import files_in

pytestmark = pytest.mark.django_db


def make_shared_trip(**values):
    """A trip with a cover; nothing is drawn yet."""
    trip = make_trip(**{"title": "The trip", "location": "Pasadena"} | values)
    trip.cover = make_figure(trip)
    trip.save()
    return trip


def cards() -> dict[str, bytes]:
    return files_in(storages["derivatives"], "cards") if storages["derivatives"].exists("cards") else {}


def say(**values) -> CardContent:
    trip = make_trip()
    return CardContent(**{**vars(content_of(trip, Log(title="The log"))), **values})


def is_paper(image: Image.Image, place: tuple[int, int]) -> bool:
    color: Any = image.getpixel(place)
    return min(color) > 245


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def test_a_card_is_a_picture_of_the_size_that_sites_ask_for(client):
    trip = make_shared_trip()
    make_card.func(trip.pk)
    response = client.get(f"/cards/{trip.uuid}.jpg")
    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    image = Image.open(io.BytesIO(body(response)))
    assert (image.format, image.size) == ("JPEG", (1200, 630))
    assert not is_paper(image, (700, 100))
    assert is_paper(image, (40, 600))
    assert client.get(f"/cards/{trip.uuid}.jpg", headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_while_there_is_no_card_its_address_leads_to_the_cover(client):
    trip = make_shared_trip()
    response = client.get(f"/cards/{trip.uuid}.jpg")
    assert (response.status_code, response["Location"]) == (302, f"/photos/{trip.cover.photo.uuid}/64.jpg")
    trip.cover = None
    trip.save()
    assert client.get(f"/cards/{trip.uuid}.jpg").status_code == 404


@pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN])
def test_a_trip_that_is_not_published_has_no_card(client, status):
    trip = make_shared_trip(status=status)
    make_card.func(trip.pk)
    assert (client.get(f"/cards/{trip.uuid}.jpg").status_code, cards()) == (404, {})


def test_a_card_is_gone_at_once_when_its_trip_is_withdrawn(client):
    trip = make_shared_trip()
    make_card.func(trip.pk)
    trip.status = Status.WITHDRAWN
    trip.save()
    assert client.get(f"/cards/{trip.uuid}.jpg").status_code == 404


def test_a_withheld_cover_leaves_the_card_at_once(client):
    trip = make_shared_trip()
    make_card.func(trip.pk)
    [before] = cards().values()
    person = make_person(visibility=Visibility.HIDDEN)
    FigurePerson.objects.create(figure=trip.cover, person=person)
    assert client.get(f"/cards/{trip.uuid}.jpg").status_code == 404
    make_card.func(trip.pk)
    [after] = cards().values()
    assert body(client.get(f"/cards/{trip.uuid}.jpg")) == after
    assert [is_paper(Image.open(io.BytesIO(card)), (700, 100)) for card in (before, after)] == [False, True]


def test_reading_makes_no_card(client):
    trip = make_shared_trip()
    client.get(f"/cards/{trip.uuid}.jpg")
    client.get(trip.get_absolute_url())
    assert cards() == {}


def test_what_is_changed_together_is_looked_at_once(django_capture_on_commit_callbacks):
    trips = [make_shared_trip(), make_trip(), make_trip()]
    with django_capture_on_commit_callbacks() as callbacks, one_change():
        for trip in trips:
            trip.save()
            trip.save()
    [enqueue] = [each for each in callbacks if "share_cards" in each.__module__]
    enqueue()
    enqueued = [task.args_kwargs["args"] for task in DBTaskResult.objects.order_by("enqueued_at")]
    assert sorted(enqueued) == [[trip.pk] for trip in trips]


@pytest.mark.parametrize(
    "change",
    [
        lambda trip: trip.save(),
        lambda trip: trip.cover.save(),
        lambda trip: Photo.objects.get().save(),
        lambda trip: Log.objects.get().save(),
        lambda trip: FigurePerson.objects.create(figure=trip.cover, person=make_person()),
        lambda trip: trip.cover.people.get().save(),
    ],
    ids=["trip", "figure", "photo", "log", "person in it", "person"],
)
def test_a_change_of_what_it_shows_enqueues_a_card(change, django_capture_on_commit_callbacks):
    trip = make_shared_trip()
    FigurePerson.objects.create(figure=trip.cover, person=make_person())
    with django_capture_on_commit_callbacks(execute=True):
        change(trip)
    enqueued = {(task.task_path, *task.args_kwargs["args"]) for task in DBTaskResult.objects.all()}
    assert enqueued == {("posts.public.share_cards.tasks.make_card", trip.pk)}


def test_a_change_of_something_else_enqueues_nothing(django_capture_on_commit_callbacks):
    trip = make_shared_trip()
    make_card.func(trip.pk)
    with django_capture_on_commit_callbacks(execute=True):
        trip.summary = "Another summary"
        trip.save()
        make_figure(trip, photo=None)
        make_shared_trip(status=Status.DRAFT)
    assert not DBTaskResult.objects.filter(task_path__contains="make_card").exists()


def test_the_card_of_a_scheduled_trip_is_drawn_when_its_time_has_come(django_capture_on_commit_callbacks, time_machine):
    now = datetime.datetime(2024, 5, 1, 12, tzinfo=datetime.UTC)
    time_machine.move_to(now, tick=False)
    with django_capture_on_commit_callbacks(execute=True):
        make_trip(published_at=now + datetime.timedelta(days=1))
    assert DBTaskResult.objects.get().run_after == now + datetime.timedelta(days=1)


def test_a_new_card_replaces_the_old_one():
    trip = make_shared_trip()
    make_card.func(trip.pk)
    [old] = cards()
    trip.title = "Another title"
    trip.save()
    make_card.func(trip.pk)
    [new] = cards()
    assert old != new


def test_the_card_of_a_deleted_trip_is_deleted(django_capture_on_commit_callbacks):
    trip = make_shared_trip()
    make_card.func(trip.pk)
    with django_capture_on_commit_callbacks(execute=True):
        trip.delete()
    assert cards() == {}


def test_a_worker_finds_the_cards_that_are_missing():
    trip = make_shared_trip()
    make_shared_trip(status=Status.DRAFT)
    assert enqueue_missing() == 1
    make_card.func(trip.pk)
    assert enqueue_missing() == 0


@pytest.mark.parametrize(
    "title",
    ["", "🚲", "A " * 99, "Donaudampfschifffahrtsgesellschaftskapitänsmütze" * 4, "Łódź – “Čeština” & Ærø"],
)
@pytest.mark.parametrize("with_cover", [True, False])
def test_any_title_can_be_drawn(title, with_cover):
    trip = make_shared_trip() if with_cover else make_trip()
    content = content_of(trip, Log(title="L" * 100))
    image = Image.open(io.BytesIO(drawing.draw(CardContent(**vars(content) | {"title": title, "location": "X" * 200}))))
    assert image.size == (1200, 630)
    assert is_paper(image, (620, 10))


@pytest.mark.parametrize(("title", "expected"), [("東京", False), ("Київ", False), ("Łódź 🚲", True), ("2024", True)])
def test_a_title_the_font_cannot_write_has_no_card(title, expected):
    assert drawing.is_drawable(say(title=title)) == expected


def test_a_log_of_more_covers_than_sqlite_takes_at_once_gets_its_cards():
    shown = make_shared_trip()
    dates = {"starts_on": shown.starts_on, "ends_on": shown.ends_on, "status": Status.PUBLISHED}
    trips = Trip.objects.bulk_create(Trip(title="T", slug=f"covered-{number}", **dates) for number in range(1001))
    figures = Figure.objects.bulk_create(Figure(trip=trip, photo=shown.cover.photo, name="f") for trip in trips)
    for trip, figure in zip(trips, figures, strict=True):
        trip.cover = figure
    Trip.objects.bulk_update(trips, ["cover"], batch_size=100)
    assert enqueue_missing() == 1002
