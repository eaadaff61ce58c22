"""Importing in a browser: a zip is dropped, one link corrected, the rest accepted; on a telephone, without scripts."""

import base64
import io
import zipfile

import pytest
from django.core.management import call_command
from playwright.sync_api import Browser, Page, expect

from people.models import Person
from posts.models import Trip
from tests.audit.in_browser import VIEWS, View
from tests.browser.console import listen
from tests.factories import make_owner
from tripsite.sample_log import SAMPLE

from .test_desk_pages import context_of, look

pytestmark = pytest.mark.django_db(transaction=True)
DROP = """([name, content]) => {
    const bytes = Uint8Array.from(atob(content), (each) => each.charCodeAt(0));
    const dropped = new DataTransfer();
    dropped.items.add(new File([bytes], name));
    return dropped;
}"""


@pytest.fixture
def sample() -> bytes:
    """The post of the sample log, with its pictures, as a zip."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for path in sorted((SAMPLE / "content").rglob("*")):
            archive.write(path, path.relative_to(SAMPLE))
    return file.getvalue()


def drop(page: Page, name: str, content: bytes) -> None:
    dropped = page.evaluate_handle(DROP, [name, base64.b64encode(content).decode()])
    for event in ("dragenter", "dragover", "drop"):
        page.dispatch_event("drop-file", event, {"dataTransfer": dropped})


@pytest.mark.parametrize("width", [390, 1440])
def test_dropped_zip_is_corrected_and_accepted(live_server, browser: Browser, sample, width):
    context = context_of(browser, View(width), live_server.url, make_owner())
    heard = listen(context)
    page = context.new_page()
    page.goto(f"{live_server.url}/admin/")
    page.get_by_role("link", name="Import posts of a blog").click()
    drop(page, "site.zip", sample)
    expect(page.get_by_role("status")).to_have_text("site.zip is chosen. Press “Look it over”.")
    page.get_by_role("button", name="Look it over").click()
    expect(page.get_by_role("heading", name="Look over site.zip")).to_be_visible()
    link = page.locator(".import-row", has_text="a person").first
    person = link.locator("label").inner_text()
    link.get_by_role("combobox").select_option("other")
    assert Trip.objects.count() == 0
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("heading", name="Importing site.zip")).to_be_visible()
    call_command("db_worker", batch=True, verbosity=0)
    expect(page.get_by_text("Trips: 1 created.")).to_be_visible()
    assert Trip.objects.get().slug == "2025-helsinki-patina"
    assert Person.objects.count() > 3
    assert not Person.objects.filter(name=person).exists()
    assert heard == []
    context.close()


def test_pasted_post_is_imported_without_scripts_by_keys_alone(live_server, browser: Browser):
    context = context_of(browser, View(390), live_server.url, make_owner())
    cookies = context.cookies()
    context.close()
    context = browser.new_context(java_script_enabled=False)
    context.add_cookies(cookies)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{live_server.url}/admin/desk/import/")
    page.get_by_label("Or the text of a post").focus()
    page.keyboard.insert_text(
        "---\ntitle: Utrecht\ndate: 2024-05-20\n---\nWith [Zeven](https://zeven.example) and Tony."
    )
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Look over utrecht.md")).to_be_visible()
    review = page.url
    with page.expect_navigation():
        page.locator("input[type=date]").press("Enter")
    assert page.url == review
    page.get_by_role("combobox", name="Zeven").focus()
    page.keyboard.type("person")
    page.get_by_role("combobox", name="Tony").focus()
    page.keyboard.type("make")
    page.get_by_role("button", name="Accept").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Importing utrecht.md")).to_be_visible()
    call_command("db_worker", batch=True, verbosity=0)
    page.get_by_role("link", name="Look again").click()
    expect(page.get_by_text("Trips: 1 created.")).to_be_visible()
    assert sorted(Person.objects.values_list("name", flat=True)) == ["Tony", "Zeven"]
    context.close()


def test_pages_are_for_everybody(live_server, browser: Browser, sample):
    user = make_owner()
    context = context_of(browser, View(390), live_server.url, user)
    page = context.new_page()
    page.goto(f"{live_server.url}/admin/desk/import/")
    drop(page, "site.zip", sample)
    page.get_by_role("button", name="Look it over").click()
    page.wait_for_load_state()
    review = page.url.removeprefix(live_server.url)
    context.close()
    paths = ("/admin/desk/import/", review)
    found = {f"{path} {view}": look(browser, view, live_server.url, path, user) for path in paths for view in VIEWS}
    assert {where: each for where, each in found.items() if each} == {}
