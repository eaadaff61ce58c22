"""The arrow keys between the days of a trip: an extra that stays out of the way."""

import datetime

import pytest
from playwright.sync_api import Page

from tests.factories import make_day, make_trip

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def trip():
    found = make_trip(slug="one", starts_on=datetime.date(2024, 3, 14))
    table = "| a | b |\n| --- | --- |\n| c | d |"
    for day in (14, 15, 16):
        make_day(found, date=datetime.date(2024, 3, day), body=f"{table}\n\n" + "Words.\n\n" * 60)
    return found


def test_arrows_lead_from_page_to_page(live_server, page: Page, console_errors, trip):
    page.goto(f"{live_server}/trips/one/2024-03-14/")
    page.keyboard.press("ArrowRight")
    page.wait_for_url("**/trips/one/2024-03-15/")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/trips/one/2024-03-14/")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Alt+ArrowRight")
    assert page.url.endswith("/trips/one/2024-03-14/")


def test_arrows_lead_from_day_to_day_within_a_trip(live_server, page: Page, console_errors, trip):
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{live_server}/trips/one/")
    for day in (14, 15, 16):
        page.keyboard.press("ArrowRight")
        page.wait_for_url(f"**/trips/one/#day-2024-03-{day}")
    page.keyboard.press("ArrowLeft")
    page.wait_for_url("**/trips/one/#day-2024-03-15")


def test_arrows_in_a_table_scroll_the_table(live_server, page: Page, console_errors, trip):
    page.goto(f"{live_server}/trips/one/2024-03-14/")
    page.get_by_role("region", name="Table 1, 2024-03-14").focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(200)
    assert page.url.endswith("/trips/one/2024-03-14/")
