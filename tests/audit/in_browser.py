"""A page in a real Chromium: what its console says, where its requests go, what axe finds."""

from dataclasses import dataclass
from typing import Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import listen

from .pages import LONG, PAGES, STATUS
from .result import Result

WIDTHS = {390: 844, 1440: 900}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


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
    paths = PAGES | LONG
    findings = [
        f"{name} ({view}): {finding}"
        for view in VIEWS
        for name, path in paths.items()
        for finding in look(browser, view, origin, path, STATUS.get(name, 200))
    ]
    return Result("axe, console, requests", f"{len(paths)} pages, {len(VIEWS)} views of each", findings)


def look(browser: Browser, view: View, origin: str, path: str, status: int = 200) -> list[str]:
    """Open a page and return what is wrong with it."""
    context = browser.new_context(
        viewport={"width": view.width, "height": WIDTHS[view.width]}, color_scheme=view.scheme, reduced_motion="reduce"
    )
    try:
        return _look(context, origin, path, status)
    finally:
        context.close()


def _look(context: BrowserContext, origin: str, path: str, status: int) -> list[str]:
    heard, asked = listen(context), _requests(context)
    page = context.new_page()
    response = page.goto(origin + path, wait_until="networkidle")
    if response is None or response.status != status:
        return [f"answers {response and response.status}, not {status}"]
    policy = response.headers.get("content-security-policy", "")
    findings = [f"console: {text}" for text in heard if not (status != 200 and text.endswith(f"({origin + path})"))]
    if "default-src 'self'" not in policy or "unsafe" in policy:
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
