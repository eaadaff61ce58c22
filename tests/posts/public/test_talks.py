import datetime

import pytest

from people.models import Visibility
from posts.models import Status, Talk, TalkLink

from ...factories import make_day, make_event, make_person, make_talk, make_trip
from .pages import read

pytestmark = pytest.mark.django_db


def test_talks_by_year_and_event_the_latest_year_first(client):
    for year, name in ((2023, "NixCon 2023"), (2024, "NixCon 2024")):
        trip = make_trip(starts_on=datetime.date(year, 3, 14))
        event = make_event(trip, name=name)
        day = make_day(trip)
        start = datetime.datetime(year, 3, 14, 10, tzinfo=datetime.UTC)
        make_talk(day, title=f"Second of {year}", event=event, starts_at=start + datetime.timedelta(hours=1))
        make_talk(day, title=f"First of {year}", event=event, starts_at=start)
    make_talk(day, title="By the fountain")
    words = read(client, "/talks/").words.partition(" Filter the talks ")[2]
    order = ["2024", "Elsewhere", "By the fountain", "NixCon 2024", "First of 2024", "Second of 2024", "2023"]
    places = [words.index(text) for text in order]
    assert sorted(places) == places
    assert "March 14 10 a.m. First of 2024" in words


def test_talks_none_yet(client):
    assert "No talk has been written up yet." in read(client, "/talks/").words


def test_talk_shows_the_programme_and_the_notes(client):
    trip = make_trip(title="The trip", time_zone="America/Los_Angeles")
    event = make_event(trip, name="NixCon 2024", slug="nixcon-2024")
    make_person("Ada", slug="ada")
    start = datetime.datetime(2024, 3, 15, 1, 30, tzinfo=datetime.UTC)
    talk = make_talk(
        make_day(trip, title="Thursday"),
        speakers=(make_person("Will"), make_person("Pierre", visibility=Visibility.NAME)),
        title="Stage 1",
        slug="stage-1",
        event=event,
        starts_at=start,
        ends_at=start + datetime.timedelta(minutes=45),
        room="Ballroom F",
        track="Nix",
        notes="As [Ada](person:ada) said.",
        abstract="How it *boots*.",
        url="https://programme.example/1",
    )
    TalkLink.objects.create(talk=talk, url="https://video.example/1", kind=TalkLink.Kind.VIDEO)
    page = read(client, "/talks/stage-1/")
    for text in (
        "NixCon 2024 Stage 1 Will, Pierre Ballroom F Nix recording",
        "Thursday, March 14, 2024, 6:30 p.m.–7:15 p.m. · The trip: Thursday · in the programme",
        "My notes As Ada said.",
        "From the programme How it boots.",
    ):
        assert text in page.words
    assert {"/events/nixcon-2024/", "/people/will/", "/people/ada/", "https://video.example/1"} <= set(page.links)
    assert "/people/pierre/" not in page.links


@pytest.mark.parametrize(
    ("values", "mark"),
    [
        ({"attendance": Talk.Attendance.GIVEN}, "my talk"),
        ({"attendance": Talk.Attendance.MISSED}, "missed"),
        ({"attendance": Talk.Attendance.NONE}, "not attended"),
        ({"is_cancelled": True}, "cancelled"),
    ],
)
def test_talk_says_how_it_was_attended(client, values, mark):
    make_talk(make_day(), slug="one", title="One", **values)
    assert f"One {mark}" in read(client, "/talks/one/").words
    assert f"One {mark}" in read(client, "/talks/").words


@pytest.mark.parametrize(
    ("visibility", "shown"),
    [(Visibility.PUBLIC, "Ada"), (Visibility.NAME, "Ada"), (Visibility.PSEUDONYM, "a friend"), (Visibility.HIDDEN, "")],
)
@pytest.mark.parametrize("url", ["/talks/", "/talks/one/"])
def test_visibility_of_speakers(client, visibility, shown, url):
    make_talk(make_day(), (make_person("Ada", visibility=visibility, pseudonym="a friend"),), slug="one", title="One")
    page = read(client, url)
    assert (f"One {shown}" in page.words) == bool(shown or url)
    assert ("/people/ada/" in page.links) == (visibility == Visibility.PUBLIC)
    assert ("Ada" in page.html) == (shown == "Ada")
    assert "someone" not in page.html


def test_a_talk_nobody_heard_has_no_page(client):
    make_talk(slug="planned", event=make_event(make_trip()))
    make_talk(make_day(make_trip(status=Status.DRAFT)), slug="draft")
    assert [client.get(f"/talks/{slug}/").status_code for slug in ("planned", "draft")] == [404, 404]


@pytest.mark.parametrize("zone", ["Pacific/Honolulu", "UTC", "Pacific/Auckland"])
def test_a_talk_without_a_time_is_not_dated(client, zone):
    make_talk(make_day(make_trip(time_zone=zone, title="The trip")), slug="one", title="One")
    assert "One The trip" in read(client, "/talks/one/").words
