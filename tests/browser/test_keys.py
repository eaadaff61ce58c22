"""The keys that do something on their own: never in the way, and off for who wants them off (WCAG 2.1.4)."""

import datetime

import pytest
from playwright.sync_api import Page, expect

from tests.factories import make_day, make_figure, make_photo, make_trip

pytestmark = pytest.mark.django_db(transaction=True)

FORBIDDEN = (
    """Object.defineProperty(window, "localStorage", { get() { throw new DOMException("no", "SecurityError"); } })"""
)


@pytest.fixture(autouse=True)
def trip():
    trip = make_trip(slug="one", starts_on=datetime.date(2024, 3, 14))
    for day in (14, 15):
        make_day(trip, date=datetime.date(2024, 3, day), body="Words. ![](figure:stage)")
    make_figure(trip, name="stage", alt="A lit stage", photo=make_photo(600, 400))
    return trip


def switch_of(page: Page):
    return page.get_by_role("switch", name="Keyboard shortcuts")


def stays(page: Page, address: str, *keys: str) -> None:
    """Press keys and expect to be where we were."""
    for key in keys:
        page.keyboard.press(key)
    page.wait_for_timeout(150)
    expect(page).to_have_url(address)


def test_slash_leads_to_the_search_and_into_its_field(live_server, page: Page, console_errors):
    page.goto(f"{live_server}/talks/")
    page.keyboard.press("/")
    expect(page).to_have_url(f"{live_server}/search/")
    page.goto(f"{live_server}/search/?q=words")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_be_focused()
    expect(page.get_by_role("searchbox")).to_have_value("words")
    page.keyboard.press("/")
    expect(page.get_by_role("searchbox")).to_have_value("/")


def test_keys_can_be_switched_off_and_stay_off(live_server, page: Page, context, console_errors):
    day = f"{live_server}/trips/one/2024-03-14/"
    page.goto(day)
    expect(switch_of(page)).to_be_checked()
    switch_of(page).press("Enter")
    expect(switch_of(page)).not_to_be_checked()
    stays(page, day, "/", "ArrowRight")
    page.reload()
    expect(switch_of(page)).not_to_be_checked()
    stays(page, day, "/", "ArrowRight")

    other = context.new_page()
    other.goto(day)
    switch_of(other).click()
    expect(switch_of(page)).to_be_checked()
    page.keyboard.press("ArrowRight")
    expect(page).to_have_url(f"{live_server}/trips/one/2024-03-15/")


def test_keys_can_be_switched_off_where_nothing_may_be_stored(live_server, page: Page, console_errors):
    page.add_init_script(FORBIDDEN)
    page.goto(f"{live_server}/talks/")
    switch_of(page).click()
    expect(switch_of(page)).not_to_be_checked()
    stays(page, f"{live_server}/talks/", "/")


@pytest.mark.parametrize("key", ["/", "ArrowRight"])
@pytest.mark.parametrize(
    "tag", ["input", "textarea", "select", "div contenteditable=true", "div role=textbox tabindex=0"]
)
def test_keys_are_left_to_who_types(live_server, page: Page, console_errors, key, tag):
    address = f"{live_server}/trips/one/2024-03-14/"
    page.goto(address)
    page.evaluate("tag => document.querySelector('main').insertAdjacentHTML('beforeend', `<${tag}>`)", tag)
    page.locator("main > :last-child").focus()
    stays(page, address, key)


def test_keys_are_left_to_commands_of_the_browser(live_server, page: Page, console_errors):
    address = f"{live_server}/trips/one/2024-03-14/"
    page.goto(address)
    stays(page, address, "Control+/", "Alt+/", "Meta+/", "Control+ArrowRight", "Shift+ArrowRight")


def test_keys_are_left_to_what_lies_open(live_server, page: Page, console_errors):
    page.goto(f"{live_server}/trips/one/2024-03-14/", wait_until="networkidle")
    page.get_by_role("link", name="A lit stage").click()
    expect(page.get_by_role("dialog", name="Pictures")).to_be_focused()
    stays(page, f"{live_server}/trips/one/figures/stage/", "/", "ArrowRight")
    page.goto(f"{live_server}/trips/one/2024-03-14/")
    page.evaluate("""document.body.insertAdjacentHTML("beforeend", "<p popover>A menu</p>"),
        document.querySelector("[popover]").showPopover()""")
    stays(page, f"{live_server}/trips/one/2024-03-14/", "/", "ArrowRight")


def test_no_switch_without_scripts(live_server, browser):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server}/talks/")
    assert page.locator("key-switch").inner_text() == ""
    expect(switch_of(page)).to_have_count(0)
    context.close()
