import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from media.models import Photo
from people.models import Person, Visibility
from posts.models import Day, Figure, Log, PreviewLink, Status, Talk
from tests.factories import (
    make_day,
    make_encounter,
    make_event,
    make_figure,
    make_owner,
    make_person,
    make_place,
    make_series,
    make_talk,
    make_trip,
)
from tests.media.pictures import corners, huge_png, saved

from .forms import errors_of, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(make_owner())
    return client


@pytest.fixture
def one_of_each():
    trip = make_trip()
    day = make_day(trip)
    person = make_person()
    make_encounter(day, person)
    make_talk(day, (person,))
    make_event(trip, series=make_series())
    make_place()
    make_figure(trip, day=day).people.add(person)
    trip.tags.add("Travel")
    trip.categories.add("Conferences")
    PreviewLink.objects.create(trip=trip)
    Log.current().save()


admin.autodiscover()
OURS = [model for model in admin.site._registry if model._meta.app_label in ("posts", "people", "media")]


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.model_name)
def test_every_page_of_the_desk_answers(desk, one_of_each, model):
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    thing = model.objects.first()
    assert desk.get(reverse(f"{name}_changelist"), follow=True).status_code == 200
    assert desk.get(reverse(f"{name}_change", args=[thing.pk])).status_code == 200
    assert desk.get(reverse(f"{name}_add")).status_code == (403 if model in (Photo, Log, PreviewLink) else 200)
    assert desk.get(reverse(f"{name}_changelist"), {"q": "x"}, follow=True).status_code == 200


AUTOCOMPLETED = [
    (model._meta, field)
    for model, page in admin.site._registry.items()
    for part in [page, *(inline(model, admin.site) for inline in page.inlines)]
    for field in part.autocomplete_fields
    for model in [part.model]
]


@pytest.mark.parametrize(("options", "field"), AUTOCOMPLETED, ids=str)
def test_every_completion_answers(desk, one_of_each, options, field):
    question = {"app_label": options.app_label, "model_name": options.model_name, "field_name": field, "term": ""}
    answer = desk.get(reverse("admin:autocomplete"), question)
    assert answer.status_code == 200
    assert len(answer.json()["results"]) == 1


def test_every_model_with_content_has_a_page():
    named = "Category Day Encounter Event EventSeries Figure Log Person Photo Place PreviewLink Tag Talk Trip"
    assert {model.__name__ for model in OURS} == set(named.split())


def test_day_outside_its_trip_is_refused(desk):
    day = make_day(body="Text")
    address = reverse("admin:posts_day_change", args=[day.pk])
    response = send(desk, address, date="2024-04-01")
    assert errors_of(response) == [
        '<ul class="errorlist" id="id_date_error"><li>2024-04-01 is outside the trip, '
        "which runs from 2024-03-14 to 2024-03-18.</li></ul>"
    ]


def test_upload_a_picture_to_a_day(desk):
    day = make_day(body="See ![](figure:the-stage)")
    picture = SimpleUploadedFile("DSC_1.jpg", saved(corners()))
    written = {"trip": day.trip.pk, "day": day.pk, "title": "The stage", "file": picture}
    assert send(desk, reverse("admin:posts_figure_add"), **written).status_code == 302
    figure = Figure.objects.get()
    assert (figure.name, figure.trip, figure.day) == ("the-stage", day.trip, day)
    assert figure.photo.original_name == "DSC_1.jpg"


@pytest.mark.parametrize(
    ("name", "content"), [("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"), ("huge.png", huge_png())]
)
def test_picture_that_cannot_be_taken_is_refused_by_name(desk, name, content):
    day = make_day()
    picture = SimpleUploadedFile(name, content)
    response = send(desk, reverse("admin:posts_figure_add"), trip=day.trip.pk, title="X", file=picture)
    assert response.status_code == 200
    assert name in "".join(errors_of(response))
    assert not Figure.objects.exists()


@pytest.mark.parametrize("zone", ["Pacific/Honolulu", "UTC", "Pacific/Auckland"])
def test_time_of_a_talk_is_local(desk, zone):
    day = make_day(make_trip(time_zone=zone))
    talk = make_talk(day)
    address = reverse("admin:posts_talk_change", args=[talk.pk])
    written = {"starts_at_0": "2024-03-14", "starts_at_1": "23:30:00", "attendance": "heard"}
    assert send(desk, address, **written).status_code == 302
    talk.refresh_from_db()
    assert talk.local_start.isoformat()[:16] == "2024-03-14T23:30"
    assert send(desk, address, title="Renamed").status_code == 302
    again = Talk.objects.get()
    assert (again.title, again.starts_at) == ("Renamed", talk.starts_at)


def test_new_people_start_at_the_logs_default(desk):
    Log(default_visibility=Visibility.HIDDEN).save()
    form = desk.get(reverse("admin:people_person_add")).context["adminform"].form
    assert form.initial["visibility"] == Visibility.HIDDEN


def test_slug_makes_itself_and_stays_free(desk):
    make_person("Ada Lovelace")
    send(desk, reverse("admin:people_person_add"), name="Ada Lovelace", visibility="name")
    assert sorted(Person.objects.values_list("slug", flat=True)) == ["ada-lovelace", "ada-lovelace-2"]


def test_pseudonym_has_to_be_given(desk):
    response = send(desk, reverse("admin:people_person_add"), name="Ada", visibility="pseudonym")
    assert "Give the pseudonym that readers see instead of the name." in "".join(errors_of(response))


def test_draft_has_no_link_to_the_site(desk):
    draft, published = make_trip(status=Status.DRAFT), make_trip()
    page = desk.get(reverse("admin:posts_trip_change", args=[draft.pk])).content.decode()
    assert draft.get_absolute_url() not in page
    page = desk.get(reverse("admin:posts_trip_change", args=[published.pk])).content.decode()
    assert f'href="{published.get_absolute_url()}"' in page


def test_days_need_the_admins_login(client):
    day = make_day()
    address = reverse("admin:posts_day_change", args=[day.pk])
    assert client.get(address).status_code == 302
    assert client.post(address, {"body": "x"}).status_code == 302
    assert Day.objects.get().body == ""
