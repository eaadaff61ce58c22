"""A made-up log: the same each time, and as complete as one that was written."""

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import transaction

from media.models import Photo, originals
from people.models import Person, Visibility
from posts import index
from posts.exchange.stream import public_log
from posts.made_up.making import NotEmpty, make
from posts.models import Event, Figure, Log, Reference, SearchEntry, SearchSource, SearchWord, Trip
from posts.search.index import rebuild

from ...factories import make_trip

pytestmark = pytest.mark.django_db


def exported(seed: int) -> bytes:
    """Return the public JSON of a made-up log, and leave no log behind."""
    with transaction.atomic():
        make(trips=3, photos=2, seed=seed)
        text = b"".join(public_log())
        transaction.set_rollback(True)
    return text


def references() -> list[tuple[object, ...]]:
    columns = ("day__uuid", "figure__uuid", "talk__uuid", "trip__uuid", "kind", "slug", "label", "anchor", "position")
    return sorted(Reference.objects.values_list(*columns), key=str)


def searched() -> Iterator[list[tuple[object, ...]]]:
    yield sorted(SearchEntry.objects.values_list("kind", "key", "year", "title", "text", "title_words", "words"))
    yield sorted(SearchSource.objects.values_list("entry__kind", "entry__key", "kind", "key", "shown"))
    yield sorted(SearchWord.objects.values_list("word"))


def test_the_same_seed_makes_the_same_log():
    once = exported(seed=5)

    assert exported(seed=5) == once
    assert exported(seed=6) != once


def test_references_and_words_are_indexed_as_by_saving():
    make(trips=4, photos=3)
    written, words = references(), list(searched())

    for model in index.TEXTS:
        for text in model._default_manager.all():
            index.rebuild(text)
    rebuild()

    assert references() == written
    assert list(searched()) == words


def test_there_is_something_of_everything(client):
    make(trips=12, photos=6)

    assert Trip.objects.published().count() == 12
    assert set(Person.objects.values_list("visibility", flat=True)) == set(Visibility.values)
    assert {*Reference.objects.values_list("kind", flat=True)} == {
        "person", "place", "trip", "talk", "event", "figure"
    }  # fmt: skip
    editions = Event.objects.values_list("series", flat=True)
    assert len(set(editions)) < len(editions)
    assert Log.current().revision > 0
    latest = Trip.objects.first()
    for address in ("/", "/people/", "/talks/", "/map/", latest.get_absolute_url()):
        assert client.get(address).status_code == 200
    lengths = [len(day.body.split()) for day in latest.days.filter(kind="day")]
    assert all(200 < length < 700 for length in lengths)


def test_photos_are_real_ones():
    make(trips=2, photos=3)

    photos = Photo.objects.all()
    assert [photo.taken_on for photo in photos] == sorted(Figure.objects.values_list("day__date", flat=True))
    assert all(photo.latitude and photo.taken_utc_offset is not None for photo in photos)
    assert all(originals().exists(photo.original.name) for photo in photos)
    assert Trip.objects.filter(cover=None).count() == 0


def test_a_log_that_holds_something_is_left_alone():
    make_trip(title="Written")

    with pytest.raises(NotEmpty, match="1 trip"):
        make(trips=1)
    with pytest.raises(CommandError, match=r"make_log: this log holds 1 trip already.*Name another folder"):
        call_command("make_log", "--trips", "1")

    assert [trip.title for trip in Trip.objects.all()] == ["Written"]
    assert not Person.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--trips", "none"], "make_log: --trips none: that is no number from 1 to 100,000."),
        (["--trips", "0"], "make_log: --trips 0: that is no number from 1 to 100,000."),
        (["--trips", "1", "--photos", "-1"], "make_log: --photos -1: that is no number from 0 to 100,000."),
    ],
)
def test_a_number_that_is_none_is_named(arguments: list[str], message: str):
    with pytest.raises(CommandError) as refusal:
        call_command("make_log", *arguments)

    assert str(refusal.value) == message


def test_a_failure_leaves_nothing():
    def fail(done: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make(trips=2, photos=2, progress=fail)

    assert not Trip.objects.exists()
    assert not Person.objects.exists()
    assert not Photo.objects.exists()
