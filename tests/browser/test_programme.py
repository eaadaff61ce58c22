"""The programme of a conference in a browser: ticked by keys alone, without scripts, and begun as a day."""

import datetime

import pytest
from playwright.sync_api import Browser, expect

from posts.models import ScheduleRecord
from tests.audit.in_browser import VIEWS
from tests.factories import make_day, make_event, make_owner, make_person, make_talk, make_trip

from .desk import TELEPHONE, log_in
from .test_desk_pages import look

pytestmark = pytest.mark.django_db(transaction=True)
FRIDAY = datetime.date(2024, 5, 17)
ROOMS = ("Hall", "Attic", "Boat house")


@pytest.fixture
def event():
    event = make_event(name="Knot Days", starts_on=FRIDAY, ends_on=FRIDAY)
    trip = make_trip(title="Oslo in spring", starts_on=FRIDAY)
    trip.events.add(event)
    make_day(trip, date=FRIDAY, body="At last I heard Ada Lund.")
    ada = make_person("Ada Lund")
    for number in range(9):
        start = datetime.datetime(2024, 5, 17, 10 + number // 3, tzinfo=datetime.UTC)
        room = ROOMS[number % 3]
        talk = make_talk(
            None,
            (ada,) if number == 4 else (make_person(),),
            title=f"About knot {number}",
            slug=f"knot-{number}",
            event=event,
            room=room,
            starts_at=start,
            ends_at=start + datetime.timedelta(minutes=45),
            attendance="",
        )
        ScheduleRecord.objects.create(talk=talk, programme_day=FRIDAY, room_position=number % 3)
    return event


def test_programme_is_ticked_without_scripts_by_keys_alone_and_begins_a_day(browser: Browser, live_server, event):
    context = browser.new_context(**TELEPHONE, java_script_enabled=False)
    page = context.new_page()
    log_in(page, live_server.url)
    page.goto(f"{live_server.url}/admin/posts/event/{event.pk}/change/")
    page.get_by_role("link", name="Programme", exact=True).click()
    page.get_by_role("group", name="The day’s text tells of this talk").get_by_role("checkbox").focus()
    page.keyboard.press("Space")
    page.get_by_role("radiogroup", name="About knot 2").get_by_role("radio", name="no").focus()
    page.keyboard.press("ArrowRight")
    page.get_by_role("button", name="Save and begin the day’s text").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Text", exact=True)).to_have_value(
        "At last I heard Ada Lund.\n\n### [About knot 2](talk:knot-2)\n\n"
        f"By {reference(event, 'knot-2')}.\n\n### [About knot 4](talk:knot-4)\n\nBy [Ada Lund](person:ada-lund).\n"
    )
    context.close()


def reference(event, slug):
    person = event.talks.get(slug=slug).speakers.get()
    return f"[{person}](person:{person.slug})"


def test_programme_is_accessible_quiet_and_fits_each_screen(browser: Browser, live_server, event):
    path, user = f"/admin/desk/events/{event.pk}/programme/", make_owner()
    found = {str(view): look(browser, view, live_server.url, path, user) for view in VIEWS}
    assert {view: each for view, each in found.items() if each} == {}


def test_rooms_are_beside_each_other_on_a_screen_and_below_on_a_telephone(browser: Browser, live_server, event):
    for width, is_grid in ((1440, True), (390, False)):
        context = browser.new_context(viewport={"width": width, "height": 844})
        page = context.new_page()
        log_in(page, live_server.url)
        page.goto(f"{live_server.url}/admin/desk/events/{event.pk}/programme/")
        first, second = (page.get_by_role("article").nth(number).bounding_box() for number in (0, 1))
        assert (first["y"] == second["y"] and first["x"] < second["x"]) is is_grid
        assert (first["x"] == second["x"] and first["y"] < second["y"]) is not is_grid
        context.close()
