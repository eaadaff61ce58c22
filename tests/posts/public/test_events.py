import datetime
import re

import pytest

from posts import editions
from posts.models import Event, Status
from posts.models.prepared import prepared

from ...factories import (
    make_day,
    make_encounter,
    make_event,
    make_person,
    make_place,
    make_series,
    make_talk,
    make_trip,
)
from .pages import read

pytestmark = pytest.mark.django_db


def test_events_by_year(client):
    trip = make_trip()
    venue = make_place("Convention Center", city="Pasadena")
    dates = {"starts_on": datetime.date(2024, 3, 14), "ends_on": datetime.date(2024, 3, 17)}
    make_event(trip, name="SCaLE 21x", venue=venue, **dates)
    make_event(trip, name="Some day")
    make_event(name="Not visited")
    make_event(make_trip(status=Status.DRAFT), name="In a draft")
    page = read(client, "/events/")
    assert "2024 SCaLE 21x March 14–17, 2024 Convention Center, Pasadena Undated Some day" in page.words
    assert ("Not visited" in page.html, "In a draft" in page.html) == (False, False)


def test_events_none_yet(client):
    assert "No event has been visited yet." in read(client, "/events/").words


def test_event_shows_editions_talks_trips_and_who_was_there(client):
    series = make_series(name="NixCon")
    trip = make_trip(title="The trip", slug="the-trip")
    event = make_event(
        trip,
        name="NixCon 2024",
        slug="nixcon-2024",
        series=series,
        starts_on=datetime.date(2024, 3, 14),
        ends_on=datetime.date(2024, 3, 15),
        url="https://nixcon.example/",
        about="In a *hall*.",
        venue=make_place("Convention Center", city="Pasadena"),
    )
    make_event(make_trip(), name="NixCon 2023", slug="nixcon-2023", series=series)
    make_event(name="NixCon 2022", series=series)
    day = make_day(trip)
    make_encounter(day, make_person("Ada"))
    make_encounter(make_day(trip, date=datetime.date(2024, 3, 17)), make_person("Met after it was over"))
    make_talk(day, speakers=(make_person("Will"),), title="Stage 1", event=event)
    page = read(client, "/events/nixcon-2024/")
    for text in (
        "March 14–15, 2024 NixCon 2024 Convention Center, Pasadena website",
        "website In a hall.",
        "NixCon in other years NixCon 2023",
        "Written up in March 14–18, 2024 The trip",
        "Talks Stage 1 Will",
        "Who was there Met for the first time Ada Heard Will",
    ):
        assert text in page.words
    assert ("NixCon 2022" in page.html, "Met after" in page.html) == (False, False)
    assert {"/events/nixcon-2023/", "/trips/the-trip/", "/places/convention-center/"} <= set(page.links)


def edition(series, year: int, **values):
    """An edition of two days, with a trip to it; returns the event and the trip's first day."""
    start = datetime.date(year, 10, 10)
    trip = make_trip(starts_on=start)
    dates = {"starts_on": start, "ends_on": start + datetime.timedelta(days=1)}
    event = make_event(trip, name=f"NixCon {year}", slug=f"nixcon-{year}", series=series, **dates, **values)
    return event, make_day(trip)


def test_event_tells_who_was_there_again_and_the_talks_of_other_years(client):
    series = make_series(name="NixCon")
    (_, day_2022), (event_2023, day_2023), (_, day_2024) = (edition(series, year) for year in (2022, 2023, 2024))
    ada, will = make_person("Ada"), make_person("Will")
    name = make_person("Pierre", visibility="name")
    secret = make_person("Secret", visibility="pseudonym", pseudonym="a friend")
    after, new, elsewhere = make_person("Afterwards"), make_person("Newcomer"), make_person("Elsewhere")
    for person in (ada, name, secret):
        make_encounter(day_2022, person)
    make_encounter(day_2023, ada)
    make_talk(day_2023, speakers=(will,), event=event_2023)
    make_encounter(make_day(day_2023.trip, date=day_2023.trip.ends_on), after)
    make_encounter(make_day(make_trip(starts_on=datetime.date(2020, 1, 1))), elsewhere)
    for person in (ada, will, name, secret, after, new, elsewhere):
        make_encounter(day_2024, person)
    page = read(client, "/events/nixcon-2024/")
    assert (
        "There again Ada also at NixCon 2023, NixCon 2022 Pierre also at NixCon 2022 Will also at NixCon 2023 "
        "NixCon in other years NixCon 2023 Oct. 10–11, 2023 1 talk NixCon 2022 Oct. 10–11, 2022"
    ) in page.words
    assert "/talks/?event=nixcon-2023" in page.links
    assert "There again" not in read(client, "/events/nixcon-2022/").words


def test_event_tells_of_the_editions_nearest_to_it(client, monkeypatch):
    monkeypatch.setattr(editions, "MOST_EDITIONS", 2)
    for name in ("_earlier", "_later", "_others"):
        monkeypatch.setattr(editions, name, prepared(getattr(editions, name).make))
    series = make_series(name="NixCon")
    for year in range(2018, 2025):
        edition(series, year)
    make_event(make_trip(), name="NixCon of some year", slug="some-year", series=series)

    def others(slug: str) -> str:
        return read(client, f"/events/{slug}/").words.partition("in other years ")[2]

    shown = re.findall(r"NixCon \d{4}", others("nixcon-2021"))
    assert shown == ["NixCon 2023", "NixCon 2022", "NixCon 2020", "NixCon 2019"]
    assert re.findall(r"NixCon [\do]\w+", others("nixcon-2018")) == ["NixCon 2020", "NixCon 2019", "NixCon of"]
    assert re.findall(r"NixCon \d{4}", others("some-year")) == ["NixCon 2024", "NixCon 2023"]
    assert "All events" in others("nixcon-2021")
    assert "All events" in others("some-year")
    for gone in (2018, 2024):
        Event.objects.get(slug=f"nixcon-{gone}").delete()
    Event.objects.get(slug="some-year").delete()
    assert re.findall(r"NixCon \d{4}", others("nixcon-2021")) == shown
    assert "All events" not in others("nixcon-2021")


def test_nobody_was_there_again_in_a_draft(client):
    series = make_series()
    (_, draft), (_, day) = edition(series, 2023), edition(series, 2024)
    ada = make_person("Ada")
    make_encounter(draft, ada)
    make_encounter(day, ada)
    draft.status = Status.DRAFT
    draft.save()
    assert "There again" not in read(client, "/events/nixcon-2024/").words


def test_event_without_dates_counts_every_day_of_its_trips(client):
    trip = make_trip()
    make_event(trip, slug="undated")
    make_encounter(make_day(trip, date=trip.ends_on), make_person("Ada"))
    assert "Met for the first time Ada" in read(client, "/events/undated/").words


def test_event_known_by_a_talk_alone_shows_that_trip(client):
    event = make_event(slug="meetup", name="Meetup")
    trip = make_trip(title="The trip")
    make_talk(make_day(trip, date=trip.ends_on), speakers=(make_person("Will"),), event=event)
    make_talk(make_day(make_trip(title="Other trip"), status=Status.DRAFT), event=event)
    page = read(client, "/events/meetup/")
    assert "Written up in March 14–18, 2024 The trip" in page.words
    assert "Who was there Heard Will" in page.words
    assert "Other trip" not in page.html


@pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN])
def test_event_of_a_trip_that_is_not_published_has_no_page(client, status):
    make_event(make_trip(status=status), slug="secret")
    assert client.get("/events/secret/").status_code == 404


def test_event_at_a_place_that_is_not_public(client):
    make_event(make_trip(), slug="party", venue=make_place("Her home", is_public=False))
    assert "Her home" not in read(client, "/events/party/").html
    assert "Her home" not in read(client, "/events/").html
