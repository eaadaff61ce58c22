"""The admin's page of a photo: its original is given to who may see photos there, and to nobody else."""

import pytest
from django.urls import reverse

from media import derivatives
from tests.factories import make_helper, make_owner, make_photo

pytestmark = pytest.mark.django_db


def address_of(photo):
    return reverse("admin:media_photo_original", args=[photo.pk])


def test_the_original_is_a_file_to_keep(client):
    photo = make_photo()
    client.force_login(make_owner())
    page = client.get(reverse("admin:media_photo_change", args=[photo.pk]))
    assert address_of(photo) in page.content.decode()
    response = client.get(address_of(photo))
    with photo.original.open("rb") as kept:
        assert b"".join(response.streaming_content) == kept.read()
    assert response["Content-Disposition"].startswith("attachment;")
    assert response["Content-Type"] == photo.media_type
    assert response["X-Content-Type-Options"] == "nosniff"
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))


def test_an_original_that_is_missing_is_not_found(client):
    photo = make_photo()
    photo.original.storage.delete(photo.original.name)
    client.force_login(make_owner())
    assert client.get(address_of(photo)).status_code == 404


@pytest.mark.parametrize(("permission", "status_code"), [("view_photo", 200), ("add_photo", 403)])
def test_who_may_not_see_photos_gets_none(client, permission, status_code):
    client.force_login(make_helper(permission))
    response = client.get(address_of(make_photo()))
    response.close()
    assert response.status_code == status_code


def test_the_public_gets_no_original(client):
    assert client.get(address_of(make_photo())).status_code == 302


def test_the_list_shows_each_picture(client):
    photo = make_photo(ready=False)
    client.force_login(make_owner())
    address = reverse("admin:media_photo_changelist")
    assert photo.get_state_display() in client.get(address).content.decode()
    derivatives.make(photo)
    page = client.get(address).content.decode()
    picture = page.partition('<img class="thumbnail" src="')[2].partition('"')[0]
    response = client.get(picture)
    response.close()
    assert response["Content-Type"] == "image/jpeg"
