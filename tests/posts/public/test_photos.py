import io

import pytest
from PIL import Image

from people.models import Visibility
from posts.models import FigurePerson, Status

from ...factories import make_day, make_encounter, make_figure, make_person, make_photo, make_trip

pytestmark = pytest.mark.django_db


def url_of(photo, suffix="jpg"):
    return f"/photos/{photo.uuid}/64.{suffix}"


def body_of(response) -> bytes:
    return b"".join(response.streaming_content)


@pytest.mark.parametrize(("suffix", "media_type"), [("jpg", "image/jpeg"), ("avif", "image/avif")])
def test_a_derivative_of_a_published_figure(client, suffix, media_type):
    response = client.get(url_of(make_figure(make_trip()).photo, suffix))
    assert response.status_code == 200
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == (media_type, "nosniff")
    assert response["Cache-Control"] == "no-cache"
    content = body_of(response)
    assert int(response["Content-Length"]) == len(content)
    assert Image.open(io.BytesIO(content)).size == (64, 48)


@pytest.mark.parametrize(("sent", "got"), [("HTTP_IF_NONE_MATCH", "ETag"), ("HTTP_IF_MODIFIED_SINCE", "Last-Modified")])
def test_a_derivative_that_did_not_change_is_not_sent_again(client, sent, got):
    url = url_of(make_figure(make_trip()).photo)
    first = client.get(url)
    body_of(first)
    again = client.get(url, **{sent: first[got]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])


def test_a_derivative_that_is_no_longer_public_is_not_confirmed_either(client):
    figure = make_figure(make_trip())
    first = client.get(url_of(figure.photo))
    body_of(first)
    figure.trip.status = Status.WITHDRAWN
    figure.trip.save()
    assert client.get(url_of(figure.photo), HTTP_IF_NONE_MATCH=first["ETag"]).status_code == 404


@pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN])
def test_a_figure_that_is_not_published(client, status):
    assert client.get(url_of(make_figure(make_trip(status=status)).photo)).status_code == 404


def test_a_figure_of_a_draft_day(client):
    day = make_day(status=Status.DRAFT)
    assert client.get(url_of(make_figure(day.trip, day=day).photo)).status_code == 404


@pytest.mark.parametrize(("withheld", "status_code"), [(True, 404), (False, 200)])
def test_a_figure_that_shows_a_hidden_person(client, withheld, status_code):
    figure = make_figure(make_trip())
    hidden = make_person(visibility=Visibility.HIDDEN, figures_withheld=withheld)
    FigurePerson.objects.create(figure=figure, person=hidden)
    response = client.get(url_of(figure.photo))
    response.close()
    assert response.status_code == status_code


@pytest.mark.parametrize(
    ("visibility", "status_code"),
    [(Visibility.PUBLIC, 200), (Visibility.NAME, 404), (Visibility.PSEUDONYM, 404), (Visibility.HIDDEN, 404)],
)
def test_a_portrait(client, visibility, status_code):
    person = make_person(portrait=make_photo(), visibility=visibility, pseudonym="a friend")
    make_encounter(make_day(), person)
    response = client.get(url_of(person.portrait))
    response.close()
    assert response.status_code == status_code


def test_a_portrait_of_somebody_without_a_page(client):
    assert client.get(url_of(make_person(portrait=make_photo()).portrait)).status_code == 404


def test_a_photo_used_nowhere(client):
    assert client.get(url_of(make_photo())).status_code == 404


@pytest.mark.parametrize("name", ["65.jpg", "64.webp", "64.png", "64.jpg/", "../64.jpg", "-1.jpg"])
def test_only_derivatives_are_served(client, name):
    assert client.get(f"/photos/{make_figure(make_trip()).photo.uuid}/{name}").status_code == 404


@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-9", slice(0, 10)),
        ("bytes=5-", slice(5, None)),
        ("bytes=-7", slice(-7, None)),
        ("bytes=3-99999999", slice(3, None)),
    ],
)
def test_a_part_of_a_derivative(client, asked, part):
    url = url_of(make_figure(make_trip()).photo)
    whole = client.get(url)
    content = body_of(whole)
    response = client.get(url, headers={"Range": asked, "If-Range": whole["ETag"]})
    first, last, _ = part.indices(len(content))
    assert (response.status_code, response.content) == (206, content[part])
    assert response["Content-Range"] == f"bytes {first}-{last - 1}/{len(content)}"
    assert (response["Content-Type"], response["ETag"]) == ("image/jpeg", whole["ETag"])


def test_a_part_that_is_not_there(client):
    response = client.get(url_of(make_figure(make_trip()).photo), headers={"Range": "bytes=99999999-"})
    assert response.status_code == 416
    assert response["Content-Range"].startswith("bytes */")


@pytest.mark.parametrize(
    "headers",
    [
        {"Range": "bytes=9-3"},
        {"Range": "pages=1-2"},
        {"Range": "bytes=0-1,4-5"},
        {"Range": "bytes=0-1", "If-Range": '"old"'},
    ],
)
def test_a_range_that_is_none_or_of_another_picture_gets_the_whole(client, headers):
    response = client.get(url_of(make_figure(make_trip()).photo), headers=headers)
    assert response.status_code == 200
    assert len(body_of(response)) == int(response["Content-Length"])
