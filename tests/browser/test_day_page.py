"""A day's page as a whole: with keys alone; and with editor, drafts and pictures together, nothing of it set aside."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from posts.models import Day, Draft, Figure, Status, Talk, Trip
from tests.browser.console import listen
from tests.browser.desk import LAPTOP, PATIENCE_MS, TELEPHONE, log_in
from tests.factories import make_day, make_person, make_trip
from tests.media.pictures import jpeg_of_a_camera

# No way on a page is longer than this many presses of the Tab key.
FARTHEST = 120


def go_to(page: Page, selector: str) -> None:
    """Press the Tab key until something has the focus."""
    target = page.locator(selector).first
    for _ in range(FARTHEST):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} was not reached, the focus is on {focused(page)}")


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.outerHTML.slice(0, 120)"))


@pytest.mark.django_db(transaction=True)
def test_a_trip_is_begun_written_and_published_with_keys_alone(live_server, browser: Browser):
    context = browser.new_context(**LAPTOP, timezone_id="Europe/Oslo")
    context.set_default_timeout(PATIENCE_MS)
    heard = listen(context)
    page = context.new_page()
    log_in(page, live_server.url)
    loads: list[str] = []
    page.on("domcontentloaded", lambda loaded: loads.append(loaded.url))
    go_to(page, "#new-trip-title")
    page.keyboard.type("Bergen by boat")
    go_to(page, "#new-trip-starts_on")
    page.keyboard.type("05162025")
    go_to(page, ".trip-new [name=_save]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/posts/day/*/change/")
    page.wait_for_load_state("networkidle")
    write_with_keys(page)
    go_to(page, "[name=_publish]")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("is published")
    page.wait_for_load_state("networkidle")
    page.goto("about:blank")
    assert len(loads[:-1]) <= 3, loads
    context.close()
    assert heard == []
    day, talk = Day.objects.get(), Talk.objects.get()
    assert day.body == "Out early with [Siri Moe](person:siri-moe)."
    assert [(each.person.name, each.role) for each in day.encounters.all()] == [("Siri Moe", "speaker")]
    assert (talk.title, [each.person.name for each in talk.talk_speakers.all()]) == ("Ferries at night", ["Siri Moe"])
    assert (Trip.objects.get().status, Trip.objects.get().time_zone) == (Status.PUBLISHED, "Europe/Oslo")


def write_with_keys(page: Page) -> None:
    """Write a text with somebody new, a talk of theirs, and take them into the cast."""
    go_to(page, "#id_body")
    page.keyboard.type("Out early with @Siri Moe")
    choice = page.locator(".editor-choices").get_by_role("option")
    expect(choice).to_have_text([re.compile("New person:.*Siri Moe")])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#id_body")).to_have_value("Out early with [Siri Moe](person:siri-moe)")
    page.keyboard.type(".")
    go_to(page, "#talks-group .add-row a")
    page.keyboard.press("Enter")
    expect(page.locator("#id_talks-0-title")).to_be_focused()
    page.keyboard.type("Ferries at night")
    go_to(page, "#talks-0 .select2-search__field")
    page.keyboard.type("Siri")
    expect(page.locator(".select2-results__option--highlighted")).to_have_text("Siri Moe")
    page.keyboard.press("Enter")
    expect(page.locator("#talks-0 .select2-selection__choice")).to_contain_text("Siri Moe")
    add = page.get_by_role("button", name="Add Siri Moe, heard speaking")
    expect(add).to_be_visible()
    # Back, too: nothing holds the focus in either direction.
    for _ in range(FARTHEST):
        if add.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("Shift+Tab")
    expect(add).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#id_encounters-0-role")).to_have_value("speaker")


@pytest.mark.parametrize("device", [LAPTOP, TELEPHONE], ids=["laptop", "telephone"])
@pytest.mark.django_db(transaction=True)
def test_text_draft_offer_picture_and_publishing_work_together(live_server, browser: Browser, device, tmp_path: Path):
    day = make_day(make_trip(title="Bergen", slug="bergen", status=Status.DRAFT), body="")
    make_person("Siri Moe")
    picture = tmp_path / "ferry.jpg"
    picture.write_bytes(jpeg_of_a_camera(taken="2024:03:14 09:00:00", offset="+01:00"))
    context = browser.new_context(**device)
    context.set_default_timeout(PATIENCE_MS)
    heard = listen(context)
    page = context.new_page()
    log_in(page, live_server.url)
    page.goto(f"{live_server.url}/admin/posts/day/{day.pk}/change/", wait_until="networkidle")
    body = page.locator("#id_body")
    body.press_sequentially("I met @Siri")
    page.locator(".editor-choices").get_by_role("option", name="Siri Moe").first.click()
    page.keyboard.type(" on the ferry.")
    text = "I met [Siri Moe](person:siri-moe) on the ferry."
    expect(body).to_have_value(text)
    expect(page.locator(".kept-status")).to_have_text(re.compile("^Saved as a draft "))
    assert (Draft.objects.get().values["body"], Day.objects.get().body) == ([text], "")

    page.reload(wait_until="networkidle")
    expect(body).to_have_value("")
    page.locator(".kept-offer").get_by_role("button", name="Take it").click()
    expect(body).to_have_value(text)
    # Folded away on a telephone, but there.
    expect(page.locator("[aria-label='Add Siri Moe, met']")).to_be_attached()

    body.press("Control+End")
    drop(page, "#id_body", picture)
    expect(body).to_have_value(f"{text}\n\n![](figure:ferry)")
    card = page.locator("figure-card")
    if not card.is_visible():
        page.locator("details.photos > summary").click()
    card.get_by_label("What it shows").fill("A ferry at a quay")
    card.get_by_label("What it shows").blur()
    expect(card.locator(".card-status")).to_have_text("saved")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("Saved.")
    expect(page.locator(".kept-offer")).to_have_count(0)
    assert Day.objects.get().body == f"{text}\n\n![](figure:ferry)"
    assert not Draft.objects.exclude(values={}).exists()
    page.get_by_role("button", name="Save and publish the trip").click()
    expect(page.locator(".messagelist")).to_contain_text("is published")
    page.wait_for_load_state("networkidle")
    response = page.goto(f"{live_server.url}/trips/bergen/", wait_until="networkidle")
    assert response is not None
    assert (response.status, Figure.objects.get().alt) == (200, "A ferry at a quay")
    expect(page.locator("main")).to_contain_text("I met Siri Moe on the ferry.")
    context.close()
    assert heard == []


def drop(page: Page, selector: str, picture: Path) -> None:
    """Drop a file on an element, as from the desktop."""
    content = list(picture.read_bytes())
    transfer = page.evaluate_handle(
        """([name, bytes]) => {
          const transfer = new DataTransfer();
          transfer.items.add(new File([new Uint8Array(bytes)], name, { type: "image/jpeg" }));
          return transfer;
        }""",
        [picture.name, content],
    )
    for kind in ("dragenter", "dragover", "drop"):
        page.dispatch_event(selector, kind, {"dataTransfer": transfer})
