"""What the seed post must give, read by hand: every fact of it. Needs no database."""

import pytest

from posts.exchange.hugo.read import read


@pytest.fixture(scope="module")
def trip(seed):
    reading = read(seed)
    assert reading.problems == []
    [trip] = reading.trips
    return trip


@pytest.fixture(scope="module")
def report(trip):
    return trip.report.as_json()


def test_one_trip_with_its_dates_and_words(trip, report):
    assert trip.source == "posts/travel/2024-nixcon-scale/index.md"
    assert (report["slug"], report["title"]) == ("2024-nixcon-scale", "NixCon + SCaLE 2024")
    assert (report["starts_on"], report["ends_on"]) == ("2024-03-14", "2024-03-18")
    assert report["categories"] == ["Travel", "Conferences"]
    assert report["tags"] == ["Travel", "NixCon", "SCaLE", "Pasadena", "California"]
    assert (report["cover"], trip.trip.cover) == ("scale", "scale")
    assert trip.trip.summary.startswith("I attended SCaLE for the first time")
    assert trip.trip.published_at.isoformat() == "2024-03-17T12:25:00+00:00"


def test_five_days_by_weekday_then_an_epilogue(report):
    assert report["days"] == [
        *({"kind": "day", "date": f"2024-03-{day}", "date_source": "weekday"} for day in range(14, 19)),
        {"kind": "epilogue", "date": None, "date_source": "none"},
    ]


def test_fifteen_people(report):
    assert [person["name"] for person in report["people"]] == [
        "Addison",
        "Josh Hoffer",
        "John Rinehart",
        "Nicolas",
        "Nathan",
        "Will Fancher",
        "Pierre Penninckx",
        "Achille Verheye",
        "Nina Kin",
        "Jon",
        "Eelco Dolstra",
        "Nick Cao",
        "Ben Siraphob",
        "Jordan Schmerge",
        "Ethan Cranston",
    ]
    assert {person["name"]: person["aliases"] for person in report["people"] if person["aliases"]} == {
        "Nicolas": ["Nic"]
    }


def test_roles_are_conservative(report):
    roles = {person["name"]: person["role"] for person in report["people"]}
    assert [name for name, role in roles.items() if role == "travelled_with"] == ["Addison"]
    assert [name for name, role in roles.items() if role == "speaker"] == [
        "Will Fancher",
        "Pierre Penninckx",
        "Achille Verheye",
        "Nina Kin",
    ]
    assert [name for name, role in roles.items() if role == "met"] == ["Josh Hoffer", "John Rinehart", "Ethan Cranston"]


def test_three_places_and_four_other_links(report):
    assert [place["name"] for place in report["places"]] == ["King Taco", "The Stand", "Crazy Rock'n Sushi"]
    assert len(report["links"]) == 24
    assert [link["text"] for link in report["links"] if link["kind"] == "other"] == [
        "Nix Home Manager",
        "NERSC",
        "AVEVA",
        "open-source rover hardware project",
    ]
    assert all(link["reason"] for link in report["links"])


def test_two_dangling_references(trip, report):
    assert report["references"] == [
        {"target": "../2023-los-angeles/index.md", "state": "dangling"},
        {"target": "../2022-berlin-matrix-summit/summit/index.md", "state": "dangling"},
    ]
    assert "[last year](trip:2023-los-angeles)" in trip.trip.days[3].body
    assert "(trip:summit)" in trip.trip.days[5].body


def test_three_figures_found(trip, report):
    figures = [(each["name"], each["day"], each["file"], each["alt"]) for each in report["figures"]]
    assert figures == [
        ("nix-banner", "2024-03-14", "found", ""),
        ("skating", "2024-03-15", "found", ""),
        ("scale", "2024-03-16", "found", ""),
    ]
    assert all(figure.title and not figure.link for figure in trip.trip.figures)
    assert sorted(path.name for path in trip.pictures.values()) == ["nix-banner.jpg", "scale.jpg", "skating.jpg"]
    assert "\n\n![](figure:skating)" in trip.trip.days[1].body


def test_caption_names_people_left_to_right(trip):
    names = {person.uuid: person.name for person in trip.document.people}
    [shown] = [figure for figure in trip.trip.figures if figure.people]
    assert shown.name == "scale"
    assert [names[person] for person in shown.people] == ["Nathan", "Josh Hoffer", "Addison", "Nicolas"]


def test_slip_is_offered_not_changed(trip, report):
    assert "line 265: “Addision” looks like a slip for Addison; left as it is" in report["warnings"]
    assert trip.trip.days[4].body.startswith("Addision left")


def test_nothing_of_hugo_remains(trip):
    bodies = "".join(day.body for day in trip.trip.days)
    assert "{{" not in bodies
    assert bodies.count("](person:") == 15


def test_second_read_gives_the_same(trip, seed):
    [again] = read(seed / "posts" / "travel" / "2024-nixcon-scale").trips
    assert (again.document, again.source_hash, again.source) == (trip.document, trip.source_hash, trip.source)
