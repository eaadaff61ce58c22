"""The calendar and the address cards, read back with the libraries that wrote them."""

import datetime
from typing import Any

import icalendar
import pytest
import vobject
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Alias, FormerSlug, PersonLink, Visibility
from posts.models import Log, Status, Talk

from ...factories import make_day, make_encounter, make_event, make_person, make_photo, make_talk, make_trip

pytestmark = pytest.mark.django_db

MARCH_14 = datetime.date(2024, 3, 14)


def read_calendar(client) -> icalendar.Calendar:
    response = client.get("/calendar.ics")
    assert (response.status_code, response["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return icalendar.Calendar.from_ical(response.content)


def events(client) -> dict[str, Any]:
    return {str(event["summary"]): event for event in read_calendar(client).walk("VEVENT")}


def read_card(client, slug="ada"):
    response = client.get(f"/people/{slug}.vcf")
    assert (response.status_code, response["Content-Type"]) == (200, "text/vcard; charset=utf-8")
    return vobject.readOne(response.content.decode())


def make_met(name="Ada", **values):
    """Somebody with a page."""
    person = make_person(name, **values)
    make_encounter(make_day(), person)
    return person


def test_a_trip_fills_whole_days(client):
    trip = make_trip(title="Nix, soup; & tea\\", summary="Five *days*\n\nand more", location="Pasadena, California")
    trip.tags.add("Nix, the")
    trip.categories.add("Travel")
    event = events(client)["Nix, soup; & tea\\"]
    assert [str(name) for name in event["categories"].cats] == ["Travel", "Nix, the"]
    assert (event.start, event.end) == (MARCH_14, datetime.date(2024, 3, 19))
    assert (event["uid"], event["url"]) == (str(trip.uuid), f"http://testserver/trips/{trip.slug}/")
    assert (event["location"], event["description"]) == ("Pasadena, California", "Five days and more")
    # A caption changes nothing here, so the calendar is not another one for it.
    assert event["dtstamp"].dt == trip.created_at.replace(microsecond=0)
    assert "last-modified" not in event


@pytest.mark.parametrize("zone", ["Pacific/Honolulu", "UTC", "Pacific/Auckland"])
def test_dates_and_times_do_not_shift(client, zone):
    trip = make_trip(title="Trip", time_zone=zone)
    start = datetime.datetime.combine(MARCH_14, datetime.time(23, 30), tzinfo=trip.zone)
    end = start + datetime.timedelta(minutes=45)
    make_talk(make_day(trip), title="Talk", starts_at=start.astimezone(datetime.UTC), ends_at=end)
    found = events(client)
    assert (found["Trip"].start, found["Trip"].end) == (MARCH_14, datetime.date(2024, 3, 19))
    talk = found["Talk"]
    assert (talk.start, talk.end) == (start, end)
    assert talk.start.replace(tzinfo=None) == datetime.datetime.combine(MARCH_14, datetime.time(23, 30))
    assert talk["dtstart"].params.get("tzid", "UTC") == zone
    zones = [str(each["tzid"]) for each in read_calendar(client).walk("VTIMEZONE")]
    assert zones == ([] if zone == "UTC" else [zone])


def test_time_zones_stand_in_one_order(client):
    """A set gives them in another order in each process; the file would be another one each time."""
    zones = ["Africa/Nairobi", "America/Chicago", "Asia/Tokyo", "Europe/Oslo", "Pacific/Auckland", "Pacific/Honolulu"]
    for zone in reversed(zones):
        day = make_day(make_trip(time_zone=zone))
        make_talk(day, starts_at=datetime.datetime(2024, 3, 14, 10, tzinfo=datetime.UTC))
    assert [str(each["tzid"]) for each in read_calendar(client).walk("VTIMEZONE")] == zones


def test_a_talk_tells_where_and_who(client):
    day = make_day()
    speakers = (
        make_person("Ada"),
        make_person("Secret Name", visibility=Visibility.PSEUDONYM, pseudonym="a friend"),
        make_person("Secret Person", visibility=Visibility.HIDDEN),
    )
    start = datetime.datetime(2024, 3, 14, 10, tzinfo=datetime.UTC)
    talk = make_talk(
        day, speakers, title="Stage 1", room="Ballroom F", starts_at=start, event=make_event(name="NixCon")
    )
    event = events(client)["Stage 1"]
    assert (event["uid"], event["url"]) == (str(talk.uuid), f"http://testserver/talks/{talk.slug}/")
    assert (event["location"], event["description"]) == ("Ballroom F, NixCon", "Ada, a friend")
    assert "dtend" not in event
    assert b"Secret" not in client.get("/calendar.ics").content


def test_only_talks_attended_are_in_the_calendar(client):
    start = datetime.datetime(2024, 3, 14, 10, tzinfo=datetime.UTC)
    day = make_day(make_trip(title="Trip"))
    for attendance in Talk.Attendance.values:
        make_talk(day, title=f"{attendance or 'not'} attended", attendance=attendance, starts_at=start)
    make_talk(day, title="Cancelled", starts_at=start, is_cancelled=True)
    make_talk(day, title="Without a time")
    make_talk(make_day(day.trip, status=Status.DRAFT), title="Of a draft day", starts_at=start)
    make_talk(make_day(make_trip(title="Draft", status=Status.DRAFT)), title="Of a draft", starts_at=start)
    assert set(events(client)) == {"Trip", "heard attended", "given attended"}


def test_identifiers_survive_a_new_name(client):
    trip = make_trip(title="Before")
    before = events(client)["Before"]["uid"]
    trip.title, trip.slug = "After", "after"
    trip.save()
    assert events(client)["After"]["uid"] == before


def test_the_calendar_of_an_empty_log(client):
    Log.objects.create(title="Lines; and, stops")
    calendar = read_calendar(client)
    assert (calendar.events, str(calendar["x-wr-calname"])) == ([], "Lines; and, stops")


def test_calendar_query_counts_are_equal_at_one_and_at_three(client):
    counts = []
    for number in (1, 2):
        for _ in range(number):
            trip = make_trip(summary=f"With [a](person:{make_person().slug})")
            trip.tags.add("Nix")
            make_talk(make_day(trip), (make_person(),), starts_at=datetime.datetime.now(datetime.UTC))
        with CaptureQueriesContext(connection) as queries:
            client.get("/calendar.ics")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_card_tells_what_is_public_and_nothing_else(client):
    ada = make_met(
        pronouns="she/her, they",
        affiliation="Acme, Inc; West",
        about="Writes *compilers*;\n\nand more",
        private_note="Secret note",
        portrait=make_photo(),
    )
    Alias.objects.create(person=ada, name="Countess, the")
    Alias.objects.create(person=ada, name="Secret former name", kind=Alias.Kind.FORMER)
    PersonLink.objects.create(person=ada, url="https://ada.example/a,b;c")
    PersonLink.objects.create(person=ada, url="mailto:secret@example.org", kind=PersonLink.Kind.EMAIL)
    PersonLink.objects.create(person=ada, url="javascript:secret()")
    card = read_card(client)
    portrait = f"http://testserver/photos/{ada.portrait.uuid}/64.jpg"
    assert {(line.name, str(line.value)) for line in card.getChildren()} == {
        ("VERSION", "4.0"),
        ("UID", ada.uuid.urn),
        ("KIND", "individual"),
        ("REV", f"{ada.updated_at:%Y%m%dT%H%M%SZ}"),
        ("FN", "Ada"),
        ("NICKNAME", "Countess, the"),
        ("PRONOUNS", "she/her, they"),
        ("ORG", "['Acme, Inc; West']"),
        ("NOTE", "Writes compilers; and more"),
        ("URL", "http://testserver/people/ada/"),
        ("URL", "https://ada.example/a%2Cb%3Bc"),
        ("PHOTO", portrait),
    }
    assert b"ecret" not in client.get("/people/ada.vcf").content


def test_nobody_can_write_lines_into_a_card(client):
    make_met("Ada\r\nEMAIL:spam@example.org\nTEL:1", slug="ada", affiliation="A\nNOTE:x")
    card = read_card(client)
    assert sorted(line.name for line in card.getChildren()) == ["FN", "KIND", "ORG", "REV", "UID", "URL", "VERSION"]
    assert card.fn.value.split() == ["Ada", "EMAIL:spam@example.org", "TEL:1"]


@pytest.mark.parametrize("visibility", [Visibility.NAME, Visibility.PSEUDONYM, Visibility.HIDDEN])
def test_who_has_no_page_has_no_card(client, visibility):
    make_met(visibility=visibility, pseudonym="a friend")
    assert client.get("/people/ada.vcf").status_code == 404


def test_cards_of_people_in_drafts_and_of_former_slugs_do_not_answer(client):
    FormerSlug.objects.create(person=make_met(), slug="former")
    make_encounter(make_day(make_trip(status=Status.DRAFT)), make_person("Bo"))
    assert [client.get(f"/people/{slug}.vcf").status_code for slug in ("ada", "former", "bo")] == [200, 404, 404]


def test_all_cards_are_one_file_and_hold_who_has_a_page(client):
    make_met("Bo", about="With [Ada](person:ada)"), make_met("Ada")
    make_met("Cy", visibility=Visibility.NAME), make_person("Di")
    response = client.get("/people.vcf")
    assert (response.status_code, response["Content-Type"]) == (200, "text/vcard; charset=utf-8")
    cards = list(vobject.readComponents(response.content.decode()))
    assert [card.fn.value for card in cards] == ["Ada", "Bo"]
    assert cards[1].serialize() == read_card(client, "bo").serialize()
    assert cards[1].note.value == "With Ada"


def test_queries_for_all_cards_do_not_grow_with_the_people(client):
    counts = []
    for number in (1, 2):
        for _ in range(number):
            PersonLink.objects.create(person=make_met("", portrait=make_photo()), url="https://a.example")
        with CaptureQueriesContext(connection) as queries:
            client.get("/people.vcf")
        counts.append(len(queries))
    assert counts[0] == counts[1]
