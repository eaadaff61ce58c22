import datetime

import pytest

from media.models import Photo
from posts.models import Day
from posts.pictures import arrange, better_day, by_time, move, name_for, place, without_alt
from tests.factories import make_day, make_figure, make_photo, make_trip

pytestmark = pytest.mark.django_db

FIRST = datetime.date(2024, 3, 14)
SECOND = datetime.date(2024, 3, 15)


def taken(on: datetime.date | None = FIRST, time: str | None = None, name: str = "IMG_1.jpg") -> Photo:
    photo = make_photo(ready=False)
    photo.taken_on, photo.original_name = on, name
    photo.taken_time = datetime.time.fromisoformat(time) if time else None
    photo.save()
    return photo


@pytest.fixture
def trip():
    trip = make_trip(starts_on=FIRST)
    make_day(trip, kind=Day.Kind.PROLOGUE)
    make_day(trip, date=FIRST)
    make_day(trip, date=SECOND)
    return trip


def names(day):
    return [figure.name for figure in day.figures.order_by("position", "id")]


@pytest.mark.parametrize(
    ("file_name", "expected"),
    [
        ("Evening walk.JPG", "evening-walk"),
        ("IMG_1234.jpg", "thursday-1432"),
        ("PXL_20240314_143200123.MP.jpg", "thursday-1432"),
        ("DSC00012 (copy).JPG", "thursday-1432"),
        ("20240314_143200.jpg", "thursday-1432"),
        ("a1b2c3d4e5f6.png", "thursday-1432"),
        ("façade.jpg", "façade"),
        ("スタンド.jpg", "スタンド"),
    ],
)
def test_names_are_made_of_words_or_of_the_time(trip, file_name, expected):
    assert name_for(taken(FIRST, "14:32", file_name), trip) == expected


def test_names_are_free_in_their_trip(trip):
    assert name_for(taken(FIRST), trip) == "thursday"
    assert name_for(taken(None), trip) == "figure"
    for expected in ("thursday", "thursday-2", "thursday-3"):
        assert place(taken(FIRST), trip).figure.name == expected
    assert name_for(taken(FIRST), make_trip()) == "thursday"


def test_pictures_of_a_trip_find_their_day_in_the_order_of_their_time(trip):
    first, second = trip.days.get(date=FIRST), trip.days.get(date=SECOND)
    for on, time in ((SECOND, "08:00"), (FIRST, "18:00"), (FIRST, "09:00"), (FIRST, None), (FIRST, "12:30")):
        place(taken(on, time), trip)
    assert names(first) == ["thursday-0900", "thursday-1230", "thursday-1800", "thursday"]
    assert names(second) == ["friday-0800"]
    assert place(taken(FIRST - datetime.timedelta(days=9)), trip).figure.day is None


def test_an_order_made_by_hand_is_kept_but_for_what_is_new(trip):
    day = trip.days.get(date=FIRST)
    for time in ("09:00", "10:00", "11:00"):
        place(taken(FIRST, time), trip, day)
    nine, eleven = (day.figures.get(name=f"thursday-{time}") for time in ("0900", "1100"))
    arrange(day, [eleven.pk, nine.pk])
    assert names(day) == ["thursday-1100", "thursday-0900", "thursday-1000"]
    by_time(day)
    assert names(day) == ["thursday-0900", "thursday-1000", "thursday-1100"]


def test_another_day_is_proposed_and_taken(trip):
    first, second = trip.days.get(date=FIRST), trip.days.get(date=SECOND)
    figure = place(taken(FIRST, "09:00"), trip, second).figure
    assert (figure.day, better_day(figure)) == (second, first)
    move(figure, first)
    assert (names(first), better_day(figure)) == (["thursday-0900"], None)


def test_the_same_photo_is_one_figure_of_a_trip(trip):
    photo = taken(FIRST)
    made, again = place(photo, trip), place(photo, trip, trip.days.get(date=SECOND))
    assert (made.was_here, again.was_here, again.figure) == (False, True, made.figure)
    assert not place(photo, make_trip()).was_here


def test_pictures_without_alt_are_listed_in_the_order_of_the_story(trip):
    first, second = trip.days.get(date=FIRST), trip.days.get(date=SECOND)
    late, early = make_figure(trip, day=second), make_figure(trip, day=first)
    make_figure(trip, day=first, alt="Told")
    make_figure(trip, day=first, photo=None)
    elsewhere = make_figure(make_trip(starts_on=SECOND), photo=None, remote_url="https://example.org/a.jpg")
    assert list(without_alt()) == [elsewhere, early, late]
    assert list(without_alt(trip)) == [early, late]
