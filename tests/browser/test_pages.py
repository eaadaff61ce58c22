"""Every kind of page, in short: what `make audit` does at length, in one view of each and with small pictures."""

from playwright.sync_api import Browser, Page

from tests.audit.in_browser import VIEWS, axe, look
from tests.audit.links import crawl
from tests.audit.pages import PAGES


def test_every_kind_of_page_is_accessible_and_quiet_and_its_links_lead_somewhere(
    live_server, browser: Browser, small_sample
):
    """The views take turns, so that each kind of page is seen in one and each view is used."""
    views = [VIEWS[number % len(VIEWS)] for number in range(len(PAGES))]
    findings = {
        f"{name} ({view})": look(browser, view, live_server.url, kind, until="load")
        for view, (name, kind) in zip(views, PAGES.items(), strict=True)
    }
    assert {name: found for name, found in findings.items() if found} == {}
    assert crawl(live_server.url)[1] == []


def test_axe_tells_what_is_wrong_and_where(page: Page):
    page.set_content('<html lang="en"><title>A page</title><main><h1>Faulty</h1><img src="x.png"></main>')
    assert axe(page) == ["axe image-alt (critical): img"]
