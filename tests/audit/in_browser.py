"""A page in a real Chromium: what its console says, where its requests go, what axe finds."""

from dataclasses import dataclass
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page
from playwright.sync_api import TimeoutError as Late

from tests.browser.console import listen

from .pages import ADDITIONS, PAGES, Kind
from .result import Result

WIDTHS = {390: 844, 1440: 900}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
Until = Literal["load", "networkidle"]


@dataclass(frozen=True)
class View:
    """How a page is looked at."""

    width: int = 1440
    scheme: Literal["light", "dark"] = "light"

    def __str__(self) -> str:
        return f"{self.width} px, {self.scheme}"


VIEWS = [View(width, scheme) for width in WIDTHS for scheme in SCHEMES]


def audit_views(browser: Browser, origin: str) -> Result:
    """Look at every kind of page in every view."""
    pages = PAGES | ADDITIONS
    findings = [
        f"{name} ({view}): {finding}"
        for view in VIEWS
        for name, kind in pages.items()
        for finding in look(browser, view, origin, kind)
    ]
    return Result("axe, console, requests", f"{len(pages)} pages, {len(VIEWS)} views of each", findings)


def look(browser: Browser, view: View, origin: str, kind: Kind, until: Until = "networkidle") -> list[str]:
    """Open a page, wait until it is there, and return what is wrong with it."""
    context = browser.new_context(
        viewport={"width": view.width, "height": WIDTHS[view.width]}, color_scheme=view.scheme, reduced_motion="reduce"
    )
    try:
        return _look(context, origin, kind, until)
    except Late as error:
        return [f"did not come: {error.message.splitlines()[0]}"]
    finally:
        context.close()


def _look(context: BrowserContext, origin: str, kind: Kind, until: Until) -> list[str]:
    heard, asked = listen(context), _requests(context)
    page = context.new_page()
    response = page.goto(origin + kind.path, wait_until=until)
    if response is None or response.status != kind.status:
        return [f"answers {response and response.status}, not {kind.status}"]
    if kind.press:
        page.locator(kind.press).first.click()
    page.locator(kind.shows).first.wait_for()
    # An error page is told of on the console, too.
    findings = [f"console: {text}" for text in heard if kind.status == 200 or not text.endswith(f"({response.url})")]
    policy = response.headers.get("content-security-policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy:
        findings.append(f"content security policy: {policy or 'none'}")
    findings += [f"asks another origin: {url}" for url in asked if not url.startswith((f"{origin}/", "data:", "blob:"))]
    # Last, because axe adds styles of its own, which the policy forbids.
    return findings + axe(page)


def _requests(context: BrowserContext) -> list[str]:
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url))
    return asked


def axe(page: Page) -> list[str]:
    """Return what axe finds on a page as it is now, each with the places where it found it."""
    return [
        f"axe {violation['id']} ({violation['impact']}): {_places(violation['nodes'])}"
        for violation in Axe().run(page).response["violations"]
    ]


def _places(nodes: list[dict]) -> str:
    shown = [" ".join(map(str, node["target"])) for node in nodes[:3]]
    return ", ".join(shown) + (f" and {len(nodes) - 3} more" if len(nodes) > 3 else "")
