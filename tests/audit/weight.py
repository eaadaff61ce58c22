"""What a trip page costs its reader: the bytes that come over the line, and whether it reads without scripts."""

from playwright.sync_api import Browser, Request

from .result import Result

MOST_BYTES = 60_000
WEIGHED = ("document", "stylesheet", "script")


def audit_weight(browser: Browser, origin: str, path: str) -> list[Result]:
    return [_weigh(browser, origin + path), _read_without_scripts(browser, origin + path)]


def _weigh(browser: Browser, url: str) -> Result:
    """Add up HTML, stylesheets and scripts as compressed for the way; pictures and fonts are not counted."""
    context = browser.new_context()
    requests: list[Request] = []
    context.on(
        "requestfinished", lambda request: requests.append(request) if request.resource_type in WEIGHED else None
    )
    context.new_page().goto(url, wait_until="networkidle")
    sizes = dict.fromkeys(WEIGHED, 0)
    findings = []
    for request in requests:
        sizes[request.resource_type] += request.sizes()["responseBodySize"]
        if request.response().headers.get("content-encoding") not in ("gzip", "br"):
            findings.append(f"{request.url} is not compressed")
    context.close()
    total = sum(sizes.values())
    if total > MOST_BYTES:
        findings.append(f"{total} bytes, not at most {MOST_BYTES}")
    parts = ", ".join(f"{kind} {size / 1000:.1f} kB" for kind, size in sizes.items())
    return Result("weight of the long trip", f"{total / 1000:.1f} kB compressed ({parts})", findings)


def _read_without_scripts(browser: Browser, url: str) -> Result:
    """Compare the text of a page with and without scripts, and look for scripts that reading waits for."""
    words = {}
    for enabled in (True, False):
        context = browser.new_context(java_script_enabled=enabled)
        page = context.new_page()
        page.goto(url, wait_until="networkidle")
        words[enabled] = page.locator("main").inner_text().split()
        waiting = page.locator("script[src]:not([type=module], [defer], [async])").count()
        context.close()
    findings = [f"{waiting} scripts hold up reading"] if waiting else []
    if words[True] != words[False]:
        findings.append(f"reads {len(words[True])} words with scripts, {len(words[False])} without")
    return Result("reading without scripts", f"{len(words[False])} words", findings)
