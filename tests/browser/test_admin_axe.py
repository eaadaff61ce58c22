"""Every page of the desk in one view, and with --everything in two, as `make audit` sees each in four."""

import pytest
from playwright.sync_api import Browser

from tests.audit import desk_pages
from tests.audit.desk import look_at_desk
from tests.audit.in_browser import View

VIEWS = [View(390, "dark"), View(1440, "light")]
# Each part about as many pages, so that two workers share them.
PARTS = ("desk", "list:", "new:", "change:", "account:")


@pytest.mark.parametrize("part", PARTS)
def test_every_page_of_the_desk_is_for_everybody(live_server, browser: Browser, small_sample, part, pytestconfig):
    desk_pages.make()
    pages = {name: path for name, path in desk_pages.pages().items() if name.startswith(part)}
    assert pages
    views = VIEWS if pytestconfig.getoption("everything") else VIEWS[:1]
    assert look_at_desk(browser, views, live_server.url, desk_pages.session(), pages) == []
