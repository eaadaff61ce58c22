"""Publishing, previews, deleting and versions as a person does them, on a desk and on a telephone."""

import datetime
import os
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from posts.models import Day, PreviewLink, Trip
from tests.browser.console import listen
from tests.browser.desk import carry_session
from tests.factories import make_day, make_figure, make_owner, make_trip

VIEWS = [
    pytest.param({"width": 390, "height": 844}, id="phone"),
    pytest.param({"width": 1440, "height": 900}, id="desk"),
]
SHOTS = os.environ.get("SHOTS", "")


@pytest.fixture
def day(transactional_db) -> Day:
    trip = make_trip(title="Oslo in spring", slug="oslo", status="draft", time_zone="Europe/Oslo")
    day = make_day(trip, title="Arrival", body="A walk along the harbour.")
    make_figure(trip, day=day, name="harbour", title="Harbour")
    return day


def open_page(page: Page, address: str, where: str) -> None:
    # What a page sends in the background would still be under way when the database is emptied.
    page.route(re.compile("/admin/desk/(drafts|days)/"), lambda route: route.fulfill(json={"html": "", "idle": []}))
    carry_session(page.context, address, make_owner())
    page.goto(f"{address}{where}")
    page.wait_for_load_state("networkidle")


def look(page: Page, name: str, heard: list[str], within: str = "body") -> None:
    """Hold a page to what every page of the desk is held to; `heard` is what its console said."""
    page.wait_for_load_state()
    assert heard == [], name
    if SHOTS:
        width = page.viewport_size["width"]
        page.screenshot(path=f"{SHOTS}/w5-{name}-{width}.png", full_page=True)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), name
    small = page.evaluate(
        """() => [...document.querySelectorAll("main button, main a.button, main input[type=submit], main summary")]
        .filter((each) => each.closest(".versions, .publishing, .undo") && each.checkVisibility())
        .filter((each) => each.getBoundingClientRect().height < 44).map((each) => each.textContent)"""
    )
    assert small == [], name
    found = Axe().run(page, context=within).response["violations"]
    bad = [each for each in found if each["impact"] in ("critical", "serious")]
    assert [(each["id"], each["nodes"][0]["html"]) for each in bad] == [], name
    # The checker writes styles into the page, which its policy forbids.
    heard.clear()


@pytest.mark.parametrize("view", VIEWS)
def test_publish_with_something_to_look_at(live_server, page: Page, day, view, console_errors):
    page.set_viewport_size(view)
    address = f"/admin/posts/day/{day.pk}/change/"
    open_page(page, live_server.url, address)
    look(page, "day", console_errors)
    page.get_by_role("button", name="Save and publish").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Before publishing “Arrival”")
    look(page, "check-list", console_errors)
    page.get_by_role("link", name=re.compile("^Go to:")).click()
    expect(page).to_have_url(re.compile(r"/admin/posts/figure/\d+/change/#id_alt"))
    page.go_back()
    page.get_by_role("button", name="Publish anyway").click()
    expect(page.locator(".messagelist")).to_contain_text("“Arrival” is published. Read it as your readers do.")
    page.get_by_role("link", name="Read it as your readers do.").click()
    expect(page.get_by_text("A walk along the harbour.")).to_be_visible()


def test_schedule_in_the_trips_zone(live_server, page: Page, day, browser, console_errors):
    day.figures.all().delete()
    open_page(page, live_server.url, f"/admin/posts/day/{day.pk}/change/")
    page.get_by_text("Publish at a time").click()
    expect(page.get_by_text("In the trip's time zone, Europe/Oslo.")).to_be_visible()
    page.locator("#id_published_at_0").fill("2126-12-24")
    page.locator("#id_published_at_1").fill("09:30")
    page.get_by_role("button", name="Save and publish").click()
    expect(page.locator(".messagelist")).to_contain_text("24 December 2126, 09:30 (Europe/Oslo).")
    expect(page.locator(".publishing .state")).to_contain_text("24 December 2126, 09:30 (Europe/Oslo)")
    assert Trip.objects.get().published_at == datetime.datetime(2126, 12, 24, 8, 30, tzinfo=datetime.UTC)
    visitor = browser.new_page()
    assert visitor.goto(f"{live_server.url}/trips/oslo/").status == 404
    visitor.close()


@pytest.mark.parametrize("view", VIEWS)
def test_preview_link_opens_for_who_has_it_until_it_is_closed(live_server, page: Page, day, browser, view, context):
    page.set_viewport_size(view)
    heard = listen(context)
    open_page(page, live_server.url, f"/admin/posts/trip/{day.trip_id}/change/")
    page.locator("summary", has_text="Preview links").click()
    page.get_by_label("For whom").fill("Ada")
    page.get_by_role("button", name="Make a preview link").click()
    expect(page.locator(".messagelist")).to_contain_text("Whoever has this address can read it")
    field = page.get_by_label(re.compile("^Ada, until"))
    address = field.input_value()
    assert address == f"{live_server.url}{PreviewLink.objects.get().get_absolute_url()}"
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_text("Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == address
    look(page, "trip-with-preview", heard, within=".publishing")

    visitor = browser.new_context(viewport=view)
    told = listen(visitor)
    reader = visitor.new_page()
    assert reader.goto(address, wait_until="networkidle").status == 200
    expect(reader.get_by_role("note")).to_contain_text("This is not published.")
    harbour = reader.get_by_alt_text("Harbour").first
    harbour.scroll_into_view_if_needed()
    assert harbour.evaluate("image => image.decode().then(() => image.naturalWidth > 0)")
    look(reader, "preview", told)
    page.get_by_role("button", name="Close the link for Ada").click()
    expect(page.locator(".messagelist")).to_contain_text("The link is closed, for good")
    assert told == []
    assert reader.reload().status == 404
    expect(reader.get_by_role("heading", level=1)).to_have_text("This link opens nothing.")
    told.clear()
    look(reader, "preview-closed", told)
    visitor.close()
    assert heard == []


@pytest.mark.parametrize("view", VIEWS)
def test_delete_a_day_and_undo_that(live_server, page: Page, day, view, console_errors):
    page.set_viewport_size(view)
    open_page(page, live_server.url, f"/admin/posts/day/{day.pk}/delete/")
    page.get_by_role("button", name="Yes, I’m sure").click()
    expect(page.locator(".messagelist")).to_contain_text("Day “Arrival” can be brought back for 30 days.")
    look(page, "deleted", console_errors)
    assert not Day.objects.exists()
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".messagelist")).to_contain_text("Brought back: day “Arrival”.")
    assert Day.objects.get().figures.count() == 1
    page.goto(f"{live_server.url}/admin/posts/day/{day.pk}/delete/")
    page.get_by_role("button", name="Yes, I’m sure").click()
    page.goto(f"{live_server.url}/admin/desk/deletions/")
    look(page, "deletions", console_errors)
    page.get_by_role("button", name="Bring back day “Arrival”").click()
    expect(page.locator(".messagelist")).to_contain_text("Brought back: day “Arrival”.")
    assert Day.objects.get().body == "A walk along the harbour."


@pytest.mark.parametrize("view", VIEWS)
def test_go_back_to_an_older_version_of_a_day(live_server, page: Page, day, view, console_errors):
    page.set_viewport_size(view)
    open_page(page, live_server.url, f"/admin/posts/day/{day.pk}/change/")
    for text in ("A walk along the old harbour.", "A walk along the new harbour."):
        page.locator("#id_body").fill(text)
        page.get_by_role("button", name="Save", exact=True).click()
        expect(page.locator(".messagelist")).to_contain_text("Saved.")
    page.get_by_role("link", name="History").click()
    look(page, "history", console_errors)
    page.get_by_role("button", name="Compare").click()
    expect(page.locator(".difference del")).to_have_text("old ")
    expect(page.locator(".difference ins")).to_have_text("new ")
    look(page, "compare", console_errors)
    page.get_by_role("link", name="Go back to the older one").click()
    look(page, "restore", console_errors)
    page.get_by_role("button", name="Go back to this version").click()
    expect(page.locator("#id_body")).to_have_value("A walk along the old harbour.")
    assert Day.objects.get().body == "A walk along the old harbour."
