"""Deleting and bringing back: everything that went comes back under the same keys, or it is said why not."""

import datetime
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core import serializers
from django.utils import timezone
from reversion.models import Revision, Version

from media import derivatives
from media.models import Photo, originals
from media.models import derivatives as derived
from people.models import Alias, FormerSlug, Person
from posts import deletions
from posts.models import (
    Day,
    Deletion,
    Encounter,
    Event,
    Figure,
    FigurePerson,
    Place,
    PreviewLink,
    Reference,
    SearchEntry,
    SearchSource,
    SearchWord,
    Talk,
    TalkLink,
    Trip,
)
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

pytestmark = pytest.mark.django_db
AFTERWARDS = datetime.timedelta(days=30, seconds=1)
# What is counted, made anew, or about deleting itself.
NOT_CONTENT = {"change", "log", "reference", "deletion", "searchentry", "searchsource", "searchword"}


@pytest.fixture
def log() -> Trip:
    """A trip with everything that can hang on anything."""
    ada, bo = make_person("Ada"), make_person("Bo")
    Alias.objects.create(person=ada, name="Countess")
    FormerSlug.objects.create(person=ada, slug="lady")
    hall = make_place("Hall")
    trip = make_trip(title="Oslo", slug="oslo", summary="With [Ada](person:ada).")
    trip.tags.add("Travel", "Norway")
    trip.categories.add("Conferences")
    event = make_event(trip, name="NixCon", slug="nixcon", series=make_series(slug="nix"), venue=hall)
    day = make_day(trip, title="Arrival", body="Met [Ada](person:ada) at [Hall](place:hall).\n\n![](figure:stage)")
    make_day(trip, title="Later", date=datetime.date(2024, 3, 15), body="Alone")
    make_encounter(day, ada, place=hall, introduced_by=bo, private_note="Remember")
    make_encounter(day, bo)
    talk = make_talk(day, (ada, bo), title="Engines", slug="engines", event=event, notes="By [Ada](person:ada)")
    TalkLink.objects.create(talk=talk, url="https://video.example/")
    figure = make_figure(trip, day=day, name="stage", caption="With [Ada](person:ada)")
    FigurePerson.objects.create(figure=figure, person=ada)
    trip.cover = figure
    trip.save()
    PreviewLink.objects.create(trip=trip, day=day)
    return trip


def stored() -> dict[str, Any]:
    """Return every row of content, by model and key, as it is."""
    models = [model for name in ("media", "people", "posts") for model in apps.get_app_config(name).get_models()]
    models += [Trip.events.through]
    rows = [
        row
        for model in models
        if model._meta.model_name not in NOT_CONTENT
        for row in serializers.serialize("python", model._base_manager.order_by("pk"))
    ]
    # When something was last changed tells programs to fetch it again, and it has to.
    return {
        f"{row['model']} {row['pk']}": {name: value for name, value in row["fields"].items() if name != "updated_at"}
        for row in rows
    }


def searchable() -> list[Any]:
    entries = SearchEntry.objects.order_by("kind", "key").values_list("kind", "key", "title", "text", "words")
    sources = SearchSource.objects.order_by("entry__kind", "entry__key", "kind", "key")
    return [*entries, *sources.values_list("entry__kind", "entry__key", "kind", "key", "shown")]


def references() -> list[Any]:
    names = ("day", "figure", "talk", "trip", "kind", "slug", "position")
    return sorted(map(str, Reference.objects.values_list(*names)))


ONES = {
    "trip": Trip.objects.all,
    "day": lambda: Day.objects.filter(title="Arrival"),
    "two days": Day.objects.all,
    "person": lambda: Person.objects.filter(slug="ada"),
    "figure": Figure.objects.all,
    "talk": Talk.objects.all,
    "place": Place.objects.all,
    "event": Event.objects.all,
    "series": apps.get_model("posts", "EventSeries").objects.all,
    "encounter": lambda: Encounter.objects.filter(person__slug="ada"),
    "tag": apps.get_model("posts", "Tag").objects.all,
}


@pytest.mark.parametrize("name", ONES)
def test_bringing_back_leaves_everything_as_it_was(log, name):
    before, found, named = stored(), searchable(), references()
    deletion = deletions.delete(list(ONES[name]()), make_owner())
    assert not ONES[name]().exists()
    assert stored() != before
    assert deletions.undo(deletion, make_owner()) == []
    assert stored() == before
    assert searchable() == found
    assert references() == named


def test_deletion_says_what_went_and_who_did_it(log):
    owner = make_owner()
    deletion = deletions.delete(list(Day.objects.all()), owner)
    assert (deletion.label, deletion.deleted_by) == ("2 days: “Arrival”, “Later”", owner)
    assert deletion.revision.comment == "Deleted 2 days: “Arrival”, “Later”."
    assert list(deletions.kept()) == [deletion]
    deletions.undo(deletion, owner)
    assert list(deletions.kept()) == []
    assert Revision.objects.latest("pk").comment == "Brought back 2 days: “Arrival”, “Later”."


def test_what_was_done_since_is_kept(log):
    """A relation that was cut is tied again only where nothing else took its place."""
    deletion = deletions.delete([Figure.objects.get()], make_owner())
    other = make_figure(log, name="other")
    Trip.objects.update(cover=other, title="Renamed")
    deletions.undo(deletion, make_owner())
    trip = Trip.objects.get()
    assert (trip.cover, trip.title) == (other, "Renamed")


def test_something_else_took_the_slug(log):
    deletion = deletions.delete([log], make_owner())
    make_trip(slug="oslo")
    assert deletions.undo(deletion, make_owner()) == [
        "“Oslo” is called oslo-2 now, since its old name in addresses is taken."
    ]
    assert sorted(Trip.objects.values_list("slug", flat=True)) == ["oslo", "oslo-2"]


def test_something_is_in_the_way(log):
    ada, day = Person.objects.get(slug="ada"), Day.objects.get(title="Arrival")
    deletion = deletions.delete([Encounter.objects.get(person=ada)], make_owner())
    make_encounter(day, ada)
    with pytest.raises(deletions.CannotBringBack) as refused:
        deletions.undo(deletion, make_owner())
    assert "“Ada, met” is in the way of what is there now:" in str(refused.value)
    assert Encounter.objects.filter(person=ada).count() == 1
    assert list(deletions.kept()) == [deletion]


def test_what_it_needs_is_brought_back_first(log):
    before = stored()
    day = deletions.delete([Day.objects.get(title="Arrival")], make_owner())
    trip = deletions.delete([Trip.objects.get()], make_owner())
    with pytest.raises(deletions.CannotBringBack) as refused:
        deletions.undo(day, make_owner())
    assert str(refused.value) == "It needs what was deleted as trip “Oslo”: bring that back first."
    deletions.undo(trip, make_owner())
    deletions.undo(day, make_owner())
    assert stored() == before


def test_what_is_gone_for_good_is_left_out(log):
    deletion = deletions.delete([Day.objects.get(title="Arrival")], make_owner())
    Person.objects.get(slug="ada").delete()
    assert deletions.undo(deletion, make_owner()) == [
        "“Ada, met” is left out, since what it belonged to is gone.",
    ]
    assert [str(encounter) for encounter in Encounter.objects.all()] == ["Bo, met"]


def test_after_thirty_days_nothing_is_left(log, django_capture_on_commit_callbacks):
    photo = Figure.objects.get().photo
    files = [(originals(), photo.original.name), *((derived(), path) for path in derivatives.paths(photo))]
    deletions.delete([log], make_owner())
    with time_machine.travel(timezone.now() + AFTERWARDS, tick=False):
        assert list(deletions.kept()) == []
        assert all(storage.exists(name) for storage, name in files)
        with django_capture_on_commit_callbacks(execute=True):
            assert deletions.sweep() == 1
    assert not any(storage.exists(name) for storage, name in files)
    assert [Deletion.objects.count(), Version.objects.count(), Photo.objects.count()] == [0, 0, 0]


def test_next_deletion_sweeps_the_old_ones(log):
    deletions.delete([Talk.objects.get()], make_owner())
    with time_machine.travel(timezone.now() + AFTERWARDS, tick=False):
        latest = deletions.delete([Place.objects.get()], make_owner())
    assert list(Deletion.objects.all()) == [latest]


def test_picture_that_is_shown_elsewhere_stays(log, django_capture_on_commit_callbacks):
    figure = Figure.objects.get()
    again = make_figure(make_trip(), photo=figure.photo)
    deletions.delete([figure], make_owner())
    with (
        time_machine.travel(timezone.now() + AFTERWARDS, tick=False),
        django_capture_on_commit_callbacks(execute=True),
    ):
        deletions.sweep()
    assert originals().exists(Photo.objects.get(pk=again.photo_id).original.name)


def test_picture_of_a_figure_that_can_still_come_back_stays(log, django_capture_on_commit_callbacks):
    figure = Figure.objects.get()
    again = make_figure(make_trip(), photo=figure.photo)
    deletions.delete([figure], make_owner())
    with time_machine.travel(timezone.now() + AFTERWARDS, tick=False):
        with django_capture_on_commit_callbacks(execute=True):
            deletion = deletions.delete([again], make_owner())
        deletions.undo(deletion, make_owner())
    assert originals().exists(Figure.objects.get().photo.original.name)


def test_photo_itself_comes_back_with_its_files(log, django_capture_on_commit_callbacks):
    photo = Figure.objects.get().photo
    Figure.objects.all().delete()
    before = stored()
    with django_capture_on_commit_callbacks(execute=True):
        deletion = deletions.delete([photo], make_owner())
        deletions.undo(deletion, make_owner())
    assert stored() == before
    assert originals().exists(Photo.objects.get().original.name)


def test_photo_that_is_not_brought_back_loses_its_files(log, django_capture_on_commit_callbacks):
    photo = Figure.objects.get().photo
    Figure.objects.all().delete()
    files = [(originals(), photo.original.name), *((derived(), path) for path in derivatives.paths(photo))]
    deletions.delete([photo], make_owner())
    assert all(storage.exists(name) for storage, name in files)
    with (
        time_machine.travel(timezone.now() + AFTERWARDS, tick=False),
        django_capture_on_commit_callbacks(execute=True),
    ):
        deletions.sweep()
    assert not any(storage.exists(name) for storage, name in files)


def test_forgotten_rows_cannot_be_brought_back(log):
    ada = Person.objects.get(slug="ada")
    deletion = deletions.delete([Day.objects.get(title="Arrival")], make_owner())
    rows = [(Encounter, version.object_id) for version in deletion.revision.version_set.all() if "Ada" in str(version)]
    deletions.forget(rows)
    ada.delete()
    deletions.undo(deletion, make_owner())
    assert [str(encounter) for encounter in Encounter.objects.all()] == ["Bo, met"]
    assert SearchWord.objects.exists()
