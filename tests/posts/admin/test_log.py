import pytest
from django.urls import reverse

from posts.models import Log
from tests.factories import make_owner

from .forms import errors_of, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(make_owner())
    Log(author="Olive").save()
    return client


def save(desk, profiles: str):
    return send(desk, reverse("admin:posts_log_change", args=[1]), profiles=profiles)


def test_profiles_are_saved_one_a_line(desk):
    assert save(desk, "https://social.example/@olive\r\n\r\n https://olive.example/ ").status_code == 302
    assert Log.current().profiles == "https://social.example/@olive\nhttps://olive.example/"


def test_profiles_that_are_no_addresses_are_refused_by_line(desk):
    answer = save(desk, "https://olive.example/\r\nsocial.example/@olive")
    assert ["Line 2 is not an address" in error for error in errors_of(answer)] == [True]
    assert Log.current().profiles == ""
