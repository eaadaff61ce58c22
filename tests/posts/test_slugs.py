import pytest

from people.models import FormerSlug, Person
from posts.models import Place, RetiredSlug, Trip
from posts.slugs import free_slug
from tests.factories import make_person, make_place, make_trip

pytestmark = pytest.mark.django_db


def test_free_slug_counts_on():
    make_person("Ada")
    make_person("Ada 2")
    assert free_slug(Person, "Ada") == "ada-3"
    assert free_slug(Person, "Grace Hopper") == "grace-hopper"


def test_free_slug_of_other_scripts_and_of_nothing():
    assert free_slug(Place, "東京駅") == "東京駅"
    assert free_slug(Person, "!!!") == "person"
    assert len(free_slug(Trip, "x" * 300)) <= 100


def test_slug_somebody_once_had_is_not_free():
    person = make_person("Ada")
    person.slug = "lovelace"
    person.save()
    assert free_slug(Person, "Ada") == "ada-2"


def test_old_slug_is_remembered_and_forgotten_when_used_again():
    trip, place = make_trip(slug="one"), make_place("Hall")
    trip.slug = "two"
    trip.save()
    place.slug = "the-hall"
    place.save()
    retired = RetiredSlug.objects.values_list("kind", "slug", "target")
    assert set(retired) == {("trip", "one", trip.uuid), ("place", "hall", place.uuid)}
    trip.slug = "one"
    trip.save()
    assert set(retired.filter(kind="trip")) == {("trip", "two", trip.uuid)}


def test_former_slug_of_a_person():
    person = make_person("Ada")
    person.slug = "lovelace"
    person.save()
    assert FormerSlug.objects.get().person == person
    make_person("New", slug="ada")
    assert not FormerSlug.objects.exists()
