import pytest

from media.models import Photo
from people.models import Person
from posts.models import Figure, Log, Reference, Trip
from tripsite.sample_log import SAMPLE, load_sample

pytestmark = pytest.mark.django_db


def test_the_sample_comes_in_whole():
    load_sample()
    assert Log.current().title == "Notes from the back row"
    assert sorted(trip.slug for trip in Trip.objects.published()) == ["2024-kobe-patina", "2025-helsinki-patina"]
    assert Figure.objects.count() == Photo.objects.count() == len(list(SAMPLE.rglob("*.jpg")))


def test_the_sample_twice_is_the_sample_once():
    load_sample()
    before = [model.objects.count() for model in (Trip, Person, Figure, Photo, Reference)]
    load_sample()
    assert [model.objects.count() for model in (Trip, Person, Figure, Photo, Reference)] == before
