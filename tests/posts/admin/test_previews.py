import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from posts.models import PreviewLink, Status
from tests.factories import make_day, make_helper, make_owner, make_trip

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(make_owner())
    return client


@pytest.mark.parametrize("kind", ["trip", "day"])
def test_link_is_made_on_the_page_of_what_it_opens(desk, kind):
    day = make_day(make_trip(status=Status.DRAFT), body="Text")
    part = day if kind == "day" else day.trip
    page = reverse(f"admin:posts_{kind}_change", args=[part.pk])
    address = desk.get(page).context["publishing"]["previews"]["address"]
    response = desk.post(address, {"preview-label": "Ada", "preview-days": "3"})
    assert response["Location"] == f"{page}#previews"
    link = PreviewLink.objects.get()
    assert (link.trip, link.day, link.label) == (day.trip, day if kind == "day" else None, "Ada")
    assert round((link.expires_at - timezone.now()) / datetime.timedelta(days=1)) == 3
    assert f"http://testserver{link.get_absolute_url()}" in desk.get(page).content.decode()
    assert desk.get(link.get_absolute_url()).status_code == 200


@pytest.mark.parametrize("days", ["", "0", "366", "soon"])
def test_number_of_days_is_asked_for(desk, days):
    trip = make_trip(status=Status.DRAFT)
    address = reverse("desk:new-preview", args=["trip", trip.pk])
    response = desk.post(address, {"preview-days": days}, follow=True)
    said = [str(message) for message in response.context["messages"]]
    assert said == ["No link was made: give the number of days, from 1 to 365."]
    assert not PreviewLink.objects.exists()


def test_closed_link_opens_nothing_and_is_offered_no_more(desk):
    trip = make_trip(status=Status.DRAFT)
    link = PreviewLink.objects.create(trip=trip)
    response = desk.post(reverse("desk:revoke-preview", args=[link.pk]), follow=True)
    assert link.token not in response.content.decode()
    assert desk.get(link.get_absolute_url()).status_code == 404


def test_list_of_all_links_closes_some(desk):
    links = [PreviewLink.objects.create(trip=make_trip(status=Status.DRAFT)) for _ in range(2)]
    page = reverse("admin:posts_previewlink_changelist")
    assert links[0].token in desk.get(page).content.decode()
    desk.post(page, {"action": "revoke", "_selected_action": [links[0].pk]})
    assert list(PreviewLink.objects.open()) == [links[1]]


def test_links_are_for_those_who_may(client, desk):
    link = PreviewLink.objects.create(trip=make_trip(status=Status.DRAFT))
    make, close = ("desk:new-preview", ["trip", link.trip_id]), ("desk:revoke-preview", [link.pk])
    addresses = [reverse(name, args=args) for name, args in (make, close)]
    assert [desk.get(address).status_code for address in addresses] == [405, 405]
    client.force_login(make_helper())
    assert [client.post(address, {"preview-days": "3"}).status_code for address in addresses] == [403, 403]
    client.logout()
    assert [client.post(address).status_code for address in addresses] == [302, 302]
    assert PreviewLink.objects.open().count() == 1
