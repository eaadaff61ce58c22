"""What makes HTML of strings goes on working under the policy that readers are sent, and breaks nothing of it."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, Response, expect

from posts.models import Day, Figure
from tests.factories import (
    make_day,
    make_encounter,
    make_figure,
    make_owner,
    make_person,
    make_photo,
    make_place,
    make_trip,
)
from tests.media import pictures

from .console import listen
from .desk import carry_session, until

# A violation that a script catches, or that comes before the console is heard, is told of here, too.
TELL_VIOLATIONS = """document.addEventListener("securitypolicyviolation",
  ({ violatedDirective, blockedURI, sample }) => tellViolation(`${violatedDirective} ${blockedURI} ${sample}`))"""


class Strict:
    """A page, and all that the policy refuses in it."""

    def __init__(self, context: BrowserContext) -> None:
        self.violations: list[str] = []
        self.heard = listen(context)
        context.expose_function("tellViolation", self.note)
        context.add_init_script(TELL_VIOLATIONS)
        self.page = context.new_page()

    def note(self, violation: str) -> None:
        self.violations.append(violation)

    def open(self, address: str) -> Page:
        """Open a page, which has to ask for Trusted Types."""
        response = self.page.goto(address, wait_until="networkidle")
        assert asks_for_trusted_types(response)
        return self.page


def asks_for_trusted_types(response: Response | None) -> bool:
    assert response is not None
    return "require-trusted-types-for 'script'" in response.headers["content-security-policy"]


@pytest.fixture
def strict(live_server, context: BrowserContext):
    strict = Strict(context)
    yield strict
    # Requests under way would hold up whoever empties the database.
    strict.page.goto("about:blank")
    assert (strict.violations, strict.heard) == ([], [])


@pytest.fixture
def day(transactional_db) -> Day:
    trip = make_trip(slug="oslo", title="Oslo in spring")
    make_place("Pier", city="Oslo", latitude=59.91, longitude=10.75)
    day = make_day(trip, body="By the [Pier](place:pier).\n\n![](figure:stage)")
    make_encounter(day, make_person("Ada Lovelace"))
    make_figure(
        trip, name="stage", title="Stage", caption="With [Ada](person:ada-lovelace)", photo=make_photo(600, 400)
    )
    return day


@pytest.fixture
def desk(live_server, strict: Strict, day: Day) -> Page:
    carry_session(strict.page.context, live_server.url, make_owner())
    return strict.open(f"{live_server.url}/admin/posts/day/{day.pk}/change/")


def test_what_is_refused_is_told_of(live_server, context: BrowserContext, transactional_db):
    """Else the other tests would pass whatever happened."""
    strict = Strict(context)
    page = strict.open(f"{live_server.url}/map/")
    refused = page.evaluate(
        """() => ["eval('1')", "https://elsewhere.example/a.js"].map((string, number) => {
          const script = document.createElement("script");
          try { if (number) script.src = string; else script.text = string; return "taken"; }
          catch (error) { return error.name; }
        })"""
    )
    assert refused == ["TypeError", "TypeError"]
    until(page, lambda: len(strict.violations) == len(strict.heard) == 2)
    assert [told.split()[0] for told in strict.violations] == ["require-trusted-types-for"] * 2


def test_the_api_is_read_and_tried_out(live_server, strict: Strict, day):
    page = strict.open(f"{live_server.url}/api/docs")
    expect(page.get_by_role("heading", name=re.compile("Trip logbook"))).to_be_visible()
    expect(page.get_by_text("Everything public of a trip logbook")).to_be_visible()
    operation = page.locator(".opblock").filter(has=page.locator("[data-path='/api/trips/{slug}']"))
    operation.get_by_role("button").first.click()
    operation.get_by_role("button", name="Try it out").click()
    operation.get_by_placeholder("slug").fill("oslo")
    operation.get_by_role("button", name="Execute").click()
    answer = operation.locator(".live-responses-table")
    expect(answer.locator(".response-col_status").last).to_contain_text("200")
    expect(answer).to_contain_text("Oslo in spring")
    page.locator(".models").get_by_role("button", name="Problem").first.click()
    expect(page.locator(".models")).to_contain_text("detail")


def test_a_picture_is_uploaded_and_described(desk: Page, day, tmp_path: Path):
    taken = day.date.strftime("%Y:%m:%d 09:00:00")
    path = tmp_path / "harbour.jpg"
    path.write_bytes(pictures.saved(pictures.corners(320, 240), "JPEG", quality=95, exif=pictures.exif(taken)))
    desk.evaluate("document.querySelector('details.photos').open = true")
    with desk.expect_response(lambda response: response.request.method == "PATCH") as sent:
        desk.locator("input[data-source=files]").set_input_files(path)
    assert sent.value.request.headers["tus-resumable"] == "1.0.0"
    card = desk.get_by_role("group", name="Picture harbour")
    card.get_by_label("What it shows").fill("Boats <b>&amp;</b> a pier")
    card.get_by_label("What it shows").blur()
    expect(card.get_by_role("status")).to_have_text("saved")
    card.get_by_role("combobox").press_sequentially("@Ada")
    card.get_by_role("option", name="Ada Lovelace", exact=True).click()
    expect(card.locator("ol li span")).to_have_text(["Ada Lovelace"])
    assert Figure.objects.get(name="harbour").alt == "Boats <b>&amp;</b> a pier"


def test_what_is_chosen_while_writing_is_put_into_the_text(desk: Page):
    area = desk.locator("#id_body")
    expect(desk.locator("markdown-editor:has(#id_body)")).to_have_js_property("isSetUp", True)
    choices = desk.locator(".editor-choices").get_by_role("option")
    for typed, inserted in (
        ("@ada", "[Ada Lovelace](person:ada-lovelace)"),
        ("#pier", "[Pier](place:pier)"),
        ("#stag", "![](figure:stage)"),
    ):
        area.fill("")
        area.press_sequentially(typed)
        choices.first.click()
        expect(area).to_have_value(re.compile(rf"{re.escape(inserted)}\s*$"))


def test_the_preview_shows_what_is_written(desk: Page):
    expect(desk.locator("markdown-editor:has(#id_body)")).to_have_js_property("isSetUp", True)
    desk.get_by_role("button", name="Full screen").first.click()
    desk.get_by_role("button", name="Preview").first.click()
    desk.locator("#id_body").fill("## Evening\n\nWith [Ada](person:ada-lovelace).\n\n![](figure:stage)")
    preview = desk.locator("text-preview").first
    expect(preview.get_by_role("heading", name="Evening")).to_be_visible()
    expect(preview.locator("p").get_by_role("link", name="Ada").first).to_be_visible()
    expect(preview.locator("img")).to_be_visible()


def test_somebody_is_chosen_from_the_desks_own_lists(desk: Page):
    """Those are Select2's, which makes HTML of strings with jQuery."""
    make_person("Grace <i>Hopper</i>")
    desk.locator("#encounters-0 .select2-selection").first.click()
    desk.locator(".select2-search__field:focus").press_sequentially("Grace")
    desk.locator(".select2-results__option").filter(has_text="Grace <i>Hopper</i>").click()
    expect(desk.locator("#encounters-0 .select2-selection").first).to_contain_text("Grace <i>Hopper</i>")


def test_pictures_are_walked_through(live_server, strict: Strict, day):
    make_figure(day.trip, day=day, name="dinner", title="Dinner", photo=make_photo(600, 400))
    page = strict.open(f"{live_server.url}/trips/oslo/")
    page.locator("main figure a[data-figure]").first.click()
    dialog = page.get_by_role("dialog", name="Pictures")
    expect(dialog.locator(".pswp__caption")).to_have_text("Stage With Ada")
    expect(dialog.locator(".pswp__caption").get_by_role("link", name="Ada")).to_be_visible()
    expect(dialog.get_by_role("button", name="Close").locator("svg")).to_be_visible()
    expect(dialog.locator("img[src*='/photos/']").first).to_be_visible()
    # It has the focus once it listens to keys.
    expect(dialog).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_the_map_is_drawn_and_leads_to_places(live_server, strict: Strict, day):
    page = strict.open(f"{live_server.url}/map/")
    page.locator("place-map[data-state=ready]").wait_for()
    assert page.locator("path.map-land").count() == 1
    page.get_by_role("button", name="Zoom in").click()
    page.locator(".map-marker").first.press("Enter")
    expect(page.locator(".leaflet-popup").get_by_role("link").first).to_be_visible()
