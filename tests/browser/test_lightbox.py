"""The lightbox in a real browser: opened, walked through, closed in every way there is."""

import re

import pytest
from playwright.sync_api import Page, expect

from people.models import Person
from posts.models import Figure, FigurePerson, Trip
from tests.factories import make_day, make_figure, make_person, make_photo, make_trip

# Adds up how much the page has jumped (https://web.dev/articles/cls).
SHIFTS = """() => new Promise((resolve) => {
  let sum = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((shift) => { sum += shift.value; }))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve(sum), 100);
})"""


@pytest.fixture
def trip(transactional_db) -> Trip:
    trip = make_trip(title="Oslo in spring", slug="oslo")
    make_person("Ada")
    make_day(trip, body="Arrived.\n\n![](figure:stage)\n\nThen:\n\n![](figure:dinner)\n\n![](figure:album)")
    make_figure(trip, name="stage", title="Stage", caption="With [Ada](person:ada)", alt="A lit stage", photo=large())
    make_figure(trip, name="dinner", title="Dinner", alt="A long table", photo=large())
    make_figure(trip, name="album", alt="An album", link="https://example.org/album")
    return trip


def large():
    return make_photo(600, 400)


def dialog_of(page: Page):
    return page.get_by_role("dialog", name="Pictures")


def open_by_keyboard(page: Page, address: str) -> None:
    page.goto(f"{address}/trips/oslo/", wait_until="networkidle")
    page.get_by_role("link", name="A lit stage").focus()
    page.keyboard.press("Enter")
    # It has the focus once it listens to keys, after it has opened.
    expect(dialog_of(page)).to_be_focused()


def closed(page: Page, address: str) -> None:
    """Expect the trip's page as it was: its address, and the focus where it was."""
    expect(dialog_of(page)).to_have_count(0)
    expect(page).to_have_url(f"{address}/trips/oslo/")
    expect(page.get_by_role("link", name="A lit stage")).to_be_focused()


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_pictures_are_walked_through_with_the_keyboard(live_server, page: Page, trip, console_errors, motion):
    page.emulate_media(reduced_motion=motion)
    open_by_keyboard(page, live_server.url)
    caption = dialog_of(page).locator(".pswp__caption")
    expect(page).to_have_url(f"{live_server}/trips/oslo/figures/stage/")
    expect(caption).to_have_text("Stage With Ada")
    expect(caption.get_by_role("link", name="Ada")).to_have_attribute("href", "/people/ada/")
    shown = dialog_of(page).get_by_role("img", name="A lit stage")
    expect(shown).to_have_attribute("src", re.compile(r"/photos/[^/]+/600\.avif$"))
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth > 0)")

    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(f"{live_server}/trips/oslo/figures/dinner/")
    expect(caption).to_have_text("Dinner")
    expect(dialog_of(page).locator(".pswp__counter")).to_have_text("2 / 2")
    focused = set()
    for _ in range(8):
        page.keyboard.press("Tab")
        focused.add(page.evaluate("document.activeElement.closest('.pswp, body > *')?.className ?? 'browser'"))
    assert focused - {"browser"} == {dialog_of(page).get_attribute("class")}
    page.keyboard.press("Escape")
    closed(page, live_server.url)


def test_back_closes_and_forward_opens_again(live_server, page: Page, trip, console_errors):
    open_by_keyboard(page, live_server.url)
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(f"{live_server}/trips/oslo/figures/dinner/")
    page.go_back()
    closed(page, live_server.url)
    page.go_forward()
    expect(page).to_have_url(f"{live_server}/trips/oslo/figures/dinner/")
    expect(dialog_of(page).locator(".pswp__caption")).to_have_text("Dinner")
    expect(dialog_of(page)).to_be_focused()
    dialog_of(page).get_by_role("button", name="Close").click()
    expect(dialog_of(page)).to_have_count(0)
    expect(page).to_have_url(f"{live_server}/trips/oslo/")


def test_the_address_of_an_open_picture_is_that_of_its_page(live_server, page: Page, trip, console_errors):
    open_by_keyboard(page, live_server.url)
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Stage")
    page.get_by_role("link", name="Where it stands in the story").click()
    expect(page).to_have_url(f"{live_server}/trips/oslo/#figure-stage")


def test_a_page_with_pictures_does_not_jump(live_server, page: Page, trip, console_errors):
    page.goto(f"{live_server}/trips/oslo/", wait_until="networkidle")
    page.get_by_alt_text("An album").scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    assert page.evaluate(SHIFTS) == 0


def test_pictures_lead_to_their_pages_where_the_script_fails(live_server, page: Page, trip):
    page.route("**/photoswipe.esm.min.js", lambda route: route.abort())
    page.goto(f"{live_server}/trips/oslo/")
    page.get_by_role("link", name="A lit stage").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Stage")


def test_pictures_lead_to_their_pages_without_scripts(live_server, browser, trip):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server}/trips/oslo/")
    page.get_by_role("link", name="A lit stage").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Stage")
    page.get_by_role("link", name="Next picture").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dinner")
    context.close()


def test_a_swipe_shows_the_next_picture(live_server, browser, trip):
    context = browser.new_context(has_touch=True, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{live_server}/trips/oslo/", wait_until="networkidle")
    page.get_by_role("link", name="A lit stage").tap()
    expect(dialog_of(page)).to_be_focused()
    devices = context.new_cdp_session(page)
    for kind, x in (("touchStart", 350), ("touchMove", 250), ("touchMove", 150), ("touchMove", 50), ("touchEnd", None)):
        points = [] if x is None else [{"x": x, "y": 400}]
        devices.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
    expect(page).to_have_url(f"{live_server}/trips/oslo/figures/dinner/")
    context.close()


def test_pictures_of_a_person_are_shown_from_several_trips(live_server, page: Page, trip, console_errors):
    other = make_trip(title="Bergen", slug="bergen")
    ada = Person.objects.get(slug="ada")
    for figure in (Figure.objects.get(name="stage"), make_figure(other, name="stage", title="Pier", alt="A pier")):
        FigurePerson.objects.create(figure=figure, person=ada)
    page.goto(f"{live_server}/people/ada/", wait_until="networkidle")
    page.get_by_role("link", name="A lit stage").click()
    expect(dialog_of(page)).to_be_focused()
    expect(page).to_have_url(f"{live_server}/trips/oslo/figures/stage/")
    expect(dialog_of(page).locator(".pswp__caption")).to_have_text("Stage With Ada")
    expect(dialog_of(page).locator(".pswp__counter")).to_have_text(re.compile(r"^[12] / 2$"))
    page.keyboard.press("Escape")
    expect(page).to_have_url(f"{live_server}/people/ada/")
    expect(page.get_by_role("link", name="A lit stage")).to_be_focused()
