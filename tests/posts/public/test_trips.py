import datetime

import pytest
from django.urls import reverse

from people.models import Visibility
from posts.models import Day, Status

from ...factories import (
    make_day,
    make_encounter,
    make_event,
    make_figure,
    make_person,
    make_place,
    make_talk,
    make_trip,
)
from .pages import read

pytestmark = pytest.mark.django_db

MARCH_14 = datetime.date(2024, 3, 14)
MARCH_15 = datetime.date(2024, 3, 15)


def test_trip_shows_what_it_is_made_of(client):
    trip = make_trip(
        title="NixCon + SCaLE", slug="scale", location="Pasadena", summary="Five *days*.", language="en-US"
    )
    make_event(trip, name="SCaLE 21x", slug="scale-21x")
    trip.tags.add("Nix")
    trip.categories.add("Travel")
    make_person("Ada", slug="ada")
    make_place("King Taco")
    day = make_day(trip, title="Arrival", body="With [Ada](person:ada) at [King Taco](place:king-taco).")
    make_day(trip, kind=Day.Kind.EPILOGUE, body="It was good.")
    make_talk(day, title="Stage 1", slug="stage-1", speakers=(make_person("Will Fancher"),), room="Ballroom F")
    make_encounter(day, make_person("Josh Hoffer"))
    page = read(client, "/trips/scale/")
    for text in (
        "March 14–18, 2024 Pasadena NixCon + SCaLE Five days. SCaLE 21x 1 day 2 people 1 talk",
        "Thursday, March 14 Arrival With Ada at King Taco.",
        "Stage 1 Will Fancher",
        "Ballroom F",
        "Met for the first time Josh Hoffer Heard Will Fancher",
        "Epilogue It was good.",
        "Filed under Travel Tagged Nix",
    ):
        assert text in page.words
    assert {
        "/trips/scale/2024-03-14/",
        "#day-2024-03-14",
        "#epilogue",
        "/people/ada/",
        "/people/will-fancher/",
        "/places/king-taco/",
        "/talks/stage-1/",
        "/events/scale-21x/",
        "/tags/nix/",
        "/categories/travel/",
    } <= set(page.links)
    assert {"day-2024-03-14", "epilogue"} <= set(page.ids)
    assert '<time datetime="2024-03-14">' in page.html


def test_every_id_is_unique_and_headings_are_in_order(client):
    trip = make_trip(slug="two", summary="A summary.")
    body = "## Lunch\n\nSame words.[^1]\n\n### More\n\n[^1]: A note."
    for _ in range(2):
        make_day(trip, body=body)
    make_talk(make_day(trip, body=body, kind=Day.Kind.PROLOGUE))
    page = read(client, "/trips/two/")
    assert sorted(page.ids) == sorted(set(page.ids))
    assert page.headings.count(1) == 1
    assert all(after - before <= 1 for before, after in zip(page.headings, page.headings[1:], strict=False))


def test_figures_no_text_shows_stand_after_their_day_and_others_once(client):
    trip = make_trip(slug="pictures")
    day = make_day(trip, body="![](figure:shown)")
    for name in ("shown", "unshown"):
        make_figure(trip, day=day, name=name)
    make_figure(trip, name="dayless")
    trip.cover = make_figure(trip, name="cover")
    trip.save()
    page = read(client, "/trips/pictures/")
    order = [name for name in page.ids if name.startswith("figure-")]
    assert order == ["figure-cover", "figure-shown", "figure-unshown", "figure-dayless"]
    assert page.html.count(f'src="/photos/{trip.cover.photo.uuid}/64.jpg"') == 1
    assert "More pictures" in page.words


def test_figures_are_real_figures(client):
    trip = make_trip(slug="pictures")
    make_day(trip, body="![](figure:crowd)")
    figure = make_figure(trip, name="crowd", title="The crowd", caption="Left to right: *us*", alt="Six people")
    html = " ".join(read(client, "/trips/pictures/").html.split())
    photo = f"/photos/{figure.photo.uuid}/64"
    assert f'<source type="image/avif" srcset="{photo}.avif 64w"' in html
    assert f'<img src="{photo}.jpg" alt="Six people" width="64" height="48" fetchpriority="high"' in html
    assert "<figcaption><strong>The crowd</strong> Left to right: <em>us</em></figcaption>" in html


def test_a_figure_from_elsewhere_is_linked_and_never_fetched(client):
    trip = make_trip(slug="remote")
    make_day(trip, body="![](figure:far)")
    make_figure(trip, name="far", photo=None, remote_url="https://example.org/far.jpg", alt="A view")
    page = read(client, "/trips/remote/")
    assert "https://example.org/far.jpg" in page.links
    assert "Picture on another site: A view" in page.words
    assert "<img" not in page.html


def test_trip_leaves_out_days_that_are_not_published(client):
    trip = make_trip(slug="partly")
    draft = make_day(trip, status=Status.DRAFT, title="Secret title", body="Secret body", date=MARCH_15)
    make_talk(draft, title="Secret talk")
    make_encounter(draft, make_person("Secret Person"))
    make_figure(trip, day=draft, title="Secret figure")
    make_day(trip, title="Open")
    page = read(client, "/trips/partly/")
    assert "Open" in page.words
    assert "Secret" not in page.html
    assert client.get("/trips/partly/2024-03-15/").status_code == 404


@pytest.mark.parametrize(
    ("visibility", "shown"),
    [(Visibility.PUBLIC, "Ada"), (Visibility.NAME, "Ada"), (Visibility.PSEUDONYM, "a friend"), (Visibility.HIDDEN, "")],
)
@pytest.mark.parametrize("url", ["/trips/care/", "/trips/care/2024-03-14/"])
def test_visibility_of_people_on_a_trip_and_a_day(client, visibility, shown, url):
    trip = make_trip(slug="care")
    ada = make_person("Ada", visibility=visibility, pseudonym="a friend")
    make_encounter(make_day(trip, body="I met [Ada](person:ada)."), ada)
    page = read(client, url)
    assert f"I met {shown or 'someone'}." in page.words
    assert (f"Met for the first time {shown}" in page.words) == bool(shown)
    assert ("/people/ada/" in page.links) == (visibility == Visibility.PUBLIC)
    assert ("Ada" in page.html) == (visibility in (Visibility.PUBLIC, Visibility.NAME))


def test_trips_lead_to_the_ones_before_and_after(client):
    for slug, year in (("first", 2020), ("second", 2021), ("third", 2022)):
        make_trip(slug=slug, starts_on=datetime.date(year, 1, 1))
    make_trip(slug="draft", starts_on=datetime.date(2021, 6, 1), status=Status.DRAFT)
    page = read(client, "/trips/second/")
    neighbours = [(a["rel"], a["href"]) for tag, a in page.tags if tag == "a" and a.get("rel") in ("prev", "next")]
    assert neighbours == [("prev", "/trips/first/"), ("next", "/trips/third/")]


def test_trips_that_start_on_one_day_are_neighbours_too(client):
    for slug in ("first", "second"):
        make_trip(slug=slug)
    assert "/trips/second/" in read(client, "/trips/first/").links
    assert "/trips/first/" in read(client, "/trips/second/").links


def test_day_shows_both_sections_of_its_date_and_leads_on(client):
    trip = make_trip(slug="days", title="The trip")
    make_day(trip, title="Morning")
    make_day(trip, title="Evening")
    make_day(trip, date=MARCH_15, title="Friday on my mind")
    make_day(trip, kind=Day.Kind.EPILOGUE, title="Looking back")
    page = read(client, "/trips/days/2024-03-14/")
    assert "Thursday, March 14, 2024" in page.words
    assert {"day-2024-03-14", "day-2024-03-14-2"} <= set(page.ids)
    assert {"/trips/days/", "/trips/days/2024-03-15/", "/trips/days/#epilogue"} <= set(page.links)
    assert page.links.count("/trips/days/2024-03-15/") == 2
    assert [a.get("href") for tag, a in page.tags if a.get("rel") == "next"] == ["/trips/days/2024-03-15/"]
    second = read(client, "/trips/days/2024-03-15/")
    assert [a.get("href") for tag, a in second.tags if a.get("rel") == "prev"] == ["/trips/days/2024-03-14/"]


@pytest.mark.parametrize("date", ["2024-02-30", "2024-13-01", "0000-00-00", "2024-3-14", "24-03-14"])
def test_a_date_that_does_not_exist_is_not_found(client, date):
    make_day(make_trip(slug="days"))
    assert client.get(f"/trips/days/{date}/").status_code == 404


def test_a_day_without_a_section_is_not_found(client):
    make_day(make_trip(slug="days"))
    assert client.get("/trips/days/2024-03-16/").status_code == 404


@pytest.mark.parametrize("zone", ["Pacific/Honolulu", "UTC", "Pacific/Auckland"])
def test_dates_and_times_are_local_in_every_zone(client, zone):
    trip = make_trip(slug="zones", time_zone=zone)
    day = make_day(trip)
    start = datetime.datetime.combine(MARCH_14, datetime.time(23, 30), tzinfo=trip.zone)
    make_talk(day, slug="late", starts_at=start.astimezone(datetime.UTC))
    for url in ("/trips/zones/", "/trips/zones/2024-03-14/"):
        assert "11:30 p.m." in read(client, url).words
    talk = read(client, "/talks/late/")
    assert "Thursday, March 14, 2024, 11:30 p.m." in talk.words


def test_slugs_in_any_script(client):
    trip = make_trip(slug="東京-2024")
    day = make_day(trip)
    assert client.get(reverse("trip", args=["東京-2024"])).status_code == 200
    assert client.get(day.get_absolute_url()).status_code == 200


def test_only_reading_is_allowed(client):
    make_trip(slug="one")
    assert client.post("/trips/one/").status_code == 405


def test_what_a_trip_says_is_marked_with_its_language(client):
    trip = make_trip(slug="arabic", title="رحلة", language="ar", summary="إلى البحر.")
    make_day(trip, title="البداية", body="وصلنا إلى Kobe.")
    make_day(trip, date=MARCH_15)
    for url in ("/trips/arabic/", "/trips/arabic/2024-03-14/"):
        page = read(client, url)
        spoken = [a for _, a in page.tags if a.get("lang") == "ar" and "dir" in a]
        assert {a["dir"] for a in spoken} == {"rtl"}
        assert "prose" in " ".join(a.get("class") or "" for a in spoken)
        body = next(a for tag, a in page.tags if tag == "body")
        assert body.get("lang") == "en"
