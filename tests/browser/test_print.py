"""A trip on paper: a booklet with a cover, and where its links lead as notes at the end."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.factories import make_day, make_figure, make_person, make_photo, make_talk, make_trip

# The links that print.css puts a number behind.
NUMBERED = """[...document.querySelectorAll("a")].filter((link) =>
  getComputedStyle(link, "::after").content.includes("counter(address)")).map((link) => link.getAttribute("href"))"""
WORDS = "Words of a long day. " * 40


@pytest.fixture
def trip(transactional_db):
    make_person("Ada")
    trip = make_trip(title="Oslo", slug="oslo", summary="With [a site](https://example.org/summary).")
    body = f"""[Ada](person:ada) and [a site](https://example.org/a?b=1&c=2), [the same](https://example.org/a?b=1&c=2).

![](figure:stage)

[Mail](mailto:ada@example.org), <https://example.org/plain>, ![A picture](https://example.org/elsewhere.jpg)

{WORDS}"""
    day = make_day(trip, title="Arrival", body=body)
    make_day(trip, title="Leaving", body="[Last](http://example.org/last)\n\n" + f"{WORDS}\n\n" * 12)
    make_figure(
        trip, name="stage", title="Stage", caption="By [Bo](https://example.org/bo)", alt="A stage", photo=large()
    )
    album = {"link": "https://example.org/album", "day": day, "caption": "See [more](https://example.org/more)"}
    make_figure(trip, name="album", alt="An album", photo=large(), **album)
    make_figure(trip, name="loose", alt="Loose", caption="From [afar](https://example.org/afar)", photo=large())
    talk = make_talk(day, title="Engines")
    talk.links.create(url="https://example.org/slides", kind="slides")
    talk.links.create(url="javascript:alert(1)", kind="video")
    return trip


def large():
    return make_photo(600, 400)


def test_addresses_are_listed_in_the_order_of_their_numbers(live_server, page: Page, trip, console_errors):
    page.goto(f"{live_server}/trips/oslo/")
    expect(page.locator(".addresses")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".addresses")).to_be_visible()
    names = ("summary", "a?b=1&c=2", "a?b=1&c=2", "bo", "plain", "elsewhere.jpg", "more", "slides")
    first = [f"https://example.org/{name}" for name in names]
    listed = [*first, "http://example.org/last", "https://example.org/afar"]
    assert page.evaluate(NUMBERED) == listed
    assert page.locator(".addresses li").all_inner_texts() == listed


def test_day_lists_its_own_addresses(live_server, page: Page, trip, console_errors):
    page.goto(f"{live_server}/trips/oslo/2024-03-14/")
    page.emulate_media(media="print")
    assert page.evaluate(NUMBERED) == page.locator(".addresses li").all_inner_texts()


def test_paper_has_nothing_to_click(live_server, page: Page, trip, console_errors):
    page.goto(f"{live_server}/trips/oslo/")
    page.emulate_media(media="print")
    for selector in (".sections", ".stops", ".neighbours", ".colophon", "button", ".skip"):
        assert [element.is_visible() for element in page.locator(selector).all() if element.is_visible()] == []
    ada = page.get_by_role("link", name="Ada").first
    assert ada.evaluate("link => getComputedStyle(link).textDecorationLine") == "none"
    assert ada.evaluate("link => getComputedStyle(link, '::after').content") == "none"


def test_figures_stay_whole_and_headings_with_what_follows(live_server, page: Page, trip, console_errors):
    page.goto(f"{live_server}/trips/oslo/")
    page.emulate_media(media="print")
    style = "(element, name) => getComputedStyle(element)[name]"
    assert {element.evaluate(style, "breakInside") for element in page.locator("figure").all()} == {"avoid"}
    headings = page.locator(":is(h2, h3):visible").all()
    assert {element.evaluate(style, "breakAfter") for element in headings} == {"avoid"}


@pytest.mark.parametrize(("paper", "box"), [("A4", (600, 840)), ("Letter", (610, 790))])
def test_trip_becomes_a_booklet(live_server, page: Page, trip, console_errors, paper, box):
    page.goto(f"{live_server}/trips/oslo/", wait_until="networkidle")
    booklet = page.pdf(format=paper)
    sizes = re.findall(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", booklet)
    assert {tuple(round(float(length), -1) for length in size) for size in sizes} == {box}
    # A cover of its own, so more than the text needs.
    assert len(re.findall(rb"/Type /Page\b", booklet)) >= 4
