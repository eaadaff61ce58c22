"""Who asks for less motion gets none."""

import pytest
from playwright.sync_api import Page, expect

from tests.factories import make_day, make_figure, make_photo, make_place, make_trip

MOVING = """[...document.querySelectorAll("*")].flatMap((element) => [null, "::before", "::after"].map((part) => {
  const { transitionDuration, animationName } = getComputedStyle(element, part);
  return [element.className, transitionDuration.replaceAll("0s", "").replace(/[, ]/g, ""), animationName];
})).filter(([, duration, animation]) => duration || animation !== "none").map(String)"""
VIEW_TRANSITIONS = """[...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]).flatMap((rule) =>
  rule instanceof CSSMediaRule && matchMedia(rule.conditionText).matches ? [...rule.cssRules] : [rule])
  .filter((rule) => rule.cssText.startsWith("@view-transition")).length"""


@pytest.fixture
def trip(transactional_db):
    make_place("Pier", latitude=60.39, longitude=5.32)
    trip = make_trip(slug="fjords")
    make_day(trip, body="[Pier](place:pier)\n\n![](figure:stage)\n\n![](figure:dinner)")
    make_figure(trip, name="stage", alt="A stage", photo=make_photo(600, 400))
    make_figure(trip, name="dinner", alt="A dinner", photo=make_photo(600, 400))
    return trip


@pytest.mark.parametrize(
    ("motion", "behaviour", "transitions"), [("reduce", "auto", 0), ("no-preference", "smooth", 1)]
)
def test_pages_jump_and_change_at_once(live_server, page: Page, trip, console_errors, motion, behaviour, transitions):
    page.emulate_media(reduced_motion=motion)
    page.goto(f"{live_server}/trips/fjords/")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == behaviour
    assert page.evaluate(VIEW_TRANSITIONS) == transitions


@pytest.mark.parametrize("path", ["/", "/trips/fjords/", "/search/?q=pier", "/map/"])
def test_nothing_moves(live_server, page: Page, trip, console_errors, path):
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{live_server}{path}", wait_until="networkidle")
    assert page.evaluate(MOVING) == []
    assert page.evaluate("document.getAnimations().length") == 0


def test_lightbox_is_there_at_once(live_server, page: Page, trip, console_errors):
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{live_server}/trips/fjords/", wait_until="networkidle")
    page.get_by_role("link", name="A stage").click()
    expect(page.get_by_role("dialog", name="Pictures")).to_be_focused()
    assert page.evaluate(MOVING) == []
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.getAnimations().length") == 0
