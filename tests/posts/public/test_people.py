import datetime

import pytest
from django.utils import timezone

from media.recording import recording
from people.models import Alias, FormerSlug, PersonLink, Visibility
from posts.changes import touched_since
from posts.models import Encounter, FigurePerson, Log, Status

from ...factories import (
    make_day,
    make_encounter,
    make_figure,
    make_person,
    make_photo,
    make_place,
    make_talk,
    make_trip,
)
from .pages import read

pytestmark = pytest.mark.django_db

NOT_PUBLIC = [Visibility.NAME, Visibility.PSEUDONYM, Visibility.HIDDEN]


def test_people_from_a_to_z_with_where_they_were_last_met(client):
    old = make_day(make_trip(title="Old trip", starts_on=datetime.date(2020, 1, 1)))
    new = make_day(make_trip(title="New trip", slug="new"))
    for name in ("Grace", "ada", "Barbara"):
        person = make_person(name, affiliation=f"Works of {name}")
        make_encounter(old, person)
        make_encounter(new, person, role=Encounter.Role.MET if name == "ada" else Encounter.Role.SEEN)
    page = read(client, "/people/")
    assert (
        "A ada Works of ada last met on New trip "
        "B Barbara Works of Barbara last met on Old trip "
        "G Grace Works of Grace last met on Old trip"
    ) in page.words
    assert "/trips/new/2024-03-14/" in page.links


def test_people_nobody_is_listed_yet(client):
    make_person("Unseen")
    page = read(client, "/people/")
    assert "Nobody is listed here yet." in page.words
    assert "Unseen" not in page.html


@pytest.mark.parametrize("visibility", NOT_PUBLIC)
def test_people_who_are_not_public_are_not_listed_and_have_no_page(client, visibility):
    make_encounter(make_day(), make_person("Ada", slug="ada", visibility=visibility, pseudonym="a friend"))
    page = read(client, "/people/")
    assert ("Ada" in page.html, "a friend" in page.html) == (False, False)
    assert client.get("/people/ada/").status_code == 404


def test_a_person_in_drafts_only_has_no_page(client):
    make_encounter(make_day(make_trip(status=Status.DRAFT)), make_person("Ada", slug="ada"))
    assert client.get("/people/ada/").status_code == 404


def test_people_in_pages_of_fifty(client):
    day = make_day()
    for number in range(51):
        make_encounter(day, make_person(f"Person {number:02}", slug=f"p{number}"))
    assert "Person 50" not in read(client, "/people/").words
    assert "P Person 50" in read(client, "/people/?page=2").words


def test_person_shows_who_they_are_and_where_they_were_met(client):
    ada = make_person("Ada", slug="ada", pronouns="she/her", affiliation="Analytical Ltd", about="Counts *well*.")
    Alias.objects.create(person=ada, name="Countess")
    PersonLink.objects.create(person=ada, url="https://ada.example/", kind="site")
    PersonLink.objects.create(person=ada, url="https://github.com/ada", kind="github")
    first = make_day(make_trip(title="First trip", slug="first", starts_on=datetime.date(2020, 1, 1)))
    trip = make_trip(title="Second trip", slug="second")
    second = make_day(trip, title="The fair", body="So I met [Ada](person:ada).")
    make_day(trip, date=trip.ends_on, title="The end", body="[Ada](person:ada) would like it.")
    place = make_place("Science Museum")
    make_encounter(first, ada, place=place)
    make_encounter(second, ada)
    make_talk(second, title="On engines", slug="engines", speakers=(ada,))
    FigurePerson.objects.create(figure=make_figure(trip, name="crowd"), person=ada)
    page = read(client, "/people/ada/")
    for text in (
        "Ada she/her Analytical Ltd also called Countess website GitHub",
        "First met on Jan. 1, 2020 at Science Museum, on First trip. Seen on 2 days, on 2 trips. Counts well.",
        "Second trip March 18, 2024 The end Mentioned Ada would like it. read on "
        "March 14, 2024 The fair Met again So I met Ada. read on",
        "First trip Jan. 1, 2020 Wednesday Met for the first time Science Museum",
        "On engines Ada",
    ):
        assert text in page.words
    passage = second.references.get().anchor
    assert passage
    assert {
        f"/trips/second/#day-2024-03-14-{passage}",
        "/trips/first/2020-01-01/",
        "/trips/second/figures/crowd/",
        "/places/science-museum/",
        "/talks/engines/",
        "https://github.com/ada",
    } <= set(page.links)
    assert f"day-2024-03-14-{passage}" in read(client, "/trips/second/").ids
    rels = {a["href"]: a.get("rel") for tag, a in page.tags if tag == "a" and (a["href"] or "").startswith("https:")}
    assert set(rels.values()) == {"me external noopener"}


def test_former_names_and_mail_addresses_stay_private(client):
    ada = make_person("Ada", slug="ada", private_note="owes me a coffee")
    make_encounter(make_day(), ada, private_note="was tired", follow_up="send the paper")
    Alias.objects.create(person=ada, name="Byron", kind=Alias.Kind.FORMER)
    PersonLink.objects.create(person=ada, url="mailto:ada@example.org", kind="email")
    html = read(client, "/people/ada/").html
    assert [text in html for text in ("Byron", "ada@example.org", "coffee", "tired", "paper")] == [False] * 5


def test_a_place_that_is_not_public_is_not_named(client):
    ada = make_person("Ada", slug="ada")
    make_encounter(make_day(), ada, place=make_place("Her home", is_public=False))
    assert "Her home" not in read(client, "/people/ada/").html


def test_a_portrait_is_shown(client):
    ada = make_person("Ada", slug="ada", portrait=make_photo())
    make_encounter(make_day(), ada)
    assert f"/photos/{ada.portrait.uuid}/64.jpg" in read(client, "/people/ada/").html


def test_a_former_slug_leads_to_the_person(client):
    ada = make_person("Ada", slug="ada")
    make_encounter(make_day(), ada)
    FormerSlug.objects.create(person=ada, slug="byron")
    response = client.get("/people/byron/")
    assert (response.status_code, response["Location"]) == (301, "/people/ada/")


@pytest.mark.parametrize("visibility", NOT_PUBLIC)
def test_a_former_slug_of_a_person_without_a_page_leads_nowhere(client, visibility):
    ada = make_person("Ada", slug="ada", visibility=visibility, pseudonym="a friend")
    make_encounter(make_day(), ada)
    FormerSlug.objects.create(person=ada, slug="byron")
    assert client.get("/people/byron/").status_code == 404


def test_a_former_slug_of_a_person_who_appears_nowhere_leads_nowhere(client):
    FormerSlug.objects.create(person=make_person("Ada", slug="ada"), slug="byron")
    assert client.get("/people/byron/").status_code == 404


@pytest.mark.django_db
def test_person_tells_where_somebody_worked_then(client):
    ada = make_person("Ada", affiliation="Works")
    trip = make_trip()
    make_encounter(make_day(trip), ada, affiliation="Docks")
    make_encounter(make_day(trip, date=trip.ends_on), ada, affiliation="Works")
    words = read(client, ada.get_absolute_url()).words
    assert ("then at Docks" in words, "then at Works" in words) == (True, False)


def test_person_with_more_days_than_a_page_shows_the_latest_and_counts_all(client):
    ada, bo = make_person("Ada", slug="ada"), make_person("Bo", slug="bo")
    trip = make_trip(starts_on=datetime.date(2024, 3, 1), ends_on=datetime.date(2024, 3, 25))
    first = make_day(trip, date=trip.starts_on, title="Day 1")
    make_encounter(first, ada, place=make_place("Pier"))
    make_encounter(first, bo)
    for number in range(2, 23):
        make_encounter(make_day(trip, date=datetime.date(2024, 3, number), title=f"Day {number}"), ada)
    make_day(trip, date=trip.ends_on, title="Day 25", body="[Ada](person:ada) and [she](person:ada) left.")
    page, rest = read(client, "/people/ada/").words, read(client, "/people/ada/?page=2").words
    days = ["25", *(str(number) for number in range(22, 0, -1))]
    shown = [[number for number in days if f"Day {number} M" in words] for words in (page, rest)]
    assert shown == [days[:20], days[20:]]
    for words in (page, rest):
        assert "First met on March 1, 2024 at Pier" in words
        assert "Seen on 22 days, on 1 trip." in words
    assert page.count("Ada and she left.") == 1


def test_a_further_page_of_a_person_is_about_its_list_alone(client):
    ada = make_person("Ada", slug="ada", about="Once said: hello.")
    trip = make_trip(starts_on=datetime.date(2024, 3, 1), ends_on=datetime.date(2024, 3, 25))
    for number in range(1, 26):
        day = make_day(trip, date=datetime.date(2024, 3, number))
        make_encounter(day, ada)
        make_encounter(day, make_person(f"P {number}"))
        make_talk(day, (ada,), notes="With [Ada](person:ada).")
    headings = ["Where and when", "Met on the same days", "Talks", "In the log"]

    def shown(address: str) -> list[str]:
        words = read(client, address).words
        return [heading for heading in headings if heading in words.partition("Seen on 25 days")[2]]

    assert shown("/people/ada/") == headings
    assert shown("/people/ada/?page=2") == headings[:1]
    assert shown("/people/ada/?mentions=2") == headings[-1:]
    assert shown("/people/ada/?mentions=2&page=2") == headings[:1]
    assert "?page=2" in read(client, "/people/ada/?mentions=1").html
    assert 'href="?mentions=1#mentions"' in read(client, "/people/ada/?mentions=2").html


@pytest.mark.parametrize("change", ["met", "named"])
def test_a_companion_on_a_day_of_another_page_is_told_at_once(client, change):
    ada, bo = make_person("Ada", slug="ada"), make_person("Bo", slug="bo", visibility=Visibility.HIDDEN)
    trip = make_trip(starts_on=datetime.date(2024, 3, 1), ends_on=datetime.date(2024, 3, 25))
    days = [make_day(trip, date=datetime.date(2024, 3, number)) for number in range(1, 23)]
    for day in days:
        make_encounter(day, ada)
    if change == "named":
        make_encounter(days[1], bo)
    else:
        bo.visibility = Visibility.PUBLIC
        bo.save()
    assert "Bo" not in read(client, "/people/ada/").words
    revision, moment = Log.current().revision, timezone.now()
    with recording() as subjects:
        client.get("/people/ada/")
    if change == "named":
        bo.visibility = Visibility.PUBLIC
        bo.save()
    else:
        make_encounter(days[1], bo)
    assert touched_since(revision, moment).concerns(subjects)
    assert "Met on the same days Bo" in read(client, "/people/ada/").words


def test_page_depends_on_what_its_quotes_refer_to_and_not_on_the_rest_of_a_text(client):
    body = "Met [Ada](person:ada) with [Bo](person:bo).\n\nLater [Cy](person:cy) came."
    day = make_day(make_trip(), body=body)
    make_encounter(day, make_person("Ada", slug="ada"))
    with recording() as subjects:
        page = client.get("/people/ada/").content.decode()
    assert "<mark>Ada</mark> with Bo." in page
    assert "ref:person:bo" in subjects
    assert "ref:person:cy" not in subjects
