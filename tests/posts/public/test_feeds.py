"""Feeds, read as a reader program reads them."""

import datetime
import json
from xml.etree import ElementTree

import feedparser
import jsonschema
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from people.models import FormerSlug, Visibility
from posts.models import Day, FigurePerson, Log, RetiredSlug, Status

from ...factories import (
    make_day,
    make_encounter,
    make_event,
    make_figure,
    make_person,
    make_talk,
    make_trip,
)

pytestmark = pytest.mark.django_db

FEEDS = ["/feed", "/tags/nix/feed", "/categories/travel/feed", "/events/nixcon/feed", "/people/ada/feed"]
ADDRESS = {"type": "string", "pattern": "^https?://"}
WORD = {"type": "string", "minLength": 1}
INSTANT = {"type": "string", "format": "date-time"}
# https://jsonfeed.org/version/1.1: what is required, and the types of what may be there.
JSON_FEED = {
    "type": "object",
    "required": ["version", "title", "items"],
    "additionalProperties": False,
    "properties": {
        "version": {"const": "https://jsonfeed.org/version/1.1"},
        "title": WORD,
        "home_page_url": ADDRESS,
        "feed_url": ADDRESS,
        "description": WORD,
        "language": WORD,
        "authors": {"type": "array", "items": {"type": "object", "properties": {"name": WORD, "url": ADDRESS}}},
        "items": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "content_html"],
                "additionalProperties": False,
                "properties": {
                    "id": WORD,
                    "url": ADDRESS,
                    "title": WORD,
                    "summary": WORD,
                    "content_html": {"type": "string"},
                    "language": WORD,
                    "image": ADDRESS,
                    "date_published": INSTANT,
                    "date_modified": INSTANT,
                    "tags": {"type": "array", "items": WORD},
                    "attachments": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["url", "mime_type"],
                            "properties": {"url": ADDRESS, "mime_type": {"const": "image/jpeg"}, "title": WORD},
                        },
                    },
                },
            },
        },
    },
}


def read_atom(client, url="/feed.atom"):
    response = client.get(url)
    assert (response.status_code, response["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    feed = feedparser.parse(response.content, sanitize_html=False, resolve_relative_uris=False)
    assert (feed.bozo, feed.version) == (False, "atom10")
    return feed


def read_json(client, url="/feed.json"):
    response = client.get(url)
    assert (response.status_code, response["Content-Type"]) == (200, "application/feed+json")
    document = json.loads(response.content)
    jsonschema.validate(document, JSON_FEED, format_checker=jsonschema.FormatChecker())
    return document


def build_trip(slug="helsinki"):
    """A trip that every feed of this module tells."""
    Log.objects.get_or_create(title="Lines & stops", tagline="<Trips>", author="Olive", language="en")
    ada = make_person("Ada", slug="ada")
    trip = make_trip(slug=slug, title="Nix & <tea>", summary="Five *days*.", language="fi")
    trip.tags.add("Nix")
    trip.categories.add("Travel")
    event = make_event(trip, name="NixCon", slug="nixcon")
    day = make_day(trip, title="Arrival", body="With [Ada](person:ada).[^1]\n\n![](figure:tram)\n\n[^1]: A note.")
    make_figure(trip, day=day, name="tram", title="A tram", caption="By *Ada*", alt="Green & yellow")
    make_talk(day, (ada,), title="Stage 1", slug="stage-1", event=event)
    make_encounter(day, ada)
    return trip


def test_atom_tells_a_trip_whole(client):
    trip = build_trip()
    feed = read_atom(client)
    assert (feed.feed.title, feed.feed.subtitle, feed.feed.author) == ("Lines & stops", "<Trips>", "Olive")
    assert (feed.feed.id, feed.feed.link) == ("http://testserver/feed.atom", "http://testserver/")
    [entry] = feed.entries
    assert (entry.id, entry.link) == (trip.uuid.urn, "http://testserver/trips/helsinki/")
    assert (entry.title, entry.summary) == ("Nix & <tea>", "Five days.")
    assert [tag.term for tag in entry.tags] == ["Travel", "Nix"]
    content = entry.content[0]
    assert (content.type, content.language) == ("text/html", "fi")
    for part in (
        "<p>Five <em>days</em>.</p>",
        'With <a href="http://testserver/people/ada/">Ada</a>.',
        "<figcaption><strong>A tram</strong> By <em>Ada</em></figcaption>",
        '<a href="http://testserver/talks/stage-1/" dir="auto">Stage 1</a>',
        'href="http://testserver/trips/helsinki/#day-2024-03-14-fn:1"',
    ):
        assert part in content.value


def test_pictures_are_plain_and_enclosed(client):
    trip = build_trip()
    picture = f"http://testserver/photos/{trip.figures.get().photo.uuid}/64.jpg"
    [entry] = read_atom(client).entries
    assert [(each.href, each.type, each.title) for each in entry.enclosures] == [(picture, "image/jpeg", "A tram")]
    content = entry.content[0].value
    assert f'<img src="{picture}" alt="Green &amp; yellow" width="64" height="48">' in content
    assert ("<picture" in content, "srcset" in content, " id=" in content) == (False, False, False)
    [item] = read_json(client)["items"]
    assert item["attachments"] == [{"url": picture, "mime_type": "image/jpeg", "title": "A tram"}]
    assert "image" not in item


def test_the_cover_comes_first_and_once(client):
    trip = build_trip()
    trip.cover = make_figure(trip, name="cover", title="", alt="The harbour")
    trip.save()
    [item] = read_json(client)["items"]
    assert item["image"] == f"http://testserver/photos/{trip.cover.photo.uuid}/64.jpg"
    assert item["content_html"].count(f'src="{item["image"]}"') == 1
    assert item["content_html"].index(item["image"]) < item["content_html"].index("Arrival")


def test_json_tells_the_same(client):
    trip = build_trip()
    document = read_json(client)
    [entry], [item] = read_atom(client).entries, document.pop("items")
    assert document == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Lines & stops",
        "home_page_url": "http://testserver/",
        "feed_url": "http://testserver/feed.json",
        "description": "<Trips>",
        "language": "en",
        "authors": [{"name": "Olive", "url": "http://testserver/"}],
    }
    assert (item["id"], item["url"], item["title"], item["language"]) == (entry.id, entry.link, entry.title, "fi")
    assert (item["content_html"], item["tags"]) == (entry.content[0].value, ["Travel", "Nix"])
    assert (item["date_published"], item["date_modified"]) == (entry.published, entry.updated)
    trip.refresh_from_db()
    assert datetime.datetime.fromisoformat(item["date_modified"]) == trip.updated_at.replace(microsecond=0)


@pytest.mark.parametrize("address", FEEDS)
def test_every_feed_tells_its_trips_only(client, address):
    build_trip()
    make_day(make_trip(title="Another"), body="Nobody here.")
    titles = ["Nix & <tea>"] if address != "/feed" else ["Another", "Nix & <tea>"]
    assert [entry.title for entry in read_atom(client, f"{address}.atom").entries] == titles
    assert [item["title"] for item in read_json(client, f"{address}.json")["items"]] == titles


@pytest.mark.parametrize("address", FEEDS[1:])
@pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN])
def test_feeds_of_what_is_not_public_do_not_answer(client, address, status):
    trip = build_trip()
    trip.status = status
    trip.save()
    assert [client.get(f"{address}.{kind}").status_code for kind in ("atom", "json")] == [404, 404]


def test_former_slugs_do_not_answer(client):
    trip = build_trip()
    FormerSlug.objects.create(person=trip.days.get().encounters.get().person, slug="former")
    RetiredSlug.objects.create(kind="event", slug="retired", target=trip.events.get().uuid)
    for address in ("/people/former/feed.atom", "/events/retired/feed.json", "/tags/none/feed.atom", "/feed.rss"):
        assert client.get(address).status_code == 404


@pytest.mark.parametrize("visibility", [Visibility.NAME, Visibility.PSEUDONYM, Visibility.HIDDEN])
def test_people_without_a_page_have_no_feed_and_no_link(client, visibility):
    trip = build_trip()
    trip.days.get().encounters.get().person.__class__.objects.update(visibility=visibility, pseudonym="a friend")
    assert client.get("/people/ada/feed.atom").status_code == 404
    text = client.get("/feed.atom").content.decode()
    assert "people/ada" not in text
    assert ("Ada</li>" in text.replace("&lt;", "<").replace("&gt;", ">")) == (visibility == Visibility.NAME)


def test_feeds_of_a_person_follow_every_way_to_appear(client):
    ada = make_person("Ada", slug="ada")
    heard, pictured, named = (make_trip(title=title) for title in ("Heard", "Pictured", "Named"))
    make_talk(make_day(heard), (ada,))
    FigurePerson.objects.create(figure=make_figure(pictured), person=ada)
    make_day(named, body="[Ada](person:ada)")
    make_encounter(make_day(make_trip(title="Draft"), status=Status.DRAFT), ada)
    assert {entry.title for entry in read_atom(client, "/people/ada/feed.atom").entries} == {
        "Heard",
        "Pictured",
        "Named",
    }


def test_feeds_hold_the_twenty_trips_published_last(client):
    start = datetime.datetime(2024, 1, 1, tzinfo=datetime.UTC)
    for number in range(22):
        make_trip(title=str(number), published_at=start + datetime.timedelta(days=number))
    titles = [str(number) for number in range(21, 1, -1)]
    assert [entry.title for entry in read_atom(client).entries] == titles
    assert [item["title"] for item in read_json(client)["items"]] == titles


def test_a_scheduled_day_updates_its_trip_when_its_time_has_come(client, time_machine):
    now = datetime.datetime(2025, 1, 1, 12, tzinfo=datetime.UTC)
    time_machine.move_to(now, tick=False)
    later = now + datetime.timedelta(hours=3)
    make_day(make_trip(), body="Afterwards", published_at=later)
    assert [item["date_modified"] for item in read_json(client)["items"]] == ["2025-01-01T12:00:00+00:00"]
    time_machine.move_to(later, tick=False)
    [item] = read_json(client)["items"]
    assert (item["date_modified"], "Afterwards" in item["content_html"]) == ("2025-01-01T15:00:00+00:00", True)


def test_an_empty_log_has_valid_feeds(client):
    assert read_atom(client).entries == []
    assert read_json(client)["items"] == []


def test_control_characters_do_not_break_a_feed(client):
    trip = build_trip()
    trip.title, trip.summary = "A\x0btitle", "A summary\uffff"
    trip.save()
    trip.tags.add("odd\x07tag")
    make_day(trip, kind=Day.Kind.EPILOGUE, body="Odd\x0c and \x08 ends 🚲")
    [entry] = read_atom(client).entries
    assert (entry.title, entry.summary) == ("Atitle", "A summary")
    assert "ends 🚲" in entry.content[0].value
    read_json(client)


def test_code_in_a_text_stays_as_written(client):
    make_day(make_trip(), body='Write `<a href="/x" class="y">&amp;</a>`.')
    [item] = read_json(client)["items"]
    assert '&lt;a href="/x" class="y"&gt;&amp;amp;&lt;/a&gt;' in item["content_html"]


def test_atom_is_what_the_specification_asks_for(client):
    build_trip()
    feed = ElementTree.fromstring(client.get("/feed.atom").content)  # noqa: S314 - our own
    names = [child.tag.removeprefix("{http://www.w3.org/2005/Atom}") for child in feed]
    assert {name: names.count(name) for name in ("id", "title", "updated", "author")} == {
        "id": 1,
        "title": 1,
        "updated": 1,
        "author": 1,
    }


@pytest.mark.parametrize("address", FEEDS)
def test_query_counts_are_equal_at_one_and_at_three(client, address):
    counts = []
    trip = build_trip()
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"{address}.atom").status_code == 200
        counts.append(len(queries))
        for _ in range(2):
            other = make_trip(summary="See [a](person:ada).")
            other.tags.set(trip.tags.all())
            other.categories.set(trip.categories.all())
            other.events.set(trip.events.all())
            day = make_day(other, body="With [Ada](person:ada).\n\n![](figure:a)\n\n![](figure:b)")
            make_encounter(day, trip.days.get().encounters.get().person)
            make_talk(day, (make_person(),))
            for name in "ab":
                make_figure(other, day=day, name=name)
    assert counts[0] == counts[1]
    assert counts[0] <= 25
