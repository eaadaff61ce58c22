"""What pages tell programs: canonical addresses, feeds, sharing, JSON-LD and microformats."""

import datetime
import json
import re

import mf2py
import pytest

from people.models import Alias, PersonLink, Visibility
from posts.models import FigurePerson, Log, Status
from posts.public import structured

from ...factories import (
    make_day,
    make_encounter,
    make_event,
    make_figure,
    make_person,
    make_photo,
    make_place,
    make_series,
    make_talk,
    make_trip,
)
from .pages import Page, read

pytestmark = pytest.mark.django_db

BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
SITE = "http://testserver"


def blocks(client, url) -> dict[str, dict]:
    """Return the JSON-LD of a page by its type."""
    found = [json.loads(block) for block in BLOCK.findall(read(client, url).html)]
    assert {block["@context"] for block in found} <= {"https://schema.org"}
    return {block["@type"]: block for block in found}


def metadata(page: Page) -> dict[str, str]:
    return {
        attributes.get("property") or attributes.get("name"): attributes["content"]
        for tag, attributes in page.tags
        if tag == "meta" and "content" in attributes
    }


def links(page: Page, rel: str) -> list[tuple[str | None, str | None]]:
    return [(each.get("type"), each["href"]) for tag, each in page.tags if tag == "link" and each.get("rel") == rel]


def microformats(client, url) -> list[dict]:
    return mf2py.parse(doc=read(client, url).html, url=SITE + url)["items"]


def every(items: list[dict], kind: str) -> list[dict]:
    """Return the microformats of a kind, however deep they lie."""
    found = []
    for item in items:
        found += [item] if kind in item["type"] else []
        inner = [value for values in item["properties"].values() for value in values if isinstance(value, dict)]
        found += every([*item.get("children", []), *(each for each in inner if "type" in each)], kind)
    return found


def build_trip(**values):
    Log.objects.create(title="Lines", tagline="Trips & talks", author="Olive")
    trip = make_trip(
        **{
            "title": "Nix </script> & tea",
            "slug": "nix",
            "summary": "Five *days*.",
            "location": "Pasadena",
            "language": "fi",
            "published_at": datetime.datetime(2024, 4, 1, 12, tzinfo=datetime.UTC),
        }
        | values
    )
    trip.tags.add("Nix")
    trip.categories.add("Travel")
    trip.cover = make_figure(trip, title="The hall")
    trip.save()
    event = make_event(
        trip,
        name="NixCon",
        slug="nixcon",
        starts_on=datetime.date(2024, 3, 14),
        ends_on=datetime.date(2024, 3, 15),
        url="https://nixcon.example/",
        about="In a *hall*.",
        series=make_series(name="NixCons", url="https://series.example/"),
        venue=make_place("Convention Center", city="Pasadena", country="USA"),
    )
    day = make_day(trip, title="Arrival", body="With [Ada](person:ada).")
    make_talk(day, title="Stage 1", slug="stage-1", event=event)
    for person in (
        make_person("Ada", slug="ada", affiliation="Acme"),
        make_person("Name Only", visibility=Visibility.NAME),
        make_person("Secret One", visibility=Visibility.PSEUDONYM, pseudonym="a friend"),
        make_person("Secret Two", visibility=Visibility.HIDDEN),
    ):
        make_encounter(day, person, place=event.venue)
    trip.refresh_from_db()
    return trip


def test_trip_is_a_blog_posting(client):
    trip = build_trip()
    posting = blocks(client, "/trips/nix/")["BlogPosting"]
    assert (posting["headline"], posting["description"]) == ("Nix </script> & tea", "Five days.")
    assert posting["url"] == posting["mainEntityOfPage"] == f"{SITE}/trips/nix/"
    assert (posting["datePublished"], posting["inLanguage"]) == ("2024-04-01T12:00:00+00:00", "fi")
    assert datetime.datetime.fromisoformat(posting["dateModified"]) == trip.updated_at
    assert posting["author"] == {"@type": "Person", "name": "Olive", "url": f"{SITE}/"}
    assert posting["keywords"] == ["Travel", "Nix"]
    assert posting["image"] == [
        {
            "@type": "ImageObject",
            "contentUrl": f"{SITE}/photos/{trip.cover.photo.uuid}/64.jpg",
            "width": 64,
            "height": 48,
            "caption": "The hall",
        }
    ]
    assert [event["name"] for event in posting["about"]] == ["NixCon"]
    assert posting["mentions"] == [{"@type": "Person", "name": "Ada", "url": f"{SITE}/people/ada/"}]


def test_data_cannot_end_its_element(client):
    build_trip()
    assert "</script> & tea" not in read(client, "/trips/nix/").html
    assert structured.to_json({"name": "</script><!--&"}) == (
        '{"@context": "https://schema.org", "name": "\\u003c/script\\u003e\\u003c!--\\u0026"}'
    )


def test_every_page_tells_the_way_to_it(client):
    build_trip()
    ways = {
        "/trips/nix/": ["Trips", "Nix </script> & tea"],
        "/trips/nix/2024-03-14/": ["Trips", "Nix </script> & tea", "Arrival"],
        "/people/ada/": ["Trips", "People", "Ada"],
        "/events/nixcon/": ["Trips", "Events", "NixCon"],
        "/talks/stage-1/": ["Trips", "Talks", "Stage 1"],
        "/places/convention-center/": ["Trips", "Places", "Convention Center"],
    }
    for url, names in ways.items():
        steps = blocks(client, url)["BreadcrumbList"]["itemListElement"]
        assert [step["name"] for step in steps] == names
        assert [step["position"] for step in steps] == list(range(1, len(names) + 1))
        assert (steps[0]["item"], steps[-1]["item"]) == (f"{SITE}/", SITE + url)


def test_event_tells_when_and_where(client):
    build_trip()
    event = blocks(client, "/events/nixcon/")["Event"]
    assert (event["name"], event["description"]) == ("NixCon", "In a hall.")
    assert (event["startDate"], event["endDate"]) == ("2024-03-14", "2024-03-15")
    assert event["location"]["name"] == "Convention Center"
    assert event["location"]["address"] == {
        "@type": "PostalAddress",
        "addressLocality": "Pasadena",
        "addressCountry": "USA",
    }
    assert event["superEvent"] == {"@type": "EventSeries", "name": "NixCons", "url": "https://series.example/"}


def test_an_event_at_a_place_that_is_not_public_tells_no_place(client):
    make_event(make_trip(), slug="party", venue=make_place("Her home", is_public=False))
    assert "location" not in blocks(client, "/events/party/")["Event"]


def test_person_is_a_person(client):
    trip = build_trip()
    ada = trip.days.get().encounters.get(person__slug="ada").person
    ada.about, ada.portrait = "Writes *compilers*.", make_photo()
    ada.save()
    Alias.objects.create(person=ada, name="Countess")
    Alias.objects.create(person=ada, name="Former", kind=Alias.Kind.FORMER)
    for url, kind in (("https://ada.example/", "site"), ("mailto:a@b.example", "email"), ("javascript:x()", "other")):
        PersonLink.objects.create(person=ada, url=url, kind=kind)
    person = blocks(client, "/people/ada/")["Person"]
    assert (person["name"], person["description"], person["url"]) == (
        "Ada",
        "Writes compilers.",
        f"{SITE}/people/ada/",
    )
    assert (person["alternateName"], person["sameAs"]) == (["Countess"], ["https://ada.example/"])
    assert person["affiliation"] == {"@type": "Organization", "name": "Acme"}
    assert person["image"]["contentUrl"] == f"{SITE}/photos/{ada.portrait.uuid}/64.jpg"


def write_profiles(*addresses: str) -> None:
    Log.objects.update(profiles="\n".join(addresses))


def test_home_is_where_the_writer_is_found_too(client):
    build_trip()
    write_profiles(
        "https://social.example/@olive", "https://olive.example/", "mailto:olive@mail.example", "javascript:x"
    )
    own = ["https://social.example/@olive", "https://olive.example/", "mailto:olive@mail.example"]
    page = read(client, "/")
    parsed = mf2py.parse(doc=page.html, url=SITE + "/")
    # Twice on purpose: in the head for programs, at the foot for readers.
    assert parsed["rels"]["me"] == own
    assert links(page, "me") == [(None, address) for address in own]
    assert "written by Olive · social.example/@olive · olive.example · olive@mail.example" in page.words
    [card] = [card["properties"] for card in every(parsed["items"], "h-card")]
    assert (card["name"], card["uid"]) == (["Olive"], [f"{SITE}/"])
    assert (card["url"], card["email"]) == ([f"{SITE}/", *own[:2]], own[2:])
    for url in ("/", "/trips/nix/"):
        told = blocks(client, url)
        assert (told.get("Blog") or told["BlogPosting"])["author"]["sameAs"] == own[:2]


def test_no_other_page_is_the_writer(client):
    build_trip()
    write_profiles("https://social.example/@olive")
    for url in ("/trips/nix/", "/people/", "/people/ada/"):
        assert "me" not in mf2py.parse(doc=read(client, url).html, url=SITE + url)["rels"]


def test_page_of_somebody_is_theirs_where_only_they_write(client):
    trip = build_trip()
    ada = trip.days.get().encounters.get(person__slug="ada").person
    addresses = {
        "site": "https://ada.example/",
        "mastodon": "https://social.example/@ada",
        "github": "https://github.com/ada",
        "speaker": "https://nixcon.example/speakers/ada",
        "other": "javascript:x()",
    }
    for position, (kind, url) in enumerate(addresses.items()):
        PersonLink.objects.create(person=ada, kind=kind, url=url, position=position)
    page = read(client, "/people/ada/")
    own = [addresses[kind] for kind in ("site", "mastodon", "github")]
    assert mf2py.parse(doc=page.html, url=f"{SITE}/people/ada/")["rels"]["me"] == own
    assert [each["href"] for tag, each in page.tags if tag == "a" and "u-url" in str(each.get("class"))] == [
        *own,
        addresses["speaker"],
    ]


def test_home_is_a_blog(client):
    build_trip()
    blog = blocks(client, "/")["Blog"]
    assert (blog["name"], blog["description"], blog["author"]["name"]) == ("Lines", "Trips & talks", "Olive")


def test_trip_is_shared_with_its_card(client):
    trip = build_trip(title="Nix & tea")
    page = read(client, "/trips/nix/")
    told = metadata(page)
    assert told["og:image"].startswith(f"{SITE}/cards/{trip.uuid}.jpg?")
    assert {name: told[name] for name in told if name.startswith("og:") and name != "og:image"} == {
        "og:site_name": "Lines",
        "og:type": "article",
        "og:url": f"{SITE}/trips/nix/",
        "og:title": "Nix & tea",
        "og:description": "Five days.",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": "Nix & tea",
    }
    assert (told["twitter:card"], told["description"]) == ("summary_large_image", "Five days.")
    assert told["article:published_time"] == "2024-04-01T12:00:00+00:00"
    assert ('<html lang="fi">' in page.html, '<body lang="en">' in page.html) == (True, True)


def test_a_trip_in_another_script_is_shared_with_its_cover(client):
    trip = build_trip(title="東京")
    assert metadata(read(client, "/trips/nix/"))["og:image"] == f"{SITE}/photos/{trip.cover.photo.uuid}/64.jpg"


def test_a_withheld_cover_is_told_nowhere(client):
    trip = build_trip()
    FigurePerson.objects.create(figure=trip.cover, person=make_person(visibility=Visibility.HIDDEN))
    page = read(client, "/trips/nix/")
    assert str(trip.cover.photo.uuid) not in page.html
    assert "image" not in blocks(client, "/trips/nix/")["BlogPosting"]


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("/?utm_source=x", "/"),
        ("/trips/nix/?a=b", "/trips/nix/"),
        ("/people/?page=1", "/people/"),
        ("/talks/?page=2&x=y", "/talks/?after=talk-49-more"),
        ("/talks/?x=y&after=talk-49-more", "/talks/?after=talk-49-more"),
    ],
)
def test_pages_name_one_address(client, url, canonical):
    trip = build_trip()
    for number in range(51):
        make_talk(trip.days.get(), slug=f"talk-{number}-more")
    assert links(read(client, url), "canonical") == [(None, SITE + canonical)]


def test_a_missing_page_has_no_address(client):
    assert links(Page(client.get("/nowhere/").content.decode()), "canonical") == []


@pytest.mark.parametrize(
    ("url", "feeds"),
    [
        ("/", ["text/calendar /calendar.ics"]),
        ("/trips/nix/", []),
        ("/tags/nix/", ["application/atom+xml /tags/nix/feed.atom", "application/feed+json /tags/nix/feed.json"]),
        (
            "/categories/travel/",
            [
                "application/atom+xml /categories/travel/feed.atom",
                "application/feed+json /categories/travel/feed.json",
            ],
        ),
        (
            "/events/nixcon/",
            ["application/atom+xml /events/nixcon/feed.atom", "application/feed+json /events/nixcon/feed.json"],
        ),
        (
            "/people/ada/",
            [
                "application/atom+xml /people/ada/feed.atom",
                "application/feed+json /people/ada/feed.json",
                "text/vcard /people/ada.vcf",
            ],
        ),
    ],
)
def test_feeds_are_discovered_and_answer(client, url, feeds):
    build_trip()
    found = links(read(client, url), "alternate")
    everything = ["application/atom+xml /feed.atom", "application/feed+json /feed.json"]
    assert [f"{media_type} {address}" for media_type, address in found] == everything + feeds
    for media_type, address in found:
        response = client.get(address)
        assert (response.status_code, response["Content-Type"].split(";")[0]) == (200, media_type)


def test_a_trip_is_an_h_entry(client):
    trip = build_trip()
    [entry] = every(microformats(client, "/trips/nix/"), "h-entry")
    told = entry["properties"]
    assert (told["name"], told["summary"]) == (["Nix </script> & tea"], ["Five days."])
    assert told["published"] == ["2024-04-01T12:00:00+0000"]
    assert [datetime.datetime.fromisoformat(moment) for moment in told["updated"]] == [
        trip.updated_at.replace(microsecond=0)
    ]
    assert (told["url"], told["category"]) == ([f"{SITE}/trips/nix/"], ["Travel", "Nix"])
    assert [content["value"] for content in told["content"]] == ["With Ada."]
    assert [photo["value"] for photo in told["photo"]] == [f"{SITE}/photos/{trip.cover.photo.uuid}/64.jpg"]
    [author] = told["author"]
    assert author["type"] == ["h-card"]
    assert (author["properties"]["name"], author["properties"]["url"]) == (["Olive"], [f"{SITE}/"])


@pytest.mark.parametrize(
    "url", ["/trips/nix/", "/trips/nix/2024-03-14/", "/events/nixcon/", "/places/convention-center/"]
)
def test_only_people_with_a_page_are_h_cards(client, url):
    build_trip()
    cards = [card["properties"] for card in every(microformats(client, url), "h-card")]
    people = {(*card["name"], *card["url"]) for card in cards} - {("Olive", f"{SITE}/")}
    assert people == {("Ada", f"{SITE}/people/ada/")}


def test_a_person_is_an_h_card(client):
    trip = build_trip()
    ada = trip.days.get().encounters.get(person__slug="ada").person
    ada.about, ada.portrait = "Writes compilers.", make_photo()
    ada.save()
    PersonLink.objects.create(person=ada, url="https://ada.example/")
    told = microformats(client, "/people/ada/")[0]["properties"]
    assert (told["name"], told["org"], told["note"]) == (["Ada"], ["Acme"], ["Writes compilers."])
    assert told["url"] == ["https://ada.example/"]
    assert told["photo"][0]["value"] == f"{SITE}/photos/{ada.portrait.uuid}/64.jpg"


def test_an_event_is_an_h_event(client):
    build_trip()
    [event] = every(microformats(client, "/events/nixcon/"), "h-event")
    told = event["properties"]
    assert (told["name"], told["url"]) == (["NixCon"], ["https://nixcon.example/"])
    assert (told["start"], told["end"], told["location"]) == (["2024-03-14"], ["2024-03-15"], ["Convention Center"])


@pytest.mark.parametrize("url", ["/", "/tags/nix/", "/categories/travel/"])
def test_lists_of_trips_are_h_feeds(client, url):
    build_trip()
    make_trip(status=Status.DRAFT).tags.add("Nix")
    [feed] = every(microformats(client, url), "h-feed")
    [entry] = feed["children"]
    assert entry["type"] == ["h-entry"]
    assert (entry["properties"]["name"], entry["properties"]["url"]) == (
        ["Nix </script> & tea"],
        [f"{SITE}/trips/nix/"],
    )
    assert entry["properties"]["summary"] == ["Five days."]


def test_nothing_secret_is_told(client):
    build_trip()
    for url in ("/trips/nix/", "/trips/nix/2024-03-14/", "/events/nixcon/", "/people/ada/"):
        html = read(client, url).html
        assert ("Secret" in html, "Name Only" in "".join(BLOCK.findall(html))) == (False, False)
