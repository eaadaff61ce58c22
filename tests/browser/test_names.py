"""The page of names in a browser, on a telephone, without scripts, with keys alone."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from tests.factories import make_day, make_encounter, make_owner, make_person, make_trip

from .console import listen
from .desk import carry_session

pytestmark = pytest.mark.django_db(transaction=True)


def test_names_are_decided_on_without_scripts_by_keys_alone(browser: Browser, live_server):
    day = make_day(make_trip(slug="oslo"), body="With Tony, and Addision left.")
    make_encounter(day, make_person("Addison", slug="addison"))
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, java_script_enabled=False)
    page = context.new_page()
    carry_session(page.context, live_server.url, make_owner())
    page.goto(f"{live_server.url}/admin/desk/names/?trip=oslo")
    page.get_by_label("What it is (Addision)").focus()
    page.keyboard.type("correct to")
    page.get_by_label("What it is (Tony)").focus()
    page.keyboard.type("make a person")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Names: 2 linked, 1 corrected.")).to_be_visible()
    day.refresh_from_db()
    assert day.body == "With [Tony](person:tony), and [Addison](person:addison) left."
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_page_of_names_is_accessible_and_fits_a_telephone(browser: Browser, live_server, scheme):
    day = make_day(make_trip(slug="oslo"), body="With Tony, Katharina Weiss and Addision, " * 3)
    make_encounter(day, make_person("Addison", slug="addison"))
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme)
    heard = listen(context)
    page = context.new_page()
    carry_session(page.context, live_server.url, make_owner())
    page.goto(f"{live_server.url}/admin/desk/names/?trip=oslo")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    small = "[...document.querySelectorAll('.names select, .names button, .names label:has(input)')]"
    assert page.evaluate(f"{small}.filter(each => each.getBoundingClientRect().height < 44).length") == 0
    assert heard == []
    found = Axe().run(page).response["violations"]
    assert [each["id"] for each in found if each["impact"] in ("critical", "serious")] == []
    context.close()
