import pytest

from posts.models import Reference
from tests.factories import make_day, make_figure, make_talk, make_trip

pytestmark = pytest.mark.django_db


def indexed(**source):
    return [(reference.kind, reference.slug, reference.label) for reference in Reference.objects.filter(**source)]


def test_every_text_is_indexed_on_save():
    trip = make_trip(summary="To [Oslo](place:oslo)")
    day = make_day(trip, body="[Ada](person:ada) and [Bo](person:bo)")
    talk = make_talk(day, notes="By [Cy](person:cy)")
    figure = make_figure(trip, caption="[Di](person:di)", photo=None)
    assert indexed(trip=trip) == [("place", "oslo", "Oslo")]
    assert indexed(day=day) == [("person", "ada", "Ada"), ("person", "bo", "Bo")]
    assert indexed(talk=talk) == [("person", "cy", "Cy")]
    assert indexed(figure=figure) == [("person", "di", "Di")]


def test_index_follows_the_text():
    day = make_day(body="[Ada](person:ada)")
    day.body = "[Bo](person:bo)"
    day.save()
    assert indexed() == [("person", "bo", "Bo")]
    day.delete()
    assert indexed() == []


def test_figure_shown_in_a_text_belongs_to_that_day():
    trip = make_trip()
    figure = make_figure(trip, name="stage", photo=None)
    day = make_day(trip, body="![](figure:stage)")
    figure.refresh_from_db()
    assert figure.day == day


def test_figure_of_another_day_stays_there():
    trip = make_trip()
    first = make_day(trip)
    figure = make_figure(trip, name="stage", day=first, photo=None)
    make_day(trip, body="![](figure:stage)")
    figure.refresh_from_db()
    assert figure.day == first


def test_only_references_in_public_texts_are_published():
    published = make_day(make_trip(), body="[Ada](person:ada)")
    make_day(make_trip(status="draft"), body="[Ada](person:ada)")
    make_day(published.trip, status="draft", body="[Ada](person:ada)")
    assert [reference.day for reference in Reference.objects.published()] == [published]
