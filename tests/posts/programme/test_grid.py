import datetime
from zoneinfo import ZoneInfo

import pytest

from posts.models import ScheduleRecord
from posts.programme.grid import days_of, grid, talks_on
from tests.factories import make_event, make_talk

pytestmark = pytest.mark.django_db
OSLO = ZoneInfo("Europe/Oslo")


def at(hour, minute=0, day=17):
    return datetime.datetime(2024, 5, day, hour, minute, tzinfo=OSLO)


def talk(event, room, start, end=None, position=0, programme_day=None, **values):
    made = make_talk(event=event, room=room, starts_at=start, ends_at=end, attendance="", **values)
    ScheduleRecord.objects.create(talk=made, room_position=position, programme_day=programme_day)
    return made


@pytest.fixture
def event():
    return make_event(time_zone="Europe/Oslo")


def laid_out(event, date=datetime.date(2024, 5, 17)):
    made = grid(talks_on(event, date, OSLO), OSLO)
    cells = [
        (f"{row.time:%H:%M}", [([talk.title for talk in cell.talks], cell.span) for cell in row.cells])
        for row in made.rows
    ]
    return made.rooms, cells


def test_rooms_stand_in_the_programmes_order_and_talks_reach_over_the_rows_they_last(event):
    talk(event, "Attic", at(10), at(11), position=2, title="Ropes")
    talk(event, "Hall", at(10), at(12), position=1, title="Knots")
    talk(event, "Attic", at(11), at(11, 30), position=2, title="Tar")
    talk(event, "Attic", at(12), at(12, 30), position=2, title="Wind")
    assert laid_out(event) == (
        ["Hall", "Attic"],
        [
            ("10:00", [(["Knots"], 2), (["Ropes"], 1)]),
            ("11:00", [(["Tar"], 1)]),
            ("12:00", [([], 1), (["Wind"], 1)]),
        ],
    )


def test_talks_that_overlap_in_a_room_share_a_cell(event):
    talk(event, "Hall", at(10), at(12), title="Knots")
    talk(event, "Hall", at(11), at(13), title="Ropes")
    talk(event, "Hall", at(13), title="No end")
    assert laid_out(event)[1] == [("10:00", [(["Knots", "Ropes"], 2)]), ("11:00", []), ("13:00", [(["No end"], 1)])]


def test_talk_after_midnight_stands_on_the_day_that_the_programme_lists_it_under(event):
    friday = datetime.date(2024, 5, 17)
    talk(event, "Bar", at(23), at(23, 30), programme_day=friday, title="Late")
    talk(event, "Bar", at(1, day=18), at(2, day=18), programme_day=friday, title="Later")
    make_talk(event=event, starts_at=at(1, day=18), title="By hand")
    assert days_of(event, OSLO) == [friday, datetime.date(2024, 5, 18)]
    assert [row[0] for row in laid_out(event)[1]] == ["23:00", "01:00"]
    assert laid_out(event, datetime.date(2024, 5, 18))[1] == [("01:00", [(["By hand"], 1)])]


def test_talks_without_a_time_are_listed_by_themselves(event):
    make_talk(event=event, title="Sometime")
    made = grid(talks_on(event, None, OSLO), OSLO)
    assert ([talk.title for talk in made.untimed], made.rows) == (["Sometime"], [])
