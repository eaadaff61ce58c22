"""The desk's pages in a real Chromium, logged in: accessible, quiet, no wider than the screen, big enough to hit."""

import json
from pathlib import Path

from playwright.sync_api import Browser, Page, Response

from tests.browser.console import listen
from tests.sample_server import manage

from .in_browser import VIEWS, WIDTHS, View, axe
from .result import Result

FINGER = 44
# What a finger is to hit; links within a sentence are as large as its words.
_TARGETS = (
    "#content :is(button, select, input:not([type=hidden], [type=checkbox], [type=radio]), summary, .select2-selection)"
)
_TOO_SMALL = f"""[...document.querySelectorAll("{_TARGETS}")]
    .filter((each) => each.checkVisibility({{ visibilityProperty: true, contentVisibilityAuto: true }}))
    .filter((each) => !each.closest(".select2-hidden-accessible, .visually-hidden"))
    .filter((each) => each.getBoundingClientRect().width > 1)
    .filter((each) => Math.round(each.getBoundingClientRect().height) < {FINGER})
    .map((each) => each.outerHTML.slice(0, 100))"""
_WIDER_BY = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def audit_desk(home: Path, browser: Browser, origin: str) -> Result:
    """Look at every page of the desk in every view."""
    told = manage(home, "shell", "--verbosity=0", "-c", "from tests.audit import desk_pages; desk_pages.tell()")
    asked = json.loads(told.splitlines()[-1])
    pages = asked["pages"]
    findings = [finding for view in VIEWS for finding in look_at_desk(browser, [view], origin, asked["session"], pages)]
    return Result("the desk, logged in", f"{len(pages)} pages, {len(VIEWS)} views of each", findings)


def look_at_desk(browser: Browser, views: list[View], origin: str, session: str, pages: dict[str, str]) -> list[str]:
    """Open each page once, in the first of some views, turn it to the others, and return what is wrong."""
    first = views[0]
    context = browser.new_context(
        viewport={"width": first.width, "height": WIDTHS[first.width]},
        has_touch=first.width < 500,
        color_scheme=first.scheme,
        reduced_motion="reduce",
    )
    context.add_cookies([{"name": "sessionid", "value": session, "url": origin}])
    try:
        heard, page = listen(context), context.new_page()
        found = [finding for name, path in pages.items() for finding in _look(page, heard, views, origin, name, path)]
        # Requests under way would hold up whoever empties the database.
        page.goto("about:blank")
        return found
    finally:
        context.close()


def _look(page: Page, heard: list[str], views: list[View], origin: str, name: str, path: str) -> list[str]:
    heard.clear()
    page.set_viewport_size({"width": views[0].width, "height": WIDTHS[views[0].width]})
    page.emulate_media(color_scheme=views[0].scheme)
    response = page.goto(origin + path, wait_until="load")
    assert response is not None
    findings = _of_the_answer(response) + [f"console: {text}" for text in heard]
    for view in views:
        findings += [f"{view}: {finding}" for finding in of_the_view(page, view, is_list=name.startswith("list:"))]
    return [f"{name}: {finding}" for finding in findings]


def _of_the_answer(response: Response) -> list[str]:
    if response.status != 200:
        return [f"answers {response.status}"]
    policy = response.headers.get("content-security-policy", "")
    is_strict = "default-src 'none'" in policy and "unsafe" not in policy
    return [] if is_strict else [f"content security policy: {policy or 'none'}"]


def of_the_view(page: Page, view: View, *, is_list: bool = False) -> list[str]:
    """Turn a page to a view, and return what is wrong with it as it is then."""
    page.set_viewport_size({"width": view.width, "height": WIDTHS[view.width]})
    page.emulate_media(color_scheme=view.scheme)
    # Colours on their way to others have a contrast of their own.
    page.evaluate("Promise.all(document.getAnimations().map((each) => each.finished.catch(() => null)))")
    findings = []
    if wider := page.evaluate(_WIDER_BY):
        findings.append(f"{wider} px wider than the screen")
    if view.width < 500 and not is_list:
        findings += [f"too small for a finger: {html}" for html in page.evaluate(_TOO_SMALL)]
    return findings + [found for found in axe(page) if "(critical)" in found or "(serious)" in found]
