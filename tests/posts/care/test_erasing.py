import json
import sqlite3

import pytest
import reversion
from django.contrib.admin.models import CHANGE, LogEntry
from reversion.models import Revision, Version

from media.models import Photo, originals
from people.models import Alias, Person, Union, Visibility
from posts.care.erasing import erase, names_of
from posts.care.unions import merge
from posts.changes import forgotten
from posts.deletions import delete
from posts.exchange.export import writer_document
from posts.models import Capture, Change, Day, Deletion, Draft, Figure, Reference, SearchEntry, SearchWord, Talk, Trip
from posts.prose.markdown import to_html
from tests.factories import (
    make_day,
    make_encounter,
    make_figure,
    make_owner,
    make_person,
    make_photo,
    make_talk,
    make_trip,
)
from tests.tripsite.pages.reading import Reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def zelda():
    """Somebody who is written about everywhere, with versions."""
    zelda = make_person("Zelda Quux", slug="zelda", about="Zelda Quux herself")
    Alias.objects.create(person=zelda, name="Countess Quux")
    trip = make_trip(summary="With [Zelda](person:zelda)", title="Days with Zelda Quux")
    with reversion.create_revision():
        day = make_day(trip, body="[Zelda](person:zelda) sang. Zelda Quux, we said. Bo too: [Bo](person:bo).")
        make_encounter(day, zelda, private_note="Zelda Quux likes tea")
    with reversion.create_revision():
        day.title = "Later"
        day.save()
    make_talk(day, (zelda,), notes="By Countess Quux", abstract="Zelda Quux speaks")
    figure = make_figure(trip, name="stage", day=day, caption="[Zelda](person:zelda)", alt="Zelda Quux on a stage")
    figure.people.add(zelda)
    make_person("Bo", slug="bo", about="Friend of Zelda Quux")
    owner = make_owner()
    Draft.objects.create(user=owner, page="/x", window="1", values={"body": "Zelda Quux typed"})
    Draft.objects.create(user=owner, page="/y", window="1", values={"body": "somebody else"})
    Capture.objects.create(text="Call Zelda Quux")
    merge(zelda, make_person("Zelda  Quux", slug="other"))
    with reversion.create_revision():
        reversion.set_comment("Met Zelda Quux")
        day.save()
    LogEntry.objects.log_actions(owner.pk, [day], CHANGE, "Added encounter “Zelda Quux”.")
    zelda.refresh_from_db()
    return zelda


def everything_kept() -> str:
    """Every word that the database holds of the log, its versions and its drafts."""
    kept = [writer_document(trip).model_dump_json() for trip in Trip.objects.all()]
    kept += Version.objects.values_list("serialized_data", flat=True)
    kept += [
        str(list(model.objects.values()))
        for model in (Person, Alias, Talk, Draft, Union, Deletion, Revision, LogEntry, Capture, SearchEntry, Reference)
    ]
    kept += [str(list(SearchWord.objects.values_list("word", flat=True)))]
    return json.dumps(kept).casefold()


def test_erase_leaves_no_word_of_a_person(zelda):
    assert "quux" in everything_kept()
    erased = erase(zelda, "remove", "a friend")
    assert "quux" not in everything_kept()
    assert "zelda" not in everything_kept()
    day = Day.objects.get()
    assert day.body == "A friend sang. A friend, we said. Bo too: [Bo](person:bo)."
    assert (day.encounters.count(), day.talks.get().talk_speakers.count()) == (0, 0)
    assert Trip.objects.get().title == "Days with a friend"
    assert (erased.name, erased.pictures) == ("Zelda Quux", 1)
    assert erased.texts == 7
    assert Draft.objects.get().page == "/y"


def test_erase_removes_the_pictures(zelda):
    erase(zelda, "remove")
    assert Figure.objects.get().photo is None
    assert Photo.objects.count() == 0


def test_erase_removes_the_originals_with_the_transaction(zelda, django_capture_on_commit_callbacks):
    original = Photo.objects.get().original.name
    with django_capture_on_commit_callbacks(execute=True):
        erase(zelda, "remove")
    assert not originals().exists(original)


def test_erase_blurs_the_pictures(zelda, django_capture_on_commit_callbacks):
    before = Photo.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        erase(zelda, "blur")
    after = Figure.objects.get().photo
    assert after.sha256 != before.sha256
    assert not originals().exists(before.original.name)
    assert originals().exists(after.original.name)


def test_erase_keeps_pictures_without_the_name(zelda):
    erase(zelda, "keep")
    figure = Figure.objects.get()
    assert (figure.photo, figure.caption, figure.alt) == (Photo.objects.get(), "Someone", "Someone on a stage")
    assert figure.figure_people.count() == 0


def test_erase_leaves_a_picture_that_another_trip_shows(zelda):
    shared = Photo.objects.get()
    make_figure(make_trip(), photo=shared)
    erase(zelda, "remove")
    assert Photo.objects.get() == shared


def test_erase_forgets_deletions_that_hold_them(zelda):
    delete([Talk.objects.get()], make_owner())
    erase(zelda, "keep")
    assert "quux" not in everything_kept()
    assert not Revision.objects.filter(comment__icontains="quux").exists()


def test_single_names_that_others_share_are_left_to_the_writer():
    ada = make_person("Ada")
    Alias.objects.create(person=ada, name="Countess")
    make_person("Ada Byron")
    assert names_of(ada) == ["Countess"]


def test_erase_with_a_portrait(django_capture_on_commit_callbacks):
    ada = make_person("Ada", visibility=Visibility.NAME, portrait=make_photo())
    with django_capture_on_commit_callbacks(execute=True):
        erase(ada, "remove")
    assert Photo.objects.count() == 0


def test_erase_leaves_nothing_made_before(zelda, tmp_path, settings, django_capture_on_commit_callbacks):
    settings.PROSE_FILE = tmp_path / "prose.sqlite3"
    to_html.cache_clear()
    to_html(f"With Zelda Quux. {'More words. ' * 30}")
    reader = Reader(tmp_path / "pages")
    assert any(b"Zelda" in reader.get(trip.get_absolute_url()).content for trip in Trip.objects.all())
    forgotten.connect(reader.files.forget)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            erase(zelda, "remove")
    finally:
        forgotten.disconnect(reader.files.forget)
    assert b"Zelda" not in b"".join(path.read_bytes() for path in reader.files.root.rglob("index.html"))
    assert sqlite3.connect(settings.PROSE_FILE).execute("SELECT count(*) FROM prose").fetchone() == (0,)
    assert not Change.objects.filter(subject__contains="zelda").exists()
