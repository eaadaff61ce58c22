import pytest
from django.urls import reverse

from tests.factories import make_figure, make_owner, make_person, make_photo, make_trip

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(make_owner())
    return client


@pytest.fixture
def ada():
    ada = make_person("Ada")
    make_figure(make_trip(), photo=make_photo(80, 60)).people.add(ada)
    return ada


def test_portrait_is_cut_out_of_a_picture(desk, ada):
    address = reverse("desk:portrait", args=[ada.pk])
    assert desk.get(address).context["choices"][0]["figure"] == ada.figures.get()
    desk.post(address, {"figure": ada.figures.get().pk, "x": "0.5", "y": "0.5", "size": "0.5"})
    ada.refresh_from_db()
    assert (ada.portrait.width, ada.portrait.height) == (30, 30)
    assert ada.figures.get().photo != ada.portrait


@pytest.mark.parametrize(("name", "value"), [("x", "2"), ("size", ""), ("figure", "999")])
def test_portrait_that_cannot_be_cut(desk, ada, name, value):
    values = {"figure": ada.figures.get().pk, "x": "0.5", "y": "0.5", "size": "0.5"} | {name: value}
    answer = desk.post(reverse("desk:portrait", args=[ada.pk]), values)
    assert list(answer.context["form"].errors) == [name]
    ada.refresh_from_db()
    assert ada.portrait is None


def test_portrait_when_the_original_is_gone(desk, ada):
    photo = ada.figures.get().photo
    photo.original.storage.delete(photo.original.name)
    values = {"figure": ada.figures.get().pk, "x": "0.5", "y": "0.5", "size": "0.5"}
    answer = desk.post(reverse("desk:portrait", args=[ada.pk]), values)
    assert "The original of this picture cannot be read." in answer.content.decode()


def test_portrait_without_a_picture(desk):
    answer = desk.get(reverse("desk:portrait", args=[make_person("Bo").pk]))
    assert "No picture in the log shows Bo" in answer.content.decode()
