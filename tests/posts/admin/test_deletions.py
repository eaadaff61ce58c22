import pytest
from django.urls import reverse

from media.models import Photo
from posts.models import Deletion, Encounter, Talk, Trip
from tests.factories import (
    make_day,
    make_encounter,
    make_helper,
    make_owner,
    make_person,
    make_photo,
    make_talk,
    make_trip,
)

from .forms import send

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(make_owner())
    return client


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_deleted_trip_is_offered_back_at_once(desk):
    trip = make_trip(title="Oslo")
    make_day(trip)
    response = desk.post(reverse("admin:posts_trip_delete", args=[trip.pk]), {"post": "yes"}, follow=True)
    deletion = Deletion.objects.get()
    assert not Trip.objects.exists()
    offer = next(message for message in said(response) if "Undo" in message)
    assert offer.startswith("Trip “Oslo” can be brought back for 30 days. <form")
    response = desk.post(reverse("desk:undo-deletion", args=[deletion.pk]), follow=True)
    assert response.redirect_chain == [(reverse("admin:posts_trip_change", args=[trip.pk]), 302)]
    assert said(response) == ["Brought back: trip “Oslo”."]
    assert Trip.objects.get().days.count() == 1


def test_several_deleted_from_the_list_come_back_together(desk):
    trips = [make_trip(), make_trip()]
    data = {"action": "delete_selected", "_selected_action": [trip.pk for trip in trips], "post": "yes"}
    desk.post(reverse("admin:posts_trip_changelist"), data)
    assert not Trip.objects.exists()
    desk.post(reverse("desk:undo-deletion", args=[Deletion.objects.get().pk]))
    assert Trip.objects.count() == 2


def test_row_removed_on_a_days_page_can_be_brought_back(desk):
    day = make_day(body="Text")
    encounter = make_encounter(day, make_person("Ada"), private_note="Remember")
    talk = make_talk(day)
    address = reverse("admin:posts_day_change", args=[day.pk])
    response = send(desk, address, encounters__0__DELETE="on", talks__0__DELETE="on")
    assert response.status_code == 302
    assert [Encounter.objects.count(), Talk.objects.count()] == [0, 0]
    for deletion in Deletion.objects.all():
        desk.post(reverse("desk:undo-deletion", args=[deletion.pk]))
    assert [Encounter.objects.get(), Talk.objects.get()] == [encounter, talk]
    assert Encounter.objects.get().private_note == "Remember"


def test_page_lists_what_can_be_brought_back(desk):
    desk.post(reverse("admin:posts_trip_delete", args=[make_trip(title="Oslo").pk]), {"post": "yes"})
    page = desk.get(reverse("desk:deletions"))
    assert "Trip “Oslo”" in page.content.decode()
    desk.post(reverse("desk:undo-deletion", args=[Deletion.objects.get().pk]))
    assert "Nothing was deleted lately." in desk.get(reverse("desk:deletions")).content.decode()


def test_twice_is_told(desk):
    desk.post(reverse("admin:posts_trip_delete", args=[make_trip().pk]), {"post": "yes"})
    address = reverse("desk:undo-deletion", args=[Deletion.objects.get().pk])
    desk.post(address)
    response = desk.post(address, follow=True)
    assert said(response)[-1].startswith("There is nothing to bring back")
    assert Trip.objects.count() == 1


def test_what_is_in_the_way_is_told(desk):
    day, ada = make_day(), make_person("Ada")
    encounter = make_encounter(day, ada)
    desk.post(reverse("admin:posts_encounter_delete", args=[encounter.pk]), {"post": "yes"})
    make_encounter(day, ada)
    response = desk.post(reverse("desk:undo-deletion", args=[Deletion.objects.get().pk]), follow=True)
    assert said(response)[-1].startswith("Not brought back: encounter “Ada, met”. “Ada, met” is in the way of")


def test_photo_keeps_its_files_while_it_can_come_back(desk):
    photo = make_photo()
    desk.post(reverse("admin:media_photo_delete", args=[photo.pk]), {"post": "yes"})
    assert not Photo.objects.exists()
    desk.post(reverse("desk:undo-deletion", args=[Deletion.objects.get().pk]))
    assert Photo.objects.get().original.storage.exists(photo.original.name)


def test_bringing_back_needs_a_login_a_post_and_the_right_to_add(client, desk):
    desk.post(reverse("admin:posts_trip_delete", args=[make_trip().pk]), {"post": "yes"})
    address = reverse("desk:undo-deletion", args=[Deletion.objects.get().pk])
    assert desk.get(address).status_code == 405
    client.logout()
    assert client.post(address).status_code == 302
    helper = make_helper("change_trip")
    client.force_login(helper)
    assert client.post(address).status_code == 403
    assert not Trip.objects.exists()
