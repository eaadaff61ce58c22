"""Importing in the browser: what is shown, what is decided, and that nothing is written before it is accepted."""

import datetime
import io
import zipfile
from pathlib import Path

import pytest
import reversion
from django.apps import apps
from django.contrib.auth.models import User
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from people.models import Alias, Person
from posts.exchange import accepting, held, hugo_import
from posts.exchange import review as reviewing
from posts.exchange.hugo_import import import_hugo
from posts.exchange.loading import LoadError
from posts.models import Day, Figure, ImportReview, Trip
from tests.factories import make_helper, make_owner, make_person
from tests.media.pictures import corners, saved
from tripsite.sample_log import SAMPLE

from .as_sent import read_form

pytestmark = pytest.mark.django_db
PAGE = reverse("desk:import")
POST = """---
title: Three days in Utrecht
date: 2024-05-20
---
On Friday with [Ines Quell (Qu)](https://www.linkedin.com/in/quell) and [Nic](https://nic.example).
See [Ghent](../ghent/index.md).

---

On Saturday [Nicolas](https://github.com/nicolas-f), a friend, spoke of [Zeven](https://zeven.example).
Inez left with Tony.

{{< figure src="a.jpg" >}}

{{< figure src="b.jpg" >}}
"""


@pytest.fixture
def desk(client):
    client.force_login(make_owner())
    return client


def zipped(files):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return file.getvalue()


def bundle():
    return zipped({"utrecht/index.md": POST, "utrecht/a.jpg": saved(corners(), "JPEG")})


def folder_as_zip(folder: Path):
    return zipped(
        {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    )


def bring(client, content, name="utrecht.zip"):
    """Send a file, and return the address of its review."""
    response = client.post(PAGE, {"file": SimpleUploadedFile(name, content)})
    assert response.status_code == 302, told(response)
    return response["Location"]


def told(response):
    return [str(message) for message in response.context["messages"]]


def counts():
    """Return how many rows each table of the log has; sessions and reviews come and go by themselves."""
    models = [
        model for model in apps.get_models() if model._meta.app_label in ("posts", "people", "media", "reversion")
    ]
    return {model.__name__: model._default_manager.count() for model in models if model is not ImportReview}


def files():
    return {
        name: sorted(path.name for path in Path(storages[name].path("")).rglob("*") if path.is_file())
        for name in ("default", "originals", "derivatives", "uploads")
    }


def decide(client, address, accept=True, leave_out=(), **answers):
    """Send the review's form as a browser would, but for some answers by the label that stands before them."""
    page = client.get(address)
    sent = read_form(page.content.decode()) | {field: [value] for field, value in answers.items()}
    for field in leave_out:
        del sent[field]
    response = client.post(f"{address}accept/" if accept else address, sent, follow=True)
    return work_off(client, address) if accept and not told(response) else response


def work_off(client, address):
    """Do what a worker does in the background, and look at the review again."""
    for review in ImportReview.objects.filter(accepted_at__isnull=False, finished_at=None):
        accepting.import_accepted.call(review.pk)
    return client.get(address)


def asked(client, address):
    """Return the page's context: its trips, and the fields' names by what they are about."""
    context = client.get(address).context
    [trip] = context["trips"]
    fields = {f"link {row.link.text}": f"link-{row.key}" for row in trip.links}
    fields |= {f"name {row.name.offer.words}": f"name-{row.name.key}" for row in trip.names}
    fields |= {f"same {each.first}": f"same-{each.key}" for each in context["likenesses"]}
    fields |= {f"day {number}": str(row.key) for number, row in enumerate(trip.sections)}
    return context, fields


def test_nothing_is_written_before_it_is_accepted(desk):
    before, files_before = counts(), files()
    address = bring(desk, bundle())
    assert desk.get(address).status_code == 200
    _, fields = asked(desk, address)
    decide(desk, address, accept=False, **{fields["link Zeven"]: "person"})
    assert desk.get(address).status_code == 200
    assert counts() == before
    review = ImportReview.objects.get()
    assert files() == files_before | {"uploads": [Path(review.source.name).name]}


def test_review_shows_what_was_found(desk):
    address = bring(desk, bundle())
    context, fields = asked(desk, address)
    [trip] = context["trips"]
    assert [(row.date.isoformat(), row.why) for row in trip.sections] == [
        ("2024-05-17", "dated by a weekday in the text, 85 % sure"),
        ("2024-05-18", "dated by a weekday in the text, 85 % sure"),
    ]
    assert {row.link.text: row.link.kind for row in trip.links} == {
        "Ines Quell (Qu)": "person",
        "Nic": "person",
        "Nicolas": "person",
        "Zeven": "other",
    }
    assert [(each.first, each.second, each.is_same) for each in context["likenesses"]] == [
        ("Qu", "Ines Quell", True),
        ("Nicolas", "Nic", False),
    ]
    assert trip.missing == ["b.jpg"]
    assert trip.dangling == ["../ghent/index.md"]
    assert "name Tony" in fields
    page = desk.get(address).content.decode()
    assert "nothing says that it is a person or a place" in page
    assert "dated by a weekday in the text" in page


def test_accepting_as_it_is_imports_and_forgets_the_file(desk):
    address = bring(desk, bundle())
    response = decide(desk, address)
    trip = Trip.objects.get()
    assert response.context["trips"] == [(trip, "created")]
    assert "Trips: 1 created." in response.content.decode()
    assert (trip.title, trip.status, trip.days.count()) == ("Three days in Utrecht", "draft", 2)
    assert sorted(Person.objects.values_list("name", flat=True)) == ["Ines Quell", "Nic", "Nicolas"]
    assert files()["uploads"] == []
    desk.post(f"{address}delete/")
    assert ImportReview.objects.count() == 0
    assert reversion.models.Version.objects.get_for_object(trip).count() == 1


def test_corrections_take_effect(desk):
    address = bring(desk, bundle())
    _, fields = asked(desk, address)
    decide(
        desk,
        address,
        leave_out=[fields["same Qu"]],
        **{
            fields["link Ines Quell (Qu)"]: "other",
            fields["link Zeven"]: "person",
            fields["same Nicolas"]: "on",
            fields["name Tony"]: "new",
            f"date-{fields['day 1']}": "2024-05-25",
        },
    )
    assert sorted(Person.objects.values_list("name", flat=True)) == ["Nic", "Tony", "Zeven"]
    assert list(Alias.objects.values_list("person__name", "name")) == [("Nic", "Nicolas")]
    [friday, saturday] = Day.objects.order_by("position")
    assert "[Ines Quell (Qu)](https://www.linkedin.com/in/quell)" in friday.body
    assert "Inez left with [Tony](person:tony)." in saturday.body
    assert [day.date.day for day in (friday, saturday)] == [17, 25]
    assert Trip.objects.get().ends_on == datetime.date(2024, 5, 25)
    assert saturday.date_source == "writer"
    assert sorted(saturday.encounters.values_list("person__name", flat=True)) == ["Nic", "Tony", "Zeven"]


def test_slip_is_linked_under_the_right_name(desk):
    make_person("Somebody")
    text = POST.replace("Inez", "Nicolaz")
    address = bring(desk, text.encode(), "utrecht.md")
    context, fields = asked(desk, address)
    [row] = [row for row in context["trips"][0].names if row.name.offer.words == "Nicolaz"]
    assert row.name.offer.correction == "Nicolas"
    assert row.around == ("On Saturday Nicolas, a friend, spoke of Zeven. ", "Nicolaz", " left with Tony.")
    decide(desk, address, **{fields["name Nicolaz"]: "correct:nicolas"})
    assert "[Nicolas](person:nicolas) left with Tony" in Day.objects.get(date="2024-05-18").body


def test_links_are_proposed_where_one_person_only_can_be_meant(desk):
    address = bring(desk, POST.replace("Inez", "Nicolas").encode(), "utrecht.md")
    _, fields = asked(desk, address)
    response = decide(desk, address, accept=False, chosen="1")
    page = read_form(response.content.decode())
    assert (page[fields["name Nicolas"]], page[fields["name Tony"]]) == (["link:nicolas"], [""])
    desk.post(f"{address}accept/", page)
    work_off(desk, address)
    assert "[Nicolas](person:nicolas) left with Tony" in Day.objects.get(date="2024-05-18").body


def test_choices_are_kept_and_can_be_taken_back(desk):
    address = bring(desk, bundle())
    _, fields = asked(desk, address)
    decide(desk, address, accept=False, **{fields["link Zeven"]: "place", f"kind-{fields['day 1']}": "before"})
    context, _ = asked(desk, address)
    [trip] = context["trips"]
    assert {row.link.text: row.value for row in trip.links}["Zeven"] == "place"
    assert [row.kind for row in trip.sections] == ["day", "before"]
    assert len(trip.found.read.trip.days) == 1
    decide(desk, address, accept=False, **{fields["link Zeven"]: "", f"kind-{fields['day 1']}": "day"})
    context, _ = asked(desk, address)
    assert {row.link.text: row.link.kind for row in context["trips"][0].links}["Zeven"] == "other"
    assert len(context["trips"][0].found.read.trip.days) == 2


def test_publishing_is_a_choice(desk):
    decide(desk, bring(desk, bundle()), publish="on")
    assert Trip.objects.get().status == "published"


@pytest.mark.parametrize(
    ("date", "message"),
    [
        ("", "A section stays as it was: a day needs a date. Write it as 2024-05-17, or make it a prologue."),
        (
            "2024-13-01",
            "A section stays as it was: “2024-13-01” is no date. Write it as 2024-05-17, or make it a prologue.",
        ),
    ],
)
def test_wrong_date_is_named_and_nothing_is_imported(desk, date, message):
    address = bring(desk, bundle())
    _, fields = asked(desk, address)
    response = decide(desk, address, **{f"date-{fields['day 0']}": date})
    assert told(response) == [message]
    assert Trip.objects.count() == 0


def test_accepting_twice_imports_once(desk):
    address = bring(desk, bundle())
    sent = read_form(desk.get(address).content.decode())
    for _ in range(2):
        desk.post(f"{address}accept/", sent)
    assert DBTaskResult.objects.filter(task_path__endswith="import_accepted").count() == 1
    assert "Importing utrecht.zip" in desk.get(address).content.decode()
    assert "is being imported" in told(desk.post(f"{address}delete/", follow=True))[0]
    work_off(desk, address)
    desk.post(f"{address}accept/", sent)
    assert ImportReview.objects.get().finished_at is not None
    assert Trip.objects.count() == 1


def test_second_import_of_the_same_changes_nothing(desk):
    decide(desk, bring(desk, bundle()))
    address = bring(desk, bundle(), "another-name.zip")
    assert "Imported before, and unchanged since" in desk.get(address).content.decode()
    assert "Trips: 1 unchanged." in decide(desk, address).content.decode()


def test_trip_edited_here_is_left_alone_and_named(desk):
    decide(desk, bring(desk, bundle()))
    Trip.objects.update(title="Mine")
    address = bring(desk, zipped({"utrecht/index.md": POST + "\nMore.\n"}))
    assert "Edited here since it was imported" in desk.get(address).content.decode()
    page = decide(desk, address).content.decode()
    assert "Trips: 1 skipped." in page
    assert "but so has the trip “Mine” in this log" in page
    assert Trip.objects.get().title == "Mine"


def test_broken_post_is_named_with_file_and_line_and_the_others_go_in(desk):
    broken = "---\ntitle: x\ndate: 2024-13-01\n---\nx"
    address = bring(desk, zipped({"content/posts/a/index.md": broken, "content/posts/b/index.md": POST}), "site.zip")
    named = "posts/a/index.md: line 3: date"
    assert named in desk.get(address).content.decode()
    page = decide(desk, address).content.decode()
    assert "Trips: 1 created." in page
    assert named in page
    assert files()["uploads"] == []


def test_review_stays_when_a_trip_cannot_be_loaded(desk, monkeypatch):
    def refuse(*args, **kwargs):
        raise LoadError("trips[0].slug: “utrecht” belongs to another trip here: Mine.")

    address = bring(desk, bundle())
    monkeypatch.setattr("posts.exchange.hugo_import.load", refuse)
    response = decide(desk, address)
    assert "“utrecht” belongs to another trip here: Mine. Trip skipped." in response.content.decode()
    assert "Accept" in response.content.decode()
    assert (Trip.objects.count(), ImportReview.objects.count()) == (0, 1)
    assert reversion.models.Version.objects.count() == 0


def test_pasted_text_is_looked_over(desk):
    response = desk.post(PAGE, {"text": POST.replace("\n", "\r\n")})
    decide(desk, response["Location"])
    assert Trip.objects.get().slug == "three-days-in-utrecht"
    assert "\r" not in Day.objects.first().body


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({}, "Nothing to look over: choose a file, drop one, or paste the text of a post."),
        ({"file": ("a.pdf", b"%PDF")}, "a.pdf: neither Markdown nor a zip; bring"),
        ({"file": ("a.zip", zipped({"a.txt": "x"}))}, "a.zip: no Markdown posts in this folder."),
        ({"file": ("a.zip", zipped({"../a.md": "x"}))}, "a.zip: ../a.md: leads out of the zip"),
    ],
)
def test_what_cannot_be_read_is_refused_and_not_kept(desk, data, message):
    sent = {"file": SimpleUploadedFile(*data["file"])} if data else {}
    response = desk.post(PAGE, sent)
    assert response.status_code == 400
    assert told(response)[0].startswith(message)
    assert (ImportReview.objects.count(), files()["uploads"]) == (0, [])


def test_too_many_posts_are_refused(desk, monkeypatch):
    monkeypatch.setattr(reviewing, "MOST_POSTS", 1)
    response = desk.post(PAGE, {"file": SimpleUploadedFile("a.zip", zipped({"a.md": POST, "b.md": POST}))})
    assert told(response)[0].startswith("a.zip: 2 posts; up to 1 can be looked over here.")


def test_many_trips_are_shown_in_pages_and_accepted_together(desk, monkeypatch):
    monkeypatch.setattr("posts.admin.import_forms.MOST_ANSWERS", 100)
    address = bring(desk, zipped({f"{name}.md": POST.replace("Three", name) for name in ("a", "b", "c")}))
    page = desk.get(address)
    assert (len(page.context["trips"]), page.context["page"].paginator.num_pages) == (1, 3)
    second = f"{address}?page=2"
    [trip] = desk.get(second).context["trips"]
    key = str(trip.sections[1].key)
    desk.post(second, read_form(desk.get(second).content.decode()) | {f"date-{key}": ["2024-05-30"]})
    decide(desk, address)
    assert sorted(Trip.objects.values_list("title", "ends_on__day")) == [
        ("a days in Utrecht", 18),
        ("b days in Utrecht", 30),
        ("c days in Utrecht", 18),
    ]


def test_throwing_away_forgets_the_file(desk):
    address = bring(desk, bundle())
    response = desk.post(f"{address}delete/", follow=True)
    assert told(response) == ["utrecht.zip is thrown away; nothing of it was imported."]
    assert (ImportReview.objects.count(), files()["uploads"]) == (0, [])


def test_old_reviews_go_when_something_new_is_brought(desk):
    bring(desk, bundle())
    ImportReview.objects.update(created_at=timezone.now() - datetime.timedelta(days=8))
    bring(desk, bundle(), "new.zip")
    assert [review.name for review in ImportReview.objects.all()] == ["new.zip"]
    assert len(files()["uploads"]) == 1


def test_only_who_may_write_imports_and_only_the_own(client, desk):
    address = bring(desk, bundle())
    client.force_login(make_helper())
    for url in (PAGE, address):
        assert client.get(url).status_code == 403
    for url in (PAGE, address, f"{address}accept/", f"{address}delete/"):
        assert client.post(url).status_code == 403
    client.force_login(User.objects.create_superuser("other"))
    response = client.post(f"{address}accept/", follow=True)
    assert told(response) == ["This was accepted already, or thrown away; there is nothing left to look over."]
    client.logout()
    assert client.get(address).status_code == 302
    assert (Trip.objects.count(), ImportReview.objects.count()) == (0, 1)


def test_tampered_answers_change_nothing(desk):
    address = bring(desk, bundle())
    sent = read_form(desk.get(address).content.decode())
    _, fields = asked(desk, address)
    sent |= {
        fields["link Zeven"]: ["emperor"],
        "link-../x": ["person"],
        "kind-x": ["day"],
        fields["name Tony"]: ["link:"],
    }
    desk.post(f"{address}accept/", sent)
    work_off(desk, address)
    assert sorted(Person.objects.values_list("name", flat=True)) == ["Ines Quell", "Nic", "Nicolas"]


def facts():
    """Return what an import left, but for keys and times."""
    return (
        list(Trip.objects.values_list("slug", "title", "starts_on", "ends_on", "status")),
        list(Day.objects.order_by("position").values_list("kind", "date", "date_source", "title", "body")),
        list(Person.objects.order_by("slug").values_list("slug", "name", "visibility")),
        list(Figure.objects.order_by("name").values_list("name", "title", "caption", "photo__width")),
    )


@pytest.mark.parametrize("where", ["seed", "sample"])
def test_zip_gives_the_same_facts_as_the_command(desk, request, where):
    content = request.getfixturevalue("seed") if where == "seed" else SAMPLE / "content"
    decide(desk, bring(desk, folder_as_zip(content.parent), "content.zip"))
    of_desk = facts()
    for trip in Trip.objects.all():
        trip.delete()
    Person.objects.all().delete()
    import_hugo(content)
    assert facts() == of_desk


def three_posts():
    return zipped({f"{name}.md": POST.replace("Three", name) for name in ("a", "b", "c")})


class Killed(BaseException):
    """The worker ends without another word."""


def test_killed_import_goes_on_where_it_was(desk, monkeypatch):
    address = bring(desk, three_posts())
    desk.post(f"{address}accept/", read_form(desk.get(address).content.decode()))
    load = hugo_import._load

    def killed_at_the_second(read_trip, record):
        if Trip.objects.exists():
            raise Killed
        load(read_trip, record)

    with monkeypatch.context() as patch:
        patch.setattr(hugo_import, "_load", killed_at_the_second)
        with pytest.raises(Killed):
            work_off(desk, address)
    assert Trip.objects.count() == 1
    assert "1 of 3 trips" in desk.get(address).content.decode()
    # As long as the one that was killed might still be at it, nobody else is; it is looked at again later.
    accepting.import_accepted.call(ImportReview.objects.get().pk)
    assert Trip.objects.count() == 1
    assert DBTaskResult.objects.filter(run_after__gt=timezone.now()).exclude(run_after__year=9999).count() == 1
    ImportReview.objects.update(worked_at=timezone.now() - held.HELD_FOR * 2)
    assert accepting.enqueue_accepted() == 1
    assert "Trips: 3 created." in work_off(desk, address).content.decode()
    assert Trip.objects.count() == 3


def test_worker_that_was_taken_for_dead_stops(desk, monkeypatch):
    address = bring(desk, three_posts())
    desk.post(f"{address}accept/", read_form(desk.get(address).content.decode()))
    load = hugo_import._load

    def slow(read_trip, record):
        load(read_trip, record)
        ImportReview.objects.update(worked_at=timezone.now())

    monkeypatch.setattr(hugo_import, "_load", slow)
    work_off(desk, address)
    assert Trip.objects.count() == 1


def test_import_that_fails_halfway_is_open_again(desk, monkeypatch):
    address = bring(desk, three_posts())
    desk.post(f"{address}accept/", read_form(desk.get(address).content.decode()))

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(hugo_import, "_load", full)
        with pytest.raises(OSError, match="No space"):
            work_off(desk, address)
    page = desk.get(address).content.decode()
    assert "The server could not go on." in page
    assert "Trips: 3 created." in decide(desk, address).content.decode()
