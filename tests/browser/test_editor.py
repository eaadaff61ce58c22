"""Writing with the editor in a real browser: completing, adding somebody, previewing, on a desk and on a telephone."""

import re
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from people.models import Person, Visibility
from tests.browser.desk import carry_session
from tests.factories import make_day, make_encounter, make_figure, make_owner, make_person, make_talk, make_trip

PHONE = {"width": 390, "height": 844}


@pytest.fixture
def day(transactional_db):
    trip = make_trip(title="Oslo in spring")
    day = make_day(trip, body="")
    make_encounter(day, make_person("Ada Lovelace", affiliation="Analytical Engines"))
    make_talk(day, title="Engines that weave", slug="engines")
    make_figure(trip, name="harbour", title="Harbour", alt="Boats")
    yield day
    # Requests that a closed page left under way would be in the way when the database is emptied.
    time.sleep(0.3)


def open_day(page: Page, address: str, day):
    """Log in, open the day's page, and return its text area."""
    # Drafts and proposals go on in the background, and are not what is tested here.
    page.route(re.compile("/admin/desk/(drafts|days)/"), lambda route: route.fulfill(json={"html": "", "idle": []}))
    carry_session(page.context, address, make_owner())
    page.goto(f"{address}/admin/posts/day/{day.pk}/change/")
    area = page.locator("#id_body")
    expect(page.locator("markdown-editor:has(#id_body)")).to_have_js_property("isSetUp", True)
    return area


def choices(page: Page):
    return page.locator(".editor-choices").get_by_role("option")


def preview_of(page: Page):
    return page.locator("text-preview").first


def serious(page: Page) -> list[str]:
    """Return what axe finds wrong, and how badly, where that is critical or serious."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {each['nodes'][0]['html']}" for each in found if each["impact"] in ("critical", "serious")]


def test_people_and_talks_are_completed_with_the_keyboard(live_server, day, page: Page, console_errors):
    area = open_day(page, live_server.url, day)
    page.evaluate(
        """() => { window.typed = 0; document.addEventListener("input", (event) => {
        if (event.target.id === "id_body") window.typed += 1; }); }"""
    )
    area.press_sequentially("Met @ad")
    expect(choices(page)).to_have_text([re.compile("Ada Lovelace.*Analytical Engines"), re.compile("New person:.*ad")])
    before = page.evaluate("window.typed")
    area.press("Enter")
    expect(area).to_have_value("Met [Ada Lovelace](person:ada-lovelace)")
    assert page.evaluate("window.typed") == before + 1
    expect(choices(page)).to_have_count(0)
    area.press_sequentially(" at #weav")
    expect(choices(page)).to_have_count(1)
    area.press("Tab")
    expect(area).to_have_value("Met [Ada Lovelace](person:ada-lovelace) at [Engines that weave](talk:engines)")
    area.press_sequentially(", then @Ada")
    expect(choices(page).first).to_be_visible()
    area.press("Enter")
    expect(area).to_have_value(re.compile(r", then \[Ada\]\(person:ada-lovelace\)$"))
    area.press("Control+z")
    expect(area).to_have_value(re.compile(r", then @Ada$"))


def test_figure_is_completed_on_a_line_of_its_own(live_server, day, page: Page, console_errors):
    area = open_day(page, live_server.url, day)
    area.press_sequentially("By the water #harb")
    expect(choices(page)).to_have_count(1)
    choices(page).first.click()
    expect(area).to_have_value("By the water \n\n![](figure:harbour)")


def test_somebody_new_is_added_by_name_and_only_on_purpose(live_server, day, page: Page, console_errors):
    area = open_day(page, live_server.url, day)
    area.press_sequentially("@Grace Hopper")
    expect(choices(page)).to_have_text([re.compile("New person:.*Grace Hopper")])
    expect(choices(page).first).not_to_have_attribute("aria-selected", "true")
    area.press("Enter")
    expect(area).to_have_value("@Grace Hopper\n")
    area.press("Backspace")
    expect(choices(page)).to_have_count(1)
    area.press("ArrowDown")
    area.press("Enter")
    expect(area).to_have_value("[Grace Hopper](person:grace-hopper)")
    expect(page.locator("markdown-editor [data-said]").first).to_have_text("Grace Hopper is added.")
    assert Person.objects.get(slug="grace-hopper").visibility == Visibility.NAME

    area.press_sequentially(" and @ada lovelace")
    expect(choices(page)).to_have_count(2)
    expect(choices(page).last).to_contain_text("Another person: ada lovelace somebody is called so already")
    choices(page).last.click()
    expect(area).to_have_value(re.compile(r"\[ada lovelace\]\(person:ada-lovelace-2\)$"))
    page.keyboard.type(" wrote")
    expect(area).to_have_value(re.compile(r"\(person:ada-lovelace-2\) wrote$"))


def test_escape_closes_the_list_and_words_after_a_name_are_only_words(live_server, day, page: Page, console_errors):
    area = open_day(page, live_server.url, day)
    area.press_sequentially("@ada")
    expect(choices(page).first).to_be_visible()
    area.press("Escape")
    expect(choices(page)).to_have_count(0)
    area.press("Enter")
    area.press_sequentially("me@home, #1 in the list, and so on")
    page.wait_for_timeout(300)
    expect(choices(page)).to_have_count(0)
    expect(area).to_have_value("@ada\nme@home, #1 in the list, and so on")


def test_toolbar_shortcuts_undo_and_keyboard(live_server, day, page: Page, console_errors):
    area = open_day(page, live_server.url, day)
    area.fill("bold words")
    area.press("Control+a")
    page.get_by_role("button", name="Bold").first.click()
    expect(area).to_have_value("**bold words**")
    area.press("Control+z")
    expect(area).to_have_value("bold words")
    area.press("Control+a")
    area.press("Control+i")
    expect(area).to_have_value("_bold words_")
    area.press("Control+z")
    # One stop for the whole toolbar, arrows within it, and the way out again.
    area.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    toolbar = page.get_by_role("toolbar", name="Formatting").first
    toolbar.focus()
    expect(toolbar.get_by_role("button", name="Heading")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(toolbar.get_by_role("button", name="Bold")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("markdown-toolbar :focus")).to_have_count(0)
    area.focus()
    area.press("Tab")
    expect(area).not_to_be_focused()


def test_words_are_counted_as_readers_see_them(live_server, day, page: Page, console_errors):
    area = open_day(page, live_server.url, day)
    area.fill("We met [Ada Lovelace](person:ada-lovelace).\n\n![](figure:harbour)\n\nhttps://example.org/a/b")
    expect(page.locator("[data-count]").first).to_have_text("4 words, 1 min to read")


def test_preview_shows_chips_follows_the_text_and_says_when_offline(live_server, day, page: Page, context):
    page.set_viewport_size({"width": 1600, "height": 900})
    make_person("Hal", visibility=Visibility.HIDDEN)
    area = open_day(page, live_server.url, day)
    page.get_by_role("button", name="Full screen").first.click()
    page.get_by_role("button", name="Preview").first.click()
    area.fill(
        "## Evening\n\nWith [Ada](person:ada-lovelace), [Hal](person:hal) and [Zed](person:zed).\n\n![](figure:harbour)"
    )
    preview = preview_of(page)
    expect(preview.locator(".reference.is-known a", has_text="Ada")).to_have_attribute("target", "_blank")
    expect(preview.locator(".reference.is-unseen")).to_have_text("someone")
    expect(preview.locator(".reference.is-missing")).to_have_text("Zed")
    expect(preview.get_by_text("Hal is not named to readers: they see “someone”.")).to_be_visible()
    picture = preview.get_by_alt_text("Boats")
    expect(picture).to_be_visible()
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth > 0)")
    area.fill("Line\n\n" * 200)
    expect(preview).to_contain_text("Line")
    area.evaluate("area => { area.scrollTop = area.scrollHeight; }")
    page.wait_for_function(
        "panel => panel.scrollTop > 0 && panel.scrollTop + panel.clientHeight > panel.scrollHeight - 5",
        arg=preview.element_handle(),
    )
    context.set_offline(True)
    area.press_sequentially("x")
    expect(preview).to_contain_text("The preview is not available offline.")
    context.set_offline(False)
    expect(preview).not_to_contain_text("not available offline")
    page.keyboard.press("Escape")
    page.reload()
    expect(page.locator("markdown-editor:has(#id_body)")).to_have_js_property("isSetUp", True)
    page.get_by_role("button", name="Full screen").first.click()
    expect(preview_of(page)).to_be_visible()


def test_full_screen_keeps_the_rest_out_of_reach_and_escape_leaves_it(live_server, day, page: Page, console_errors):
    area = open_day(page, live_server.url, day)
    button = page.get_by_role("button", name="Full screen").first
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(area).to_be_focused()
    area.press_sequentially("x")
    expect(page.locator("[data-kept]").first).to_have_text(re.compile("Saved"))
    area.fill("")
    box = page.locator("markdown-editor.is-full").bounding_box()
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 1280, 720)
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('.is-full')")
    area.focus()
    area.press_sequentially("@ada")
    expect(choices(page).first).to_be_visible()
    area.press("Escape")
    expect(choices(page)).to_have_count(0)
    expect(page.locator("markdown-editor.is-full")).to_have_count(1)
    area.press("Escape")
    expect(page.locator("markdown-editor.is-full")).to_have_count(0)
    expect(area).to_be_focused()
    assert page.locator("[inert]").count() == 0


@pytest.fixture
def phone(browser):
    context = browser.new_context(viewport=PHONE, has_touch=True, is_mobile=True)
    yield context.new_page()
    context.close()


def test_telephone_has_tabs_and_shows_the_line_being_written(live_server, day, phone: Page):
    area = open_day(phone, live_server.url, day)
    tabs = phone.get_by_role("tab")
    expect(tabs.first).to_have_attribute("aria-selected", "true")
    area.fill("With [Ada](person:ada-lovelace)")
    phone.get_by_role("tab", name="Preview").first.tap()
    expect(area).to_be_hidden()
    expect(preview_of(phone).locator(".reference")).to_have_text("Ada")
    phone.get_by_role("tab", name="Write").first.tap()
    expect(area).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    small = phone.evaluate(
        """() => [...document.querySelectorAll("markdown-editor:has(#id_body) button")]
        .filter((button) => button.offsetWidth && (button.offsetWidth < 44 || button.offsetHeight < 44)).length"""
    )
    assert small == 0
    area.tap()
    area.press_sequentially("\nand @")
    expect(choices(phone).first).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    area.press("Escape")

    # The on-screen keyboard leaves this much.
    phone.set_viewport_size({"width": 390, "height": 420})
    area.press("Control+End")
    area.press_sequentially("\n" * 40 + "last line")
    line = area.evaluate(
        """(area) => { const box = area.getBoundingClientRect(); const style = getComputedStyle(area);
        return box.bottom - parseFloat(style.paddingBottom) - parseFloat(style.borderBottomWidth); }"""
    )
    covered = phone.evaluate(
        """() => Math.min(innerHeight, ...[...document.querySelectorAll(".submit-row, .day-publishing")]
        .filter((row) => ["sticky", "fixed"].includes(getComputedStyle(row).position))
        .map((row) => row.getBoundingClientRect().top))"""
    )
    scrolls_itself = area.evaluate("area => area.scrollHeight > area.clientHeight + 2")
    assert not scrolls_itself
    assert line <= covered


def test_nothing_serious_with_the_list_and_the_preview_open(live_server, day, page: Page):
    area = open_day(page, live_server.url, day)
    page.get_by_role("button", name="Full screen").first.click()
    page.get_by_role("button", name="Preview").first.click()
    area.fill("With [Ada](person:ada-lovelace) and [Zed](person:zed)\n\n")
    expect(preview_of(page).locator(".reference")).to_have_count(2)
    area.press_sequentially("@a")
    expect(choices(page).first).to_be_visible()
    assert serious(page) == []


def test_nothing_serious_on_a_telephone(live_server, day, phone: Page):
    area = open_day(phone, live_server.url, day)
    area.fill("With [Ada](person:ada-lovelace)")
    area.press_sequentially(" @a")
    expect(choices(phone).first).to_be_visible()
    found = serious(phone)
    area.press("Escape")
    phone.get_by_role("tab", name="Preview").first.tap()
    expect(preview_of(phone).locator(".reference")).to_have_count(1)
    assert found + serious(phone) == []


def test_files_are_offered_and_nothing_is_opened(live_server, day, page: Page, console_errors):
    area = open_day(page, live_server.url, day)
    offered = area.evaluate(
        """(area) => new Promise((resolve) => {
          document.addEventListener("photos-offered", (event) => {
            event.preventDefault(); event.stopImmediatePropagation();
            resolve([...event.detail].map((file) => file.name));
          }, true);
          const data = new DataTransfer();
          data.items.add(new File(["x"], "stage.jpg", { type: "image/jpeg" }));
          const drop = new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer: data });
          if (area.dispatchEvent(drop)) resolve("the browser would open it");
        })"""
    )
    assert offered == ["stage.jpg"]
