"""Preview links: the public page before it is public, for who holds the address, and for nobody else."""

import datetime

import pytest
from django.utils import timezone

from media import derivatives
from posts.models import Day, Figure, FigurePerson, PreviewLink, Status, Trip
from tests.factories import make_day, make_encounter, make_figure, make_person, make_talk, make_trip

from .pages import read

pytestmark = pytest.mark.django_db
TOMORROW = datetime.timedelta(days=1)


def make_link(trip: Trip, **values) -> PreviewLink:
    return PreviewLink.objects.create(trip=trip, **values)


@pytest.fixture
def draft() -> Trip:
    """A trip that nobody may see yet, with two days, a picture, a talk and somebody met."""
    trip = make_trip(title="Oslo in spring", slug="oslo", status=Status.DRAFT, summary="All of it")
    body = "Met [Ada](person:ada) and [Bo](person:bo).\n\n![](figure:stage)"
    first = make_day(trip, title="Arrival", body=body)
    make_day(trip, title="Second", body="The second text.", date=datetime.date(2024, 3, 15))
    make_encounter(first, make_person("Ada"))
    make_person("Bo", visibility="pseudonym", pseudonym="a friend")
    make_figure(trip, day=first, name="stage", alt="A lit stage", caption="A caption")
    make_talk(first, title="Engines", slug="engines")
    return trip


def test_preview_of_a_trip_is_its_page(client, draft):
    link = make_link(draft)
    assert client.get("/trips/oslo/").status_code == 404
    page = read(client, link.get_absolute_url())
    for words in ("Oslo in spring", "All of it", "Arrival", "The second text.", "Met Ada and a friend.", "Engines"):
        assert words in page.words
    assert "Preview This is not published. The link opens until" in page.words
    published = Trip.objects.get()
    published.status = Status.PUBLISHED
    published.save()
    public = read(client, "/trips/oslo/")
    assert [page.headings, page.ids] == [public.headings, public.ids]


def test_preview_is_kept_from_everybody_else(client, draft):
    response = client.get(make_link(draft).get_absolute_url())
    assert {name: response[name] for name in ("X-Robots-Tag", "Cache-Control", "Referrer-Policy")} == {
        "X-Robots-Tag": "noindex, nofollow",
        "Cache-Control": "private, no-store",
        "Referrer-Policy": "no-referrer",
    }
    assert not response.has_header("ETag")
    head = response.content.decode().split("</head>")[0]
    assert '<meta name="robots" content="noindex, nofollow">' in head
    assert [word for word in ("ld+json", "og:", "alternate", "canonical", "twitter:") if word in head] == []
    assert b"/preview/" not in client.get("/sitemap.xml").content
    assert b"Disallow: /preview/" in client.get("/robots.txt").content


def test_links_of_a_preview_lead_where_it_opens_something(client, draft):
    link = make_link(draft)
    page = read(client, link.get_absolute_url())
    answers = {address: client.get(address).status_code for address in page.links if address.startswith("/")}
    assert set(answers.values()) == {200}
    assert f"{link.get_absolute_url()}2024-03-15/" in answers
    assert not [address for address in page.links if address.startswith(("/talks/engines", "/people/ada", "/trips/o"))]
    inner = read(client, f"{link.get_absolute_url()}2024-03-15/")
    assert "The second text." in inner.words
    assert f"{link.get_absolute_url()}2024-03-14/" in inner.links


def test_pictures_of_a_preview_have_its_address(client, draft):
    link = make_link(draft)
    photo = Figure.objects.get().photo
    path = derivatives.paths(photo)[0]
    assert client.get(f"/photos/{path}").status_code == 404
    response = client.get(f"{link.get_absolute_url()}photos/{path}")
    assert b"".join(response.streaming_content)
    assert (response.status_code, response["Cache-Control"]) == (200, "private, no-store")
    assert read(client, link.get_absolute_url()).html.count('="/photos/') == 0
    assert "A caption" in read(client, f"{link.get_absolute_url()}figures/stage/").words
    other = make_figure(make_trip(status=Status.DRAFT))
    assert client.get(f"{link.get_absolute_url()}photos/{derivatives.paths(other.photo)[0]}").status_code == 404


def test_picture_of_a_hidden_person_is_withheld_in_a_preview_too(client, draft):
    link, figure = make_link(draft), Figure.objects.get()
    FigurePerson.objects.create(figure=figure, person=make_person("Eve", visibility="hidden"))
    assert "A caption" not in read(client, link.get_absolute_url()).words
    address = f"{link.get_absolute_url()}photos/{derivatives.paths(figure.photo)[0]}"
    assert client.get(address).status_code == 404


def test_link_for_a_day_opens_that_day_alone(client, draft):
    second = Day.objects.get(title="Second")
    link = make_link(draft, day=second)
    page = read(client, link.get_absolute_url())
    assert "The second text." in page.words
    assert [word for word in ("Arrival", "Ada", "Engines", "All of it", "stage") if word in page.html] == []
    assert client.get(f"{link.get_absolute_url()}2024-03-14/").status_code == 404
    assert client.get(f"{link.get_absolute_url()}figures/stage/").status_code == 404
    path = derivatives.paths(Figure.objects.get().photo)[0]
    assert client.get(f"{link.get_absolute_url()}photos/{path}").status_code == 404
    assert not [address for address in page.links if address.startswith("/trips/")]


def test_link_opens_an_undated_section_and_a_draft_day_of_a_published_trip(client):
    trip = make_trip(slug="live")
    make_day(trip, title="Told")
    epilogue = make_day(trip, kind="epilogue", title="All in all", body="It was good.", status=Status.DRAFT)
    page = read(client, make_link(trip, day=epilogue).get_absolute_url())
    shown = [words for words in ("Epilogue", "It was good.", "Told") if words in page.words]
    assert shown == ["Epilogue", "It was good."]
    assert "It was good." not in read(client, "/trips/live/").words


def test_trips_link_leaves_out_days_that_are_drafts_or_withdrawn_and_shows_scheduled_ones(client, draft):
    later = timezone.now() + TOMORROW
    date = datetime.date(2024, 3, 16)
    make_day(draft, title="Unready", status=Status.DRAFT, date=date)
    make_day(draft, title="Regretted", status=Status.WITHDRAWN, date=date)
    make_day(draft, title="Tomorrow", published_at=later, date=date)
    words = read(client, make_link(draft).get_absolute_url()).words
    assert ["Unready" in words, "Regretted" in words, "Tomorrow" in words] == [False, False, True]


def test_closed_links_say_nothing_and_all_alike(client, draft):
    expired = make_link(draft, expires_at=timezone.now())
    revoked = make_link(draft)
    revoked.revoke()
    withdrawn = make_link(make_trip(status=Status.WITHDRAWN))
    answers = set()
    for address in [link.get_absolute_url() for link in (expired, revoked, withdrawn)] + ["/preview/wrong/"]:
        for part in ("", "2024-03-14/", "figures/stage/", f"photos/{derivatives.paths(Figure.objects.get().photo)[0]}"):
            response = client.get(address + part)
            assert (response.status_code, response["Cache-Control"]) == (404, "private, no-store")
            assert response["X-Robots-Tag"] == "noindex, nofollow"
            answers.add(response.content)
    assert len(answers) == 1
    assert b"Oslo" not in answers.pop()


def test_what_was_published_meanwhile_has_its_public_page(client):
    trip = make_trip(slug="oslo")
    day = make_day(trip)
    assert client.get(make_link(trip).get_absolute_url())["Location"] == "/trips/oslo/"
    assert client.get(make_link(trip, day=day).get_absolute_url())["Location"] == "/trips/oslo/2024-03-14/"


def test_preview_says_until_when_in_the_trips_zone(client, draft):
    Trip.objects.update(time_zone="Pacific/Auckland")
    link = make_link(draft, expires_at=datetime.datetime(2126, 12, 24, 20, 30, tzinfo=datetime.UTC))
    words = read(client, link.get_absolute_url()).words
    assert "The link opens until Dec. 25, 2126, 9:30 a.m. (Pacific/Auckland)" in words


def test_previews_only_answer_to_reading(client, draft):
    assert client.post(make_link(draft).get_absolute_url()).status_code == 405
