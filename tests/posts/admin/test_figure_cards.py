import io
import json

import pytest
from PIL import Image
from reversion.models import Version

from posts.models import Figure, Status, Trip
from tests.factories import make_day, make_figure, make_helper, make_owner, make_person, make_photo, make_trip

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(make_owner())
    return client


@pytest.fixture
def figure():
    trip = make_trip(status=Status.DRAFT)
    return make_figure(trip, day=make_day(trip), name="stage", title="Stage", caption="")


def post(desk, path, **told):
    return desk.post(f"/admin/desk/{path}", json.dumps(told), content_type="application/json")


def test_each_field_is_saved_as_a_version(desk, figure):
    answer = post(desk, f"figures/{figure.pk}/", alt="A lit stage", before="").json()
    assert (answer["alt"], Figure.objects.get().alt) == ("A lit stage", "A lit stage")
    assert Version.objects.get_for_object(figure).first().revision.user.is_superuser
    assert desk.get(f"/admin/desk/figures/{figure.pk}/").json()["title"] == "Stage"


def test_what_was_edited_elsewhere_is_told(desk, figure):
    answer = post(desk, f"figures/{figure.pk}/", title="Mine", before="Old")
    assert (answer.status_code, answer.json()["now"]) == (409, "Stage")
    assert Figure.objects.get().title == "Stage"


def test_people_cover_and_day(desk, figure):
    ada, other = make_person("Ada"), make_day(figure.trip, date=figure.trip.ends_on)
    told = [{"id": ada.pk, "x": 0.5}, {"name": "Bo", "x": "no number"}]
    answer = post(desk, f"figures/{figure.pk}/", people=told, before=[]).json()
    assert [(each["name"], each["x"]) for each in answer["people"]] == [("Ada", 0.5), ("Bo", None)]
    assert answer["made"] == ["Bo"]
    answer = post(desk, f"figures/{figure.pk}/", cover=True, day=other.pk).json()
    assert (answer["is_cover"], answer["day"]["id"]) == (True, other.pk)
    assert post(desk, f"figures/{figure.pk}/", day=make_day().pk).status_code == 404


def test_order_removal_and_return(desk, figure):
    other = make_figure(figure.trip, day=figure.day, position=1)
    answer = post(desk, "figures/order/", day=figure.day.pk, figures=[other.pk, figure.pk]).json()
    assert answer["figures"] == [other.pk, figure.pk]
    figure.people.add(make_person("Ada"))
    post(desk, f"figures/{figure.pk}/", cover=True)
    removed = post(desk, f"figures/{figure.pk}/removal/").json()["removed"]
    assert (list(Figure.objects.all()), Trip.objects.get().cover) == ([other], None)
    back = post(desk, "figures/return/", **removed).json()
    assert (back["id"], back["order"], back["is_cover"]) == (figure.pk, [other.pk, figure.pk], True)
    assert [person["name"] for person in back["people"]] == ["Ada"]
    assert post(desk, "figures/return/", **removed).status_code == 422


def test_pictures_of_drafts_are_shown_to_writers_alone(desk, client, figure):
    address = f"/admin/desk/photos/{figure.photo.uuid}/64.jpg"
    content = b"".join(desk.get(address).streaming_content)
    with Image.open(io.BytesIO(content)) as image:
        assert image.size == (64, 48)
    assert desk.get(address.replace("64.", "65.")).status_code == 404
    client.logout()
    assert client.get(address).status_code == 401
    assert client.get(f"/photos/{figure.photo.uuid}/64.jpg").status_code == 404


def test_what_an_account_may_not_do_is_told(client, figure):
    user = make_helper("change_figure")
    client.force_login(user)
    answer = post(client, f"figures/{figure.pk}/", people=[{"name": "Bo"}])
    assert (answer.status_code, answer.json()["error"]) == (
        403,
        "Your account may not add people. Choose somebody who is here.",
    )
    assert post(client, f"figures/{figure.pk}/removal/").status_code == 403
    assert client.post(f"/admin/desk/figures/{figure.pk}/", "no JSON", content_type="text/plain").status_code == 400


def test_reading_writes_nothing(desk, figure):
    before = Figure.objects.values().get()
    for path in (f"figures/{figure.pk}/", "figures/alt/", f"figures/{figure.pk}/?alt=x"):
        assert desk.get(f"/admin/desk/{path}").status_code == 200
    assert (Figure.objects.values().get(), desk.get("/admin/desk/figures/order/").status_code) == (before, 405)


def test_a_days_page_shows_a_card_for_each_figure(desk, figure):
    make_figure(figure.trip, day=figure.day, photo=make_photo(ready=False))
    make_figure(figure.trip, name="elsewhere")
    page = desk.get(f"/admin/posts/day/{figure.day.pk}/change/").content.decode()
    assert (page.count("<figure-card"), "elsewhere" in page) == (2, False)
    assert f"/admin/desk/photos/{figure.photo.uuid}/64.jpg" in page
    assert f"/admin/posts/figure/add/?trip={figure.trip.pk}&amp;day={figure.day.pk}" in page


def test_the_queue_goes_from_one_to_the_next(desk, figure):
    trip = figure.trip
    second = make_figure(trip, day=figure.day, name="second", position=1)
    address = f"/admin/desk/figures/alt/?trip={trip.pk}"
    page = desk.get(address)
    assert (page.context["figure"], page.context["waiting"]) == (figure, 2)
    assert page.context["skip"] == f"{address}&figure={second.pk}"
    assert "Say what the picture shows" in desk.post(address, {"figure": figure.pk, "alt": " "}).content.decode()
    answer = desk.post(address, {"figure": figure.pk, "alt": "A stage"})
    assert (answer["Location"], Figure.objects.get(pk=figure.pk).alt) == (f"{address}&figure={second.pk}", "A stage")
    answer = desk.post(address, {"figure": second.pk, "alt": "Second"}, follow=True)
    assert f"Every picture of {trip} is described." in answer.content.decode()
    assert desk.get("/admin/desk/figures/alt/?trip=x&figure=99999999999999999999").status_code == 200


def test_the_queue_needs_the_right_to_change(client, figure):
    client.force_login(make_helper())
    assert client.get("/admin/desk/figures/alt/").status_code == 403
