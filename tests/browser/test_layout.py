"""How every kind of page lies there, from the narrowest telephone to the largest screen, and with large letters."""

import pytest
from playwright.sync_api import Page

from tests.audit.pages import PAGES
from tests.browser.layout import faults

# 320 is 1280 at 400 % (WCAG 1.4.10), 640 is 1280 at 200 % (WCAG 1.4.4).
WIDTHS = (320, 390, 640, 768, 1440, 2560)
# Not the lightbox, which lies over its page, nor what belongs to the admin.
OWN = {
    name: kind
    for name, kind in PAGES.items()
    if name != "trip with the lightbox open" and not kind.path.startswith("/admin/")
}


def test_every_kind_of_page_fits_every_width(live_server, page: Page, small_sample):
    page.emulate_media(reduced_motion="reduce")
    found = []
    for name, kind in OWN.items():
        page.goto(f"{live_server}{kind.path}")
        page.locator(kind.shows).first.wait_for()
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            found += [f"{name} at {width} px: {fault}" for fault in faults(page)]
    assert found == []


def test_every_kind_of_page_bears_letters_of_twice_the_size(live_server, page: Page, small_sample):
    """Letters alone, as browsers let a reader choose: the window stays as it is."""
    page.emulate_media(reduced_motion="reduce")
    found = []
    for name, kind in OWN.items():
        page.goto(f"{live_server}{kind.path}")
        page.locator(kind.shows).first.wait_for()
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        for width in (390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            found += [f"{name} at {width} px: {fault}" for fault in faults(page)]
    assert found == []


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<p id=wide>Out</p>", "the page is"),
        ("<p id=cut>A long line of words that does not fit</p>", "cut off: p"),
        ("<p id=long>" + "These are words of a line without end. " * 20 + "</p>", "characters in a line: p"),
        ("<a href=/a>One</a> <a href=/b id=over>Other</a>", "targets overlap: a “One” and a “Other”"),
        ("<p>Words</p><p id=up>Words</p>", "words overlap: p"),
    ],
)
def test_faults_are_found(page: Page, body, fault):
    style = """#wide { width: 3000px } #cut { width: 5em; white-space: nowrap; overflow: hidden }
    #over { margin-left: -2em } #up { margin-top: -1em } p { margin: 0 }"""
    page.set_viewport_size({"width": 1440, "height": 900})
    page.set_content(f"<!doctype html><style>{style}</style>{body}")
    assert [text for text in faults(page) if fault in text] != []
