"""The sample log's Hugo post, imported into a log that knows some of its people already."""

import pytest
from django.conf import settings

from posts.exchange.hugo_import import import_hugo
from posts.models import Encounter, Trip
from tests.factories import make_person, make_trip

pytestmark = pytest.mark.django_db

CONTENT = settings.BASE_DIR / "tripsite" / "sample" / "content"


@pytest.fixture
def report():
    marit = make_person("Marit Lindqvale")
    marit.links.create(url="https://marit-lindqvale.example/")
    make_trip(slug="2024-kobe-patina")
    [trip] = import_hugo(CONTENT, publish=True).as_json()["trips"]
    return trip


def test_facts_of_the_trip(report):
    assert (report["slug"], report["status"]) == ("2025-helsinki-patina", "published")
    assert (report["starts_on"], report["ends_on"]) == ("2025-11-06", "2025-11-09")
    assert report["categories"] == ["Travel", "Conferences"]
    assert report["tags"] == ["Patina", "Helsinki", "Finland", "Maintenance", "Sauna"]
    assert report["cover"] == "harbour-dawn"
    assert report["days"] == [
        {"kind": "prologue", "date": None, "date_source": "none"},
        *({"kind": "day", "date": f"2025-11-0{day}", "date_source": "weekday"} for day in range(6, 10)),
        {"kind": "epilogue", "date": None, "date_source": "none"},
    ]


def test_people_places_and_links(report):
    assert [(person["name"], person["role"]) for person in report["people"]] == [
        ("Marit Lindqvale", "travelled_with"),
        ("Wilhelmina", "mentioned"),
        ("Ottilie Brandvik", "speaker"),
        ("Chidi Abernath", "speaker"),
        ("Pekka", "mentioned"),
        ("Beatriz Almadén", "mentioned"),
        ("Juho Kaislavirta", "met"),
        ("Haruka Tsukimori", "mentioned"),
        ("Rosalind Quaye-Norton", "mentioned"),
        ("Dov Hartglass", "speaker"),
    ]
    assert {person["name"]: person["aliases"] for person in report["people"] if person["aliases"]} == {
        "Wilhelmina": ["Mina"]
    }
    assert [place["name"] for place in report["places"]] == ["Kolme Lokkia", "Satamahalli", "Kahvila Hylje"]
    assert [link["text"] for link in report["links"] if link["kind"] == "other"] == [
        "Tidewater Maps",
        "open-source tide clock",
        "field guide",
        "the programme",
    ]
    assert report["references"] == [
        {"target": "../2024-kobe-patina/index.md", "state": "resolved"},
        {"target": "../2023-ghent-index-cards/index.md", "state": "dangling"},
    ]


def test_figures(report):
    names = ["tram", "badge", "back-row", "hallway", "sauna", "harbour-dawn"]
    assert [(figure["name"], figure["file"]) for figure in report["figures"]] == [(name, "found") for name in names]
    hallway = Trip.objects.get(slug="2025-helsinki-patina").figures.get(name="hallway")
    in_picture = hallway.figure_people.order_by("position").values_list("person__name", flat=True)
    assert list(in_picture) == [
        "Marit Lindqvale",
        "Juho Kaislavirta",
        "Ottilie Brandvik",
        "Chidi Abernath",
        "Haruka Tsukimori",
    ]


def test_texts_and_encounters(report):
    days = {str(day.date or day.kind): day for day in Trip.objects.get(slug="2025-helsinki-patina").days.all()}
    assert "[Ottilie Brandvik](person:ottilie-brandvik), who" in days["2025-11-07"].body
    assert "[field guide](https://politedeletion.example/guide/)" in days["2025-11-07"].body
    assert '```markdown\n{{< figure src="./images/bun.jpg" title="Evidence" >}}\n```' in days["2025-11-08"].body
    assert days["2025-11-06"].body.rstrip().endswith("moved to Tallinn for tax reasons.")
    assert "[ottilie]:" not in days["epilogue"].body
    assert Encounter.objects.get(person__slug="marit-lindqvale").day == days["2025-11-06"]


def test_second_import_changes_nothing(report):
    again = import_hugo(CONTENT)
    assert (again.created, again.updated, again.unchanged) == (0, 0, 1)
