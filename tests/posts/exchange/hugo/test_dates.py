import datetime

import pytest

from posts.exchange.hugo.dates import date_in_name, find_written, parse_stamp

MAY_20 = datetime.date(2024, 5, 20)


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2024-05-20T06:25:00-06:00", "2024-05-20T06:25:00-06:00"),
        ("2024-05-20T06:25:00Z", "2024-05-20T06:25:00+00:00"),
        ("2024-05-20T06:25:00.123456789-0600", "2024-05-20T06:25:00-06:00"),
        ("2024-05-20 13:30:14 -0300", "2024-05-20T13:30:14-03:00"),
        ("2024-05-20:00:00-06:00", "2024-05-20T00:00:00-06:00"),
        ("2024-5-20", "2024-05-20T00:00:00+00:00"),
        ("2024/05/20 09:00", "2024-05-20T09:00:00+00:00"),
        ("May 20, 2024", "2024-05-20T00:00:00+00:00"),
        (MAY_20, "2024-05-20T00:00:00+00:00"),
        (datetime.datetime(2024, 5, 20, 9, tzinfo=datetime.UTC), "2024-05-20T09:00:00+00:00"),
    ],
)
def test_stamp_of_every_shape_keeps_the_local_date(written, instant):
    stamp = parse_stamp(written)
    assert (stamp.date, stamp.instant.isoformat()) == (MAY_20, instant)


@pytest.mark.parametrize(
    "written", ["2024-13-01", "2024-02-30", "2024-05-20T25:00:00", "soon", "", None, 20240520, True]
)
def test_stamp_of_no_date_is_none(written):
    assert parse_stamp(written) is None


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Monday, May 20", MAY_20),
        ("the 20th of May 2024", MAY_20),
        ("20. Mai", MAY_20),
        ("le 20 mai 2024", MAY_20),
        ("20 de mayo de 2024", MAY_20),
        ("2024-05-20", MAY_20),
        ("20.05.2024", MAY_20),
        ("5月20日", MAY_20),
        ("Dec 30", datetime.date(2023, 12, 30)),
        ("in May we rested, version 1.2.3 of 2024", None),
        ("May 45", None),
    ],
)
def test_written_date_takes_its_year_from_the_posting_date(text, date):
    found = find_written(text)
    assert (found and found.near(datetime.date(2024, 5, 23))) == date


def test_date_in_name():
    assert date_in_name("2024-05-20-utrecht") == MAY_20
    assert date_in_name("2024-utrecht") is None
    assert date_in_name("2024-13-40-utrecht") is None
