"""Whatever happens while somebody writes, what they wrote is there afterwards."""

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, Route, expect

from posts.models import Day, Draft
from tests.browser import chromium
from tests.browser.desk import carry_session, until
from tests.factories import make_day, make_owner, make_person, make_place
from tests.sample_server import PROJECT, _free_port, _wait_for, environment, manage

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "a long password of the test"
DESKTOP = {"viewport": {"width": 1440, "height": 900}}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
BOTH = pytest.mark.parametrize("device", [DESKTOP, PHONE], ids=["desktop", "phone"])
SENTENCE = "We went over the bridge, and the wind took Ada’s hat. "
LONG = (SENTENCE * 10)[:500]
SAVED = re.compile(r"Saved as a draft .*\d+:\d\d")


def open_as(page: Page, server: str, path: str, user: User) -> None:
    carry_session(page.context, str(server), user)
    page.goto(f"{server}{path}")


def log_in(page: Page, name: str) -> None:
    """Log in by hand, on the page that asks for it."""
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in", exact=True).click()


def day_page(day: Day) -> str:
    return f"/admin/posts/day/{day.pk}/change/"


def save(page: Page) -> None:
    page.locator(".submit-row [name=_save]").last.click()


def status(page: Page):
    return page.locator(".kept-status")


def open_and_end(text: str) -> Callable[[Page], None]:
    """Go to the end of the body and type."""

    def write(page: Page) -> None:
        body = page.locator("#id_body")
        body.focus()
        page.keyboard.press("Control+End")
        page.keyboard.type(text)

    return write


def start(playwright: Playwright, profile: Path, device: dict) -> BrowserContext:
    path = chromium.find()
    if path is None:
        pytest.skip(chromium.MISSING)
    return playwright.chromium.launch_persistent_context(
        profile, executable_path=path, args=chromium.switches(), **device
    )


def kill(profile: Path) -> None:
    """End every process of the browser with this profile at once, as a crash or an empty battery would."""
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if f"--user-data-dir={profile}" in process.read_text():
                os.kill(int(process.parent.name), signal.SIGKILL)
        except (OSError, ValueError):
            continue


@BOTH
def test_network_cut_and_browser_killed_while_typing(live_server, playwright: Playwright, tmp_path, device):
    owner, day = make_owner(), make_day(body="Saved before.")
    profile = tmp_path / "profile"
    context = start(playwright, profile, device)
    page = context.pages[0]
    open_as(page, live_server, day_page(day), owner)
    expect(status(page)).to_be_attached()
    context.set_offline(True)
    open_and_end(LONG)(page)
    expect(status(page)).to_have_text("Offline: kept on this device")
    kill(profile)
    assert not Draft.objects.exists()

    context = start(playwright, profile, device)
    page = context.pages[0]
    # Chromium writes cookies every half a minute: the login did not survive, the text did.
    open_as(page, live_server, day_page(day), owner)
    offer = page.locator(".kept-offer")
    expect(offer).to_have_count(1)
    expect(offer).to_contain_text("phone" if device is PHONE else "computer")
    assert offer.locator("ins").inner_text().strip() == LONG.strip()
    offer.get_by_role("button", name="Take it").click()
    expect(page.locator("#id_body")).to_have_value(f"Saved before.{LONG}")
    assert Day.objects.get().body == "Saved before."
    save(page)
    expect(page.locator(".messagelist").first).to_be_visible()
    assert Day.objects.get().body == f"Saved before.{LONG}".strip()
    page.goto(f"{live_server}{day_page(day)}")
    expect(page.locator("#id_body")).to_be_visible()
    expect(page.locator(".kept-offer")).to_have_count(0)
    context.close()


@BOTH
def test_session_that_ends_while_typing_loses_nothing(live_server, browser: Browser, device):
    owner, day = make_owner(), make_day(body="Saved before.")
    context = browser.new_context(**device)
    page = context.new_page()
    open_as(page, live_server, day_page(day), owner)
    open_and_end(" One.")(page)
    expect(status(page)).to_have_text(SAVED)
    Session.objects.all().delete()
    open_and_end(" Two.")(page)
    expect(status(page)).to_have_text("Logged out: kept on this device – log in")
    with context.expect_page() as opened:
        status(page).get_by_role("link").click()
    log_in(opened.value, owner.username)
    opened.value.wait_for_url("**/admin/")
    opened.value.close()
    page.bring_to_front()
    open_and_end(" Three.")(page)
    expect(status(page)).to_have_text(SAVED)
    assert Draft.objects.get().values["body"] == ["Saved before. One. Two. Three."]
    save(page)
    expect(page.locator(".messagelist").first).to_be_visible()
    assert Day.objects.get().body == "Saved before. One. Two. Three."
    context.close()


@BOTH
def test_saving_after_the_session_ended_leads_back_to_the_text(live_server, browser: Browser, device):
    owner, day = make_owner(), make_day(body="Saved before.")
    context = browser.new_context(**device)
    page = context.new_page()
    open_as(page, live_server, day_page(day), owner)
    expect(status(page)).to_be_attached()
    Session.objects.all().delete()
    open_and_end(LONG)(page)
    save(page)
    expect(page.get_by_label("Password")).to_be_visible()
    log_in(page, owner.username)
    page.locator(".kept-offer").get_by_role("button", name="Take it").click()
    expect(page.locator("#id_body")).to_have_value(f"Saved before.{LONG}")
    save(page)
    expect(page.locator(".messagelist").first).to_be_visible()
    assert Day.objects.get().body == f"Saved before.{LONG}".strip()
    context.close()


@BOTH
def test_second_window_is_shown_both_texts(live_server, browser: Browser, device, tmp_path):
    owner, day = make_owner(), make_day(body="Met Ada.")
    context = browser.new_context(**device)
    first, second = context.new_page(), context.new_page()
    open_as(first, live_server, day_page(day), owner)
    second.goto(f"{live_server}{day_page(day)}")
    first.locator("#id_body").fill("Met Ada and Grace.")
    save(first)
    expect(first.locator(".messagelist").first).to_be_visible()
    second.locator("#id_body").fill("Met Ada and Linus.")
    expect(status(second)).to_have_text(SAVED)
    save(second)
    expect(second.get_by_role("heading", level=1)).to_have_text("Changed in another window, too")
    assert second.locator(".difference del").first.inner_text() == "Grace"
    assert second.locator(".difference ins").first.inner_text() == "Linus"
    assert second.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert Day.objects.get().body == "Met Ada and Grace."

    second.get_by_role("link", name="Leave, and look at what is saved").click()
    offer = second.locator(".kept-offer")
    expect(offer.locator("ins")).to_have_text("Linus")
    assert second.evaluate("document.documentElement.scrollWidth <= innerWidth")
    offer.get_by_role("button", name="Take it").click()
    save(second)
    second.locator("textarea[name=_merged-body]").fill("Met Ada, Grace and Linus.")
    expect(status(second)).to_have_text(SAVED)
    second.get_by_role("button", name="Save this").click()
    expect(second.locator(".messagelist").first).to_be_visible()
    assert Day.objects.get().body == "Met Ada, Grace and Linus."
    context.close()


def test_every_field_is_kept_also_rows_and_completed_ones(live_server, page: Page, console_errors):
    owner, place = make_owner(), make_place("King Taco")
    open_as(page, live_server, "/admin/posts/event/add/", owner)
    page.get_by_label("Name:", exact=True).fill("NixCon 2024")
    page.locator("[aria-labelledby='select2-id_venue-container']").click()
    page.locator(".select2-search__field").fill("King")
    page.locator(".select2-results__option", has_text="King Taco").first.click()
    expect(status(page)).to_have_text(SAVED)
    assert Draft.objects.get().values["venue"] == [str(place.pk)]
    page.goto(f"{live_server}/admin/people/person/add/")
    page.get_by_text("Add another Alias").click()
    page.locator("#id_aliases-0-name").fill("Countess")
    expect(status(page)).to_have_text(SAVED)
    page.goto(f"{live_server}/admin/people/person/add/")
    expect(page.locator(".kept-offer")).to_contain_text("Countess")
    page.get_by_role("button", name="Take it").click()
    expect(page.locator("#id_aliases-0-name")).to_have_value("Countess")
    expect(status(page)).to_have_text(SAVED)
    page.get_by_label("Name:", exact=True).fill("Ada")
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.locator(".messagelist").first).to_be_visible()
    page.goto(f"{live_server}/admin/people/person/add/")
    expect(page.get_by_label("Name:", exact=True)).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(page.locator(".kept-offer")).to_have_count(0)
    page.goto(f"{live_server}/admin/posts/event/add/")
    page.get_by_role("button", name="Throw it away").click()
    expect(page.locator(".kept-offer")).to_have_count(0)
    page.reload(wait_until="networkidle")
    expect(page.locator(".kept-offer")).to_have_count(0)


TYPE_AND_READ = """([words, isSaved]) => {
  if (isSaved) document.querySelector(".submit-row:last-of-type [name=_save]").click();
  const body = document.getElementById("id_body");
  body.value += words;
  body.dispatchEvent(new Event("input", { bubbles: true }));
  return document.querySelector(".kept-status").textContent;
}"""


def test_typed_while_the_form_is_being_saved_is_kept(live_server, page: Page, console_errors):
    owner, day = make_owner(), make_day(body="Met")
    open_as(page, live_server, day_page(day), owner)
    expect(status(page)).to_be_attached()
    assert page.evaluate(TYPE_AND_READ, [" Ada", False]) == "Saving…"
    expect(status(page)).to_have_text(SAVED)
    # Nothing is told of what was typed a moment ago that is true of what was typed before alone.
    assert page.evaluate(TYPE_AND_READ, [" Ada", False]) == "Saving…"
    held: list[Route] = []
    page.route("**/change/", lambda route: held.append(route) if route.request.method == "POST" else route.continue_())
    assert page.evaluate(TYPE_AND_READ, [" and Grace", True]) == "Saving…"
    until(page, lambda: held and Draft.objects.filter(values__body=["Met Ada Ada and Grace"]).exists())
    held[0].continue_()
    offer = page.locator(".kept-offer")
    expect(offer.locator("ins")).to_have_text("and Grace")
    assert Day.objects.get().body == "Met Ada Ada"


def test_what_is_thrown_away_does_not_come_back_with_a_late_answer(live_server, page: Page, console_errors):
    owner, day = make_owner(), make_day(body="Met")
    open_as(page, live_server, day_page(day), owner)
    open_and_end(" Ada")(page)
    expect(status(page)).to_have_text(SAVED)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route("**/offers/", hold)
    page.reload()
    until(page, lambda: held)
    page.get_by_role("button", name="Throw it away").click()
    expect(page.locator(".kept-offer")).to_have_count(0)
    with page.expect_response("**/offers/"):
        held[0].continue_()
    page.wait_for_load_state("networkidle")
    expect(page.locator(".kept-offer")).to_have_count(0)


def test_offer_works_without_scripts(live_server, browser: Browser):
    owner, day = make_owner(), make_day(body="Met Ada.")
    writing = browser.new_context()
    page = writing.new_page()
    open_as(page, live_server, day_page(day), owner)
    page.locator("#id_body").fill("Met Grace.")
    expect(status(page)).to_have_text(SAVED)
    writing.close()
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    open_as(page, live_server, day_page(day), owner)
    expect(page.locator(".kept-offer ins")).to_have_text("Grace")
    page.get_by_role("button", name="Take it").click()
    expect(page.locator("#id_body")).to_have_value("Met Grace.")
    save(page)
    assert Day.objects.get().body == "Met Grace."
    page.goto(f"{live_server}{day_page(day)}")
    expect(page.locator(".kept-offer")).to_have_count(0)
    context.close()


MAKE_A_LOG = """
from django.contrib.auth.models import User
from posts.models import Place
User.objects.create_superuser("writer", password="a long password of the test")
Place.objects.create(pk=1, name="Bar", slug="bar", about="Cosy.")
"""


@pytest.fixture(scope="module")
def made_home(empty_log, tmp_path_factory) -> Path:
    """A log in files of its own, with one place."""
    home = shutil.copytree(empty_log, tmp_path_factory.mktemp("made") / "log")
    with pytest.MonkeyPatch.context() as environ:
        environ.setenv("DJANGO_SETTINGS_MODULE", "tripsite.settings")
        manage(home, "shell", "-v0", "-c", MAKE_A_LOG)
    return home


@pytest.fixture
def home(made_home, tmp_path, monkeypatch) -> Path:
    """The same, for a server that is a process of its own."""
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "tripsite.settings")
    return shutil.copytree(made_home, tmp_path / "log")


def served(home: Path, port: int) -> subprocess.Popen:
    command = [sys.executable, "manage.py", "serve", "--port", str(port)]
    server = subprocess.Popen(command, cwd=PROJECT, env=environment(home), stdout=subprocess.DEVNULL)
    _wait_for(f"http://127.0.0.1:{port}/readyz")
    return server


@pytest.fixture
def servers(home) -> Iterator[Callable[[int], subprocess.Popen]]:
    started: list[subprocess.Popen] = []

    def start_one(port: int) -> subprocess.Popen:
        started.append(served(home, port))
        return started[-1]

    yield start_one
    for server in started:
        server.terminate()
        server.wait(timeout=60)


def test_server_that_is_restarted_meanwhile_gets_the_text(servers, page: Page):
    port = _free_port()
    server = servers(port)
    address = f"http://127.0.0.1:{port}/admin/posts/place/1/change/"
    page.goto(address)
    log_in(page, "writer")
    about = page.get_by_label("About")
    about.fill("Cosy and loud.")
    expect(status(page)).to_have_text(SAVED)
    server.terminate()
    server.wait(timeout=60)
    about.fill("Cosy and very loud.")
    expect(status(page)).to_have_text("Offline: kept on this device")
    servers(port)
    expect(status(page)).to_have_text(SAVED)
    page.goto(address)
    expect(page.locator(".kept-offer ins")).to_have_text(" and very loud")
    page.get_by_role("button", name="Take it").click()
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.locator(".messagelist").first).to_be_visible()
    page.goto(address)
    expect(about).to_have_value("Cosy and very loud.")


def test_ten_windows_that_save_at_once_overwrite_nothing(servers, browser: Browser):
    port = _free_port()
    servers(port)
    address = f"http://127.0.0.1:{port}/admin/posts/place/1/change/"
    context = browser.new_context()
    page = context.new_page()
    page.goto(address)
    log_in(page, "writer")
    expect(status(page)).to_be_attached()
    form = page.evaluate("Object.fromEntries(new FormData(document.getElementById('place_form')))")
    cookies = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in context.cookies())
    context.close()

    def post(number: int) -> int:
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies}
        body = urlencode(form | {"city": f"Oslo {number}"})
        with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
            connection.request("POST", "/admin/posts/place/1/change/", body, headers)
            with closing(connection.getresponse()) as response:
                return response.status

    with ThreadPoolExecutor(10) as pool:
        statuses = list(pool.map(post, range(10)))
    assert sorted(statuses) == [302] + [409] * 9


def test_page_that_was_only_looked_at_keeps_no_draft(live_server, page: Page, console_errors):
    owner, person = make_owner(), make_person("Ada")
    page.clock.install()
    open_as(page, live_server, f"/admin/people/person/{person.pk}/change/", owner)
    expect(status(page)).to_be_attached()
    page.wait_for_load_state("networkidle")
    page.clock.run_for(10_000)  # longer than a draft takes to be sent
    page.wait_for_load_state("networkidle")
    assert not Draft.objects.exists()
    page.fill("#id_pronouns", "she")
    expect(status(page)).to_have_text(SAVED)
