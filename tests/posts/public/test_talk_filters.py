import datetime

import pytest

from people.models import Visibility
from posts.models import Status

from ...factories import make_day, make_event, make_person, make_talk, make_trip
from .pages import Page, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    """Four talks of two years; one speaker has a page, one a name only, one a pseudonym."""
    will = make_person("Will")
    pierre = make_person("Pierre", visibility=Visibility.NAME)
    secret = make_person("Secret", visibility=Visibility.PSEUDONYM, pseudonym="a friend")
    for year in (2023, 2024):
        trip = make_trip(starts_on=datetime.date(year, 3, 14))
        event = make_event(trip, name=f"NixCon {year}", slug=f"nixcon-{year}")
        day = make_day(trip)
        make_talk(day, (will, secret), title=f"Boot {year}", event=event, track="Nix")
        make_talk(day, (pierre,), title=f"Ops {year}", track="Ops")
    make_talk(make_day(make_trip(status=Status.DRAFT)), (make_person("Drafty"),), title="Draft", track="Hush")


def titles(page: Page) -> set[str]:
    return {title for title in ("Boot 2023", "Boot 2024", "Ops 2023", "Ops 2024", "Draft") if title in page.words}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("event=nixcon-2024", {"Boot 2024"}),
        ("year=2023", {"Boot 2023", "Ops 2023"}),
        ("speaker=will", {"Boot 2023", "Boot 2024"}),
        ("track=Ops", {"Ops 2023", "Ops 2024"}),
        ("track=Ops&year=2024", {"Ops 2024"}),
        ("event=&year=&speaker=&track=", {"Boot 2023", "Boot 2024", "Ops 2023", "Ops 2024"}),
    ],
)
def test_talks_are_filtered(client, programme, query, expected):
    page = read(client, f"/talks/?{query}")
    assert titles(page) == expected
    assert ("all talks" in page.words) == (query != "event=&year=&speaker=&track=")


def test_choices_count_what_they_would_leave_beside_the_other_filters(client, programme):
    words = read(client, "/talks/?year=2024").words
    assert (
        "Event All events NixCon 2023 (1) NixCon 2024 (1)".replace("NixCon 2023 (1) ", "")
        + " Year All years 2024 (2) 2023 (2) Speaker All speakers Will (1) Track All tracks Nix (1) Ops (1) Filter"
    ) in words


def test_only_speakers_with_a_page_are_offered(client, programme):
    html = read(client, "/talks/?event=").html
    options = [part.split("</option>")[0] for part in html.split("<option")]
    assert [name for name in ("Will", "Pierre", "Secret", "a friend", "Drafty") if any(name in o for o in options)] == [
        "Will"
    ]
    assert "Hush" not in html


@pytest.mark.parametrize(
    "query",
    [
        "event=nowhere",
        "year=1066",
        "year=abc",
        "year=0000",
        "year=99999999999999999999",
        "year=²⁰²⁴",
        "speaker=pierre",
        "speaker=secret",
        "speaker=drafty",
        "track=Hush",
        "track=%00",
        "event=" + "x" * 10_000,
        "speaker=%FF%FE",
        "event=nixcon-2024&year=2023",
    ],
)
def test_what_nobody_knows_leaves_no_talk_and_a_way_back(client, programme, query):
    page = read(client, f"/talks/?{query}")
    assert titles(page) == set()
    assert "No talk is all of this at once. See all talks" in page.words
    assert "/talks/" in page.links


def test_filters_stay_from_page_to_page(client):
    day = make_day()
    for number in range(51):
        make_talk(day, title=f"Talk {number}", slug=f"talk-{number:02}", track="Nix")
    links = [link.replace("&amp;", "&") for link in read(client, "/talks/?track=Nix").links]
    assert "/talks/?track=Nix&after=talk-49" in links


def test_without_talks_there_is_nothing_to_filter(client):
    assert "<form" not in read(client, "/talks/?event=").html
    assert "Filter" not in read(client, "/talks/").words


def test_filters_are_an_address_away(client, programme):
    page = read(client, "/talks/")
    assert ("<form" in page.html, "Filter the talks" in page.words) == (False, True)
    assert "/talks/?event=" in page.links
    opened = read(client, "/talks/?event=")
    assert ("<form" in opened.html, "Filter the talks" in opened.words) == (True, False)
