"""The whole way once, as a person goes it: log in, write a day, publish it, read it as a visitor."""

from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.console import listen
from tests.factories import make_owner
from tests.media.pictures import jpeg_of_a_camera


def choose(page: Page, field: str, text: str) -> None:
    """Pick an entry of an autocompleting field by typing."""
    page.locator(f"[aria-labelledby='select2-id_{field}-container']").click()
    page.locator(".select2-search__field").fill(text)
    page.locator(".select2-results__option", has_text=text).first.click()


def log_in(page: Page, address: str) -> None:
    owner = make_owner()
    page.goto(f"{address}/admin/")
    page.get_by_label("Username").fill(owner.username)
    page.get_by_label("Password").fill("a long password of the test")
    page.get_by_role("button", name="Log in").click()


def write_a_trip(page: Page, address: str) -> None:
    page.goto(f"{address}/admin/people/person/add/")
    page.get_by_label("Name:", exact=True).fill("Ada Lovelace")
    page.get_by_label("Visibility").select_option("public")
    page.get_by_role("button", name="Save", exact=True).first.click()
    page.goto(f"{address}/admin/posts/trip/add/")
    page.get_by_label("Title:").first.press_sequentially("Oslo in spring")
    expect(page.get_by_label("Slug:").first).to_have_value("oslo-in-spring")
    page.get_by_label("First day").fill("2024-05-01")
    page.get_by_label("Last day").fill("2024-05-02")
    page.get_by_label("Time zone").fill("Europe/Oslo")
    page.get_by_label("Tags").fill("Travel, San Francisco")
    page.get_by_text("Add another Day").click()
    page.locator("#id_days-0-date").fill("2024-05-01")
    page.locator("#id_days-0-title").fill("Arrival")
    page.locator("#id_days-0-body").fill("Placeholder.")
    page.get_by_role("button", name="Save", exact=True).first.click()


def write_a_day(page: Page, address: str, picture: Path) -> None:
    page.goto(f"{address}/admin/posts/day/")
    page.get_by_role("link", name="Arrival").click()
    page.locator("#id_body").fill(
        "Met [Ada](person:ada-lovelace) at [her talk](talk:engines).\n\n![](figure:the-stage)\n\nThen dinner."
    )
    page.get_by_text("Add another Encounter").click()
    choose(page, "encounters-0-person", "Ada")
    page.get_by_text("Add another Talk").click()
    page.locator("#id_talks-0-title").fill("Engines")
    page.locator("#id_talks-0-starts_at_0").fill("2024-05-01")
    page.locator("#id_talks-0-starts_at_1").fill("23:30:00")
    page.get_by_text("Add another Figure").click()
    page.locator("#id_figures-0-title").fill("The stage")
    page.locator("#id_figures-0-alt").fill("A lit stage")
    page.locator("#id_figures-0-caption").fill("With [Ada](person:ada-lovelace)")
    page.locator("#id_figures-0-file").set_input_files(picture)
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.locator(".messagelist")).to_contain_text("was changed successfully")


def publish(page: Page, address: str) -> None:
    page.goto(f"{address}/admin/posts/trip/")
    page.get_by_label("Select this object for an action").check()
    page.get_by_label("Action:").select_option("publish")
    page.get_by_role("button", name="Go").click()


@pytest.mark.django_db(transaction=True)
def test_write_a_day_and_read_it(live_server, page: Page, context: BrowserContext, browser, console_errors, tmp_path):
    picture = tmp_path / "DSC_0001.jpg"
    picture.write_bytes(jpeg_of_a_camera())
    log_in(page, live_server.url)
    write_a_trip(page, live_server.url)
    write_a_day(page, live_server.url, picture)
    call_command("db_worker", batch=True, verbosity=0)

    visitor = browser.new_context()
    heard = listen(visitor)
    reader = visitor.new_page()
    assert reader.goto(f"{live_server.url}/trips/oslo-in-spring/").status == 404
    heard.clear()
    publish(page, live_server.url)
    assert reader.goto(f"{live_server.url}/trips/oslo-in-spring/", wait_until="networkidle").status == 200

    expect(reader.get_by_role("heading", level=1)).to_have_text("Oslo in spring")
    expect(reader.get_by_role("heading", name="Arrival")).to_be_visible()
    expect(reader.locator("figcaption")).to_contain_text("With Ada")
    stage = reader.get_by_alt_text("A lit stage")
    stage.scroll_into_view_if_needed()
    assert stage.evaluate("image => image.decode().then(() => [image.naturalWidth > 0, image.currentSrc])") == [
        True,
        stage.evaluate("image => image.currentSrc"),
    ]
    assert ".avif" in stage.evaluate("image => image.currentSrc")
    assert "11:30 p.m." in reader.locator("main").inner_text()
    reader.get_by_role("link", name="Ada", exact=True).first.click()
    expect(reader.get_by_role("heading", level=1)).to_have_text("Ada Lovelace")
    reader.goto(f"{live_server.url}/talks/engines/")
    expect(reader.get_by_role("heading", level=1)).to_have_text("Engines")
    assert heard == []
    visitor.close()
