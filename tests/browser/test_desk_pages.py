"""Every page of the desk: accessible, quiet on the console, within the policy, as wide as its screen, big for fingers.

A new page gets a line in `PAGES`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext, Page

from posts.models import Capture, Day, Status, Trip
from posts.ordering import renumber
from tests.audit.in_browser import VIEWS, View, axe
from tests.browser.console import listen
from tests.browser.desk import carry_session
from tests.factories import (
    make_day,
    make_encounter,
    make_event,
    make_figure,
    make_owner,
    make_person,
    make_place,
    make_talk,
    make_trip,
)

pytestmark = pytest.mark.django_db(transaction=True)

FINGER = 44
# What a finger is to hit; links within a sentence are as large as its words.
TARGETS = "#content :is(button, select, input:not([type=hidden], [type=checkbox]), summary, .select2-selection)"
TOO_SMALL = f"""[...document.querySelectorAll("{TARGETS}")]
    .filter((each) => each.checkVisibility({{ visibilityProperty: true, contentVisibilityAuto: true }}))
    .filter((each) => !each.closest(".select2-hidden-accessible, .visually-hidden, .kept-offers, .markdown-editor"))
    .filter((each) => each.getBoundingClientRect().width > 1)
    .filter((each) => Math.round(each.getBoundingClientRect().height) < {FINGER})
    .map((each) => each.outerHTML.slice(0, 100))"""
WIDER_BY = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@dataclass
class Log:
    """A small log with one of each."""

    trip: Trip = field(default_factory=lambda: make_trip(title="Oslo in spring", status=Status.DRAFT))

    def __post_init__(self) -> None:
        ada, bo, cy = (make_person(name) for name in ("Ada", "Bo", "Cy"))
        make_event(self.trip)
        make_place("King Taco")
        body = "I met [Bo](person:bo) and [Cy](person:cy) at [King Taco](place:king-taco).\n\n![](figure:stage)"
        self.day: Day = make_day(self.trip, title="Arrival", body=body)
        make_day(self.trip, title="Evening", body="Dinner.")
        make_encounter(self.day, ada, private_note="Send slides")
        make_talk(self.day, (ada, cy), title="Engines")
        make_figure(self.trip, day=self.day, name="stage", alt="")
        Capture.objects.create(text="Tony, from AVEVA").photos.set([self.trip.figures.get().photo])
        assert bo.pk


PAGES: dict[str, Callable[[Log], str]] = {
    "desk": lambda log: reverse("admin:index"),
    "new trip": lambda log: reverse("admin:posts_trip_add"),
    "trip": lambda log: reverse("admin:posts_trip_change", args=[log.trip.pk]),
    "day": lambda log: reverse("admin:posts_day_change", args=[log.day.pk]),
}


def context_of(browser: Browser, view: View, origin: str, user: User) -> BrowserContext:
    """Return a context in which somebody is logged in."""
    context = browser.new_context(
        viewport={"width": view.width, "height": 900},
        has_touch=view.width < 500,
        color_scheme=view.scheme,
        reduced_motion="reduce",
    )
    carry_session(context, origin, user)
    return context


def look(browser: Browser, view: View, origin: str, path: str, user: User) -> list[str]:
    """Open a page and return what is wrong with it."""
    context = context_of(browser, view, origin, user)
    try:
        heard = listen(context)
        page = context.new_page()
        page.goto(origin + path, wait_until="networkidle")
        found = [f"console: {text}" for text in heard]
        if wider := page.evaluate(WIDER_BY):
            found.append(f"{wider} px wider than the screen")
        if view.width < 500:
            found += [f"too small for a finger: {html}" for html in page.evaluate(TOO_SMALL)]
        return found + _grave(page)
    finally:
        context.close()


def _grave(page: Page) -> list[str]:
    return [finding for finding in axe(page) if "(critical)" in finding or "(serious)" in finding]


@pytest.mark.parametrize("name", PAGES)
def test_page_of_the_desk_is_for_everybody(live_server, browser, name):
    log, user = Log(), make_owner()
    path = PAGES[name](log)
    found = {str(view): look(browser, view, live_server.url, path, user) for view in VIEWS}
    assert {view: each for view, each in found.items() if each} == {}


@pytest.fixture
def desk(live_server, browser: Browser):
    """A telephone's page, logged in, that fails the test for anything on its console."""
    context = context_of(browser, View(390), live_server.url, make_owner())
    heard = listen(context)
    yield context.new_page()
    context.close()
    assert heard == []


def test_proposed_people_are_added_with_one_tap(live_server, desk):
    log = Log()
    desk.goto(live_server.url + PAGES["day"](log))
    desk.get_by_role("button", name="Add Bo, met").click()
    row = desk.locator("#encounters-1")
    assert row.locator(".select2-selection").first.inner_text().strip().startswith("Bo")
    desk.locator(".submit-row [name=_save]").click()
    desk.wait_for_load_state()
    assert [(each.person.name, each.role) for each in log.day.encounters.all()] == [("Ada", "met"), ("Bo", "met")]


def test_people_are_proposed_while_one_writes(live_server, desk):
    log = Log()
    make_person("Di")
    desk.goto(live_server.url + PAGES["day"](log))
    desk.locator("#id_body").fill("I ran into [Di](person:di).")
    desk.get_by_role("button", name="Add Di, met").wait_for()
    assert desk.locator(".proposals li").count() == 2  # Cy spoke, Di was met


def test_order_is_changed_by_keys_and_refusals_are_said(live_server, desk):
    log = Log()
    make_day(log.trip, title="Prologue", kind=Day.Kind.PROLOGUE)
    renumber(log.trip)
    desk.goto(live_server.url + PAGES["trip"](log))
    desk.get_by_role("link", name="Evening").focus()
    desk.keyboard.press("Alt+ArrowUp")
    desk.get_by_text("Evening moved to place 2.").wait_for()
    assert [day.title for day in log.trip.days.all()] == ["Prologue", "Evening", "Arrival"]
    desk.keyboard.press("Alt+ArrowUp")
    desk.get_by_text("Days stay between prologue and epilogue").wait_for()
    desk.get_by_role("button", name="Move Arrival up").click()
    desk.get_by_text("Arrival moved to place 2.").wait_for()
    assert [day.title for day in log.trip.days.all()] == ["Prologue", "Arrival", "Evening"]


def test_bar_that_saves_does_not_cover_the_line_being_written(live_server, desk):
    log = Log()
    desk.goto(live_server.url + PAGES["day"](log))
    desk.get_by_text("More").first.click()
    note = desk.locator("#id_encounters-0-private_note")
    note.focus()
    bar, box = desk.locator(".submit-row").bounding_box(), note.bounding_box()
    assert box["y"] + box["height"] <= bar["y"]


def test_a_new_trip_takes_the_browsers_time_zone(live_server, browser):
    client = context_of(browser, View(390), live_server.url, make_owner())
    context = browser.new_context(timezone_id="Asia/Tokyo", storage_state=client.storage_state())
    page = context.new_page()
    page.goto(f"{live_server.url}/admin/posts/trip/add/")
    assert page.locator("#id_time_zone").input_value() == "Asia/Tokyo"
    context.close()
    client.close()
