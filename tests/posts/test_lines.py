import datetime
import itertools

from posts.lines import line_of, lines_of
from posts.models import Trip


def trip(year: int, month: int) -> Trip:
    return Trip(starts_on=datetime.date(year, month, 1))


def test_trips_in_neighbouring_months_have_different_colours():
    lines = [line_of(trip(2024, month)) for month in range(1, 6)]
    assert sorted(lines) == ["line-0", "line-1", "line-2", "line-3", "line-4"]


def test_an_undated_trip_has_a_colour():
    assert line_of(Trip()) == "line-0"


def test_a_list_keeps_the_colours_of_trips_that_differ():
    trips = [trip(2024, month) for month in (3, 2, 1)]
    assert lines_of(trips) == [line_of(each) for each in trips]


def test_neighbours_in_a_list_never_share_a_colour():
    trips = [trip(2024, 6), trip(2024, 6), trip(2024, 1), trip(2024, 1), trip(2023, 8)]
    assert len({line_of(each) for each in trips}) == 1
    lines = lines_of(trips)
    assert [first == second for first, second in itertools.pairwise(lines)] == [False] * 4
    assert lines[0] == line_of(trips[0])
