"""Colours that the reader's system forces on the page: what was told by colour has to be told by something else."""

import datetime

import pytest
from playwright.sync_api import Page, expect

from tests.factories import make_day, make_encounter, make_figure, make_person, make_photo, make_place, make_trip

STYLE = "([selector, part, name]) => getComputedStyle(document.querySelector(selector), part || null)[name]"
# What a system colour is in this window.
COLOR = """(name) => {
  const probe = document.body.appendChild(document.createElement("i"));
  probe.style.color = name;
  const { color } = getComputedStyle(probe);
  probe.remove();
  return color;
}"""
OUTLINE = """() => {
  const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement);
  return document.activeElement === document.body ? "body" : `${outlineStyle} ${outlineWidth}`;
}"""


@pytest.fixture(params=["light", "dark"])
def forced(request, page: Page, transactional_db) -> Page:
    page.emulate_media(forced_colors="active", color_scheme=request.param, reduced_motion="reduce")
    make_place("Pier", latitude=60.39, longitude=5.32)
    trip = make_trip(title="Fjords", slug="fjords")
    body = "Met [Ada](person:ada) on the [pier](place:pier).\n\n![](figure:stage)\n\n---\n\n- [x] done\n- [ ] open"
    day = make_day(trip, title="Fjords", date=datetime.date(2024, 3, 14), body=body)
    make_day(trip, title="Leaving", date=datetime.date(2024, 3, 15), body="Words.")
    make_figure(trip, name="stage", title="Stage", alt="A stage", photo=make_photo(600, 400))
    make_figure(trip, name="dinner", title="Dinner", alt="Dinner", day=day, photo=make_photo(600, 400))
    make_encounter(day, make_person("Ada"))
    return page


def style(page: Page, selector: str, name: str, part: str = "") -> str:
    return page.evaluate(STYLE, [selector, part, name])


def color(page: Page, name: str) -> str:
    return page.evaluate(COLOR, name)


def test_line_of_days_is_drawn_and_says_where_we_are(live_server, forced: Page, console_errors):
    forced.goto(f"{live_server}/trips/fjords/2024-03-14/")
    assert style(forced, ".stops li", "backgroundColor", "::before") == color(forced, "CanvasText")
    here = style(forced, ".stops [aria-current]", "backgroundColor", "::before")
    assert here == color(forced, "Highlight")
    assert style(forced, ".stops a:not([aria-current])", "backgroundColor", "::before") != here
    assert style(forced, ".stops a", "borderTopWidth", "::before") == "4px"


def test_what_is_a_background_elsewhere_has_a_border(live_server, forced: Page, console_errors):
    forced.goto(f"{live_server}/trips/fjords/")
    assert style(forced, ".badge > span", "borderTopWidth") == "1px"
    assert style(forced, ".prose hr", "borderTopStyle") == "dotted"
    done, still_open = (style(forced, f".task-{state}", "backgroundColor") for state in ("done", "open"))
    assert done == color(forced, "CanvasText") != still_open


@pytest.mark.parametrize(("path", "selector"), [("/search/?q=fjords", ".result mark"), ("/people/ada/", ".quote mark")])
def test_marked_words_are_marked(live_server, forced: Page, console_errors, path, selector):
    forced.goto(f"{live_server}{path}")
    assert style(forced, selector, "backgroundColor") == color(forced, "Mark")


@pytest.mark.parametrize("path", ["/", "/talks/", "/search/", "/trips/fjords/"])
def test_focus_has_an_outline(live_server, forced: Page, console_errors, path):
    forced.goto(f"{live_server}{path}")
    outlines = set()
    for _ in range(12):
        forced.keyboard.press("Tab")
        outlines.add(forced.evaluate(OUTLINE))
    # At its end the focus leaves the page.
    assert outlines - {"body"} == {"solid 3px"}


def test_places_on_the_map_are_seen(live_server, forced: Page, console_errors):
    forced.goto(f"{live_server}/map/")
    forced.locator("place-map[data-state=ready]").wait_for()
    assert style(forced, ".map-marker", "borderTopColor", "::before") == color(forced, "CanvasText")
    assert style(forced, "path.map-land", "stroke") == color(forced, "CanvasText")


def test_buttons_of_the_lightbox_are_seen(live_server, forced: Page, console_errors):
    forced.goto(f"{live_server}/trips/fjords/", wait_until="networkidle")
    forced.get_by_role("link", name="A stage").click()
    expect(forced.get_by_role("dialog", name="Pictures")).to_be_focused()
    for name in ("close", "arrow--next"):
        assert style(forced, f".pswp__button--{name} .pswp__icn", "fill") == color(forced, "ButtonText")
        assert style(forced, f".pswp__button--{name}", "opacity") == "1"
