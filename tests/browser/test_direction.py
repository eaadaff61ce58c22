"""Writing from right to left, on pages that run from left to right."""

import datetime

import pytest
from playwright.sync_api import Page

from tests.browser.layout import faults
from tests.factories import make_day, make_encounter, make_figure, make_person, make_photo, make_trip

HEBREW = "NixCon התחיל היום עם [Ada](person:ada)."
ARABIC = "كان يومًا طويلًا مع الأصدقاء."
# Which edge of its block a text starts from, and where its first line starts.
EDGES = """(element) => {
  const { direction } = getComputedStyle(element);
  const range = document.createRange();
  range.selectNodeContents(element);
  const [line] = range.getClientRects();
  const lines = [...range.getClientRects()].filter((other) => Math.abs(other.bottom - line.bottom) < line.height / 2);
  const box = element.getBoundingClientRect();
  const left = Math.min(...lines.map((part) => part.left)) - box.left;
  const right = box.right - Math.max(...lines.map((part) => part.right));
  return [direction, left < right ? "left" : "right"];
}"""


@pytest.fixture
def trips(transactional_db) -> None:
    ada = make_person("Ada")
    hebrew = make_trip(
        title="NixCon בברלין", slug="berlin", language="he", summary="NixCon: ארבעה ימים", location="Berlin"
    )
    day = make_day(
        hebrew,
        title="הגעה",
        date=datetime.date(2024, 3, 14),
        body=f"{HEBREW}\n\n- ראשון\n\n> ציטוט\n\nIn English.\n\n![](figure:pier)",
    )
    make_day(hebrew, title="يوم", date=datetime.date(2024, 3, 15), body=ARABIC)
    make_figure(hebrew, name="pier", title="המזח", caption="NixOS בערב", alt="מזח", photo=make_photo(600, 400))
    make_encounter(day, ada)
    english = make_trip(title="Haifa", slug="haifa")
    make_day(english, title="Arrival", body=f"In English.\n\n{HEBREW}\n\nחיפה is the name of a city in Hebrew.")


def edges(page: Page, selector: str) -> list[list[str]]:
    return [element.evaluate(EDGES) for element in page.locator(selector).all()]


def test_trip_runs_as_its_language_does_and_the_page_as_before(live_server, page: Page, trips, console_errors):
    page.goto(f"{live_server}/trips/berlin/", wait_until="networkidle")
    rtl, ltr = ["rtl", "right"], ["ltr", "left"]
    assert edges(page, "h1") == [rtl]
    assert edges(page, ".trip-head .standfirst") == [rtl]
    assert edges(page, ".day h2 span[lang=he]") == [rtl, rtl]
    assert edges(page, ".prose > p[dir]") == [rtl, rtl]
    assert edges(page, ".prose > ul > li") == [rtl]
    assert edges(page, ".prose > blockquote > p") == [rtl]
    assert edges(page, "figcaption") == [rtl]
    assert edges(page, ".prose > p:not([dir])")[0][1] == "left"
    assert page.locator(".prose > ul").evaluate("list => getComputedStyle(list).paddingRight") != "0px"
    assert page.locator(".prose > blockquote").evaluate("quote => getComputedStyle(quote).borderRightWidth") == "4px"
    assert [direction for direction, _ in edges(page, ".colophon p")] == ["ltr", "ltr"]
    assert edges(page, ".whole-cast h2") == [ltr]
    assert page.evaluate("getComputedStyle(document.documentElement).direction") == "ltr"


def test_paragraph_runs_as_most_of_its_letters_do(live_server, page: Page, trips, console_errors):
    page.goto(f"{live_server}/trips/haifa/")
    assert edges(page, ".prose > p") == [["ltr", "left"], ["rtl", "right"], ["ltr", "left"]]


def test_lists_and_quotes_run_as_their_trip_does(live_server, page: Page, trips, console_errors):
    rtl = ["rtl", "right"]
    page.goto(f"{live_server}/")
    assert edges(page, ".card .title[lang=he]") == [rtl]
    assert edges(page, ".card .summary[lang=he]") == [rtl]
    page.goto(f"{live_server}/search/?q=nixcon")
    assert edges(page, ".result .title[lang=he]")[0] == rtl
    assert edges(page, ".result .snippet[lang=he]")[0] == rtl
    page.goto(f"{live_server}/people/ada/")
    assert edges(page, ".quote:has([lang=he]) p") == [rtl]


@pytest.mark.parametrize("width", [320, 390, 1440, 2560])
def test_right_to_left_fits_the_page(live_server, page: Page, trips, console_errors, width):
    page.set_viewport_size({"width": width, "height": 900})
    for path in ("/trips/berlin/", "/trips/berlin/2024-03-14/", "/trips/haifa/", "/", "/people/ada/"):
        page.goto(f"{live_server}{path}")
        assert faults(page) == []
