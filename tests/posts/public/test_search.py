import datetime
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import Alias, Person, Visibility
from posts.models import Log, SearchEntry, Trip
from tests.factories import (
    make_day,
    make_encounter,
    make_event,
    make_figure,
    make_person,
    make_place,
    make_talk,
    make_trip,
)

from .pages import Page, read

pytestmark = pytest.mark.django_db


def search(client, typed, **filters) -> Page:
    return read(client, "/search/?" + urlencode({"q": typed, **filters}))


def results(page: Page) -> list[str]:
    """Return the addresses that the results lead to."""
    return Page(page.html.partition('<ol class="results"')[2].partition("</ol>")[0]).links


def make_log() -> None:
    trip = make_trip(slug="kappa", title="Kappa <b>trip</b>", location="Oslo", language="nb")
    day = make_day(trip, title="Harbour", body="We saw a *kappa* & walked along [the quay](place:kappa-quay).")
    may = datetime.date(2023, 5, 1)
    make_event(trip, name="KappaCon", slug="kappacon", starts_on=may, ends_on=may)
    make_talk(day, (make_person("Ada"),), title="On kappas", slug="on-kappas", notes="kappa")
    make_encounter(day, make_person("Jo Kappa", affiliation="Works"))
    make_place("Kappa quay", kind="station", city="Bergen", country="Norway")


def test_results_lead_to_every_kind_of_page(client):
    make_log()
    page = search(client, "kappa")
    assert sorted(results(page)) == [
        "/events/kappacon/",
        "/people/jo-kappa/",
        "/places/kappa-quay/",
        "/talks/on-kappas/",
        "/trips/kappa/",
        "/trips/kappa/2024-03-14/",
    ]
    assert "6 results" in page.words
    assert "Day Harbour March 14, 2024" in page.words
    assert "Talk On kappas March 14, 2024 Ada " in page.words
    assert "Person Jo Kappa Works" in page.words
    assert "Place Kappa quay station or airport Bergen Norway" in page.words
    assert page.headings == [1, 2, 2, 2, 2, 2, 2]


def test_what_was_found_is_marked_and_everything_else_escaped(client):
    make_log()
    html = search(client, "kappa").html
    assert "<mark>Kappa</mark> &lt;b&gt;trip&lt;/b&gt;" in html
    assert "We saw a <mark>kappa</mark> &amp; walked along the quay." in html
    html = search(client, '"><script>alert(1)</script>').html
    assert "<script>alert" not in html
    assert 'value="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"' in html


def test_filters_are_links_with_counts(client):
    make_log()
    page = search(client, "kappa")
    assert "Everything Trips 1 Days 1 Talks 1 Events 1 People 1 Places 1 All years 2024 3 2023 1" in page.words
    assert "?q=kappa&kind=day" in page.links
    page = search(client, "kappa", kind="day")
    assert results(page) == ["/trips/kappa/2024-03-14/"]
    assert {"?q=kappa&kind=trip", "?q=kappa", "?q=kappa&kind=day&year=2024"} <= set(page.links)
    page = search(client, "kappa", kind="person", year="2024")
    assert (results(page), "Nothing of that kind in that year." in page.words) == ([], True)
    assert {"?q=kappa&year=2024", "?q=kappa&kind=person"} <= set(page.links)


@pytest.mark.parametrize(
    "filters", [{"kind": "x"}, {"kind": "<"}, {"year": "x"}, {"year": "99999"}, {"year": "２０２４"}]
)
def test_filters_that_mean_nothing_filter_nothing(client, filters):
    make_log()
    assert len(results(search(client, "kappa", **filters))) == 6


def test_many_results_come_in_pages_that_keep_the_query(client):
    trip = make_trip()
    for number in range(12):
        make_day(trip, title=f"Kappa {number}", date=trip.starts_on, kind="day")
    page = search(client, "kappa", kind="day")
    assert (len(page.html.split('<li class="result ')) - 1, "Page 1 of 2" in page.words) == (10, True)
    assert "?q=kappa&kind=day&page=2" in page.links
    second = search(client, "kappa", kind="day", page=2)
    assert len(second.html.split('<li class="result ')) - 1 == 2
    assert '<ol class="results" start="11">' in second.html
    assert client.get("/search/?q=kappa&page=3").status_code == 404


def test_nothing_found_says_so_and_may_suggest(client):
    make_log()
    page = search(client, "harbuor")
    assert "0 results" in page.words
    assert "Did you mean harbour?" in page.words
    assert "?q=harbour" in page.links
    assert "Nothing here has all of these words." in page.words
    assert "Did you mean" not in search(client, "zzzzzz").words


def test_page_without_a_query_is_friendly_and_usable_without_scripts(client):
    page = read(client, "/search/")
    assert "All words have to be there" in page.words
    assert "results" not in page.words.partition("Search")[2].partition("All words")[0]
    fields = [attributes for tag, attributes in page.tags if tag == "input"]
    labels = [attributes["for"] for tag, attributes in page.tags if tag == "label"]
    forms = [attributes for tag, attributes in page.tags if tag == "form"]
    assert [(field["type"], field["name"], field["id"]) for field in fields] == [("search", "q", labels[0])]
    assert [(form["action"], form.get("method", "get")) for form in forms] == [("/search/", "get")]
    assert [tag for tag, _ in page.tags if tag == "search"] == ["search"]


def test_every_page_links_the_search_and_result_pages_are_not_indexed(client):
    assert "/search/" in read(client, "/").links
    assert '<meta name="robots" content="noindex">' in search(client, "kappa").html
    assert "noindex" not in read(client, "/").html


HOSTILE = [
    'foo"',
    '"',
    '"""',
    "a:b",
    "-x",
    "*",
    "a*b*",
    "NEAR(",
    'NEAR("a" "b", 5)',
    "kappa OR",
    "AND",
    "NOT kappa",
    "^kappa",
    "{title} : kappa",
    "kappa + kappa",
    "' OR 1=1 --",
    "'); DROP TABLE posts_searchentry; --",
    "\\",
    "a\\",
    ":*",
    "!& | <-> ()",
    "%",
    "%s %(x)s {0}",
    "\x00",
    "kap\x00pa",
    "\ud800",
    "\udfff kappa",
    "?!.,;",
    "👍🏽👩‍👩‍👧",
    "שלום kappa",
    "\u202ekappa",
    "東京" * 50,
    "\u0301\u0301",
    "x" * 10_000,
    "x " * 5_000,
    '"' * 10_000,
    "a-" * 5_000,
    "{{ 7 }}{% now %}",
    "\r\nSet-Cookie: a=b",
]


@pytest.mark.parametrize("typed", HOSTILE, ids=lambda typed: ascii(typed[:20]))
def test_hostile_queries_get_an_answer(client, typed):
    make_log()
    response = client.get("/search/", query_params={"q": typed.encode("utf-8", "surrogatepass")})
    assert response.status_code == 200
    assert b"\x00" not in response.content
    assert len(response.content) < 40_000
    assert SearchEntry.objects.filter(kind="trip").count() == 1


@pytest.mark.parametrize(
    "address", ["/search/?q=%ff%fe", "/search/?q=%ED%A0%80", "/search/?q=a&q=b", "/search/?q[]=a", "/search/?q=%"]
)
def test_addresses_that_are_no_text_get_an_answer(client, address):
    assert client.get(address).status_code == 200


def build_private_log() -> None:
    trip = make_trip(slug="public", title="Harbour days")
    friend = make_person("Realname Zeta", slug="zeta", visibility="pseudonym", pseudonym="a friend")
    hidden = make_person("Hiddenname Eta", slug="eta", visibility=Visibility.HIDDEN, about="hiddenabout")
    named = make_person("Plainname Theta", slug="theta", visibility=Visibility.NAME, about="namedabout")
    public = make_person("Public Iota", slug="iota", private_note="notesecret")
    Alias.objects.create(person=public, name="Formername", kind=Alias.Kind.FORMER)
    for person in (friend, hidden, named):
        Alias.objects.create(person=person, name=f"alias{person.slug}")
    text = "With [Realname](person:zeta), [Hiddenname](person:eta), [Plainname](person:theta), [Iota](person:iota)."
    day = make_day(trip, title="Harbour", body=text)
    for person in (friend, hidden, named, public):
        make_encounter(day, person, private_note="notesecret", follow_up="followsecret")
    make_talk(day, (friend, hidden), title="Harbour talk", notes=text, private_note="notesecret")
    make_place("Homesecret", is_public=False)
    make_place("Harbour house", slug="house", private_note="notesecret")
    withheld = make_figure(
        trip, day=day, photo=None, title="Withheldtitle", caption="Withheldcaption", alt="Withheldalt"
    )
    withheld.people.add(hidden)
    make_day(trip, title="Drafttitle", body="Draftbody", status="draft")
    make_day(make_trip(title="Drafttrip", status="draft"), body="Draftbody Drafttrip")


SECRETS = """
    realname hiddenname formername hiddenabout namedabout notesecret followsecret homesecret aliaszeta aliaseta
    aliastheta withheldtitle withheldcaption withheldalt drafttitle draftbody drafttrip
""".split()


@pytest.mark.parametrize("secret", SECRETS)
def test_what_is_private_is_neither_found_nor_quoted_nor_suggested(client, secret):
    build_private_log()
    for typed in (secret, secret[:-1], secret[:4] + secret[5] + secret[4] + secret[6:], f"harbour {secret}"):
        page = search(client, typed)
        rest = page.html.replace(f'value="{typed}"', "").replace(f"{typed} ·", "").lower()
        assert (results(page), secret in rest) == ([], False)
    assert secret not in search(client, "harbour").html.lower()


def test_what_is_public_beside_it_is_found(client):
    build_private_log()
    for typed in ("plainname", "iota", "friend", '"with a friend, someone"'):
        assert "/trips/public/2024-03-14/" in results(search(client, typed))
    assert "/people/iota/" in results(search(client, "iota"))
    assert "/people/theta/" not in results(search(client, "theta"))


def test_visibility_takes_effect_on_the_next_request(client):
    build_private_log()
    iota = Person.objects.get(slug="iota")
    assert len(results(search(client, "iota"))) == 3
    iota.visibility = Visibility.HIDDEN
    iota.save()
    assert results(search(client, "iota")) == []
    assert "Iota" not in search(client, "harbour").html
    iota.visibility = Visibility.PUBLIC
    iota.save()
    assert len(results(search(client, "iota"))) == 3


def test_withdrawn_trip_is_gone_on_the_next_request(client):
    build_private_log()
    trip = Trip.objects.get(slug="public")
    assert results(search(client, "harbour"))
    trip.status = "withdrawn"
    trip.save()
    assert results(search(client, "harbour")) == []


def queries(client, typed, kind) -> int:
    with CaptureQueriesContext(connection) as asked:
        search(client, typed, kind=kind)
    return len(asked)


def test_query_count_does_not_depend_on_the_number_of_results(client):
    Log.objects.create()
    counts = []
    for number in (1, 2, 3):
        trip = make_trip(title=f"Kappa {number}", slug=f"kappa-{number}")
        person = make_person(f"Kappa {number}")
        day = make_day(trip, title="Kappa", body=f"[K](place:kappa-{number})")
        make_encounter(day, person)
        make_talk(day, (person, make_person()), title="Kappa", event=make_event(trip, name="Kappa"))
        make_place(f"Kappa {number}")
        counts.append(
            [queries(client, '"kappa"', kind) for kind in ("trip", "day", "talk", "event", "person", "place")]
        )
    assert counts == [counts[0]] * 3
    assert queries(client, '"kappa"', "") <= 15
