"""`make audit`: all audits of a fresh sample log, as a table. Exits with 1 if anything was found."""

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.browser import chromium
from tests.sample_server import fresh_log, manage, serving

from .desk import audit_desk
from .in_browser import audit_views
from .lighthouse import audit_lighthouse
from .links import audit_links
from .markup import audit_markup
from .pages import LONG_TRIP, PERSON
from .result import Result
from .weight import audit_weight

AUDITS = ("pages", "desk", "markup", "weight", "links", "lighthouse")
LIGHTHOUSE = {"trip with 20 pictures": LONG_TRIP, "home": "/", "person": PERSON}


def main() -> None:
    options = _options()
    if chromium.find() is None:
        sys.exit(chromium.MISSING)
    with fresh_log() as home:
        manage(home, "shell", "--verbosity=0", "-c", "from tests.audit import additions; additions.make()")
        with serving(home) as origin:
            results = []
            for result in audits(home, origin, options.only, options.runs):
                show(result)
                results.append(result)
    findings = sum(len(result.findings) for result in results)
    skipped = [result for result in results if result.skipped]
    print(f"\n{findings} findings, {len(skipped)} audits skipped. Load of the machine: {os.getloadavg()[0]:.1f}")
    sys.exit(bool(findings or (skipped and os.environ.get("AUDIT_STRICT") == "1")))


def audits(home: Path, origin: str, only: list[str], runs: int) -> Iterator[Result]:
    with sync_playwright() as playwright:
        browser = chromium.launch(playwright)
        if "pages" in only:
            yield audit_views(browser, origin)
        if "desk" in only:
            yield audit_desk(home, browser, origin)
        if "weight" in only:
            yield from audit_weight(browser, origin, LONG_TRIP)
        browser.close()
    if "links" in only:
        yield audit_links(origin)
    if "markup" in only:
        yield audit_markup(home, origin)
    if "lighthouse" in only:
        for name, path in LIGHTHOUSE.items():
            yield audit_lighthouse(name, origin + path, runs)


def show(result: Result) -> None:
    verdict = f"{len(result.findings)} findings" if result.findings else "as it should be"
    told = f"skipped: {result.skipped}" if result.skipped else f"{verdict:<18}{result.measured}"
    print(f"{result.name:<34}{told}")
    for finding in result.findings:
        print(f"    {finding}")
    sys.stdout.flush()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make audit", description=__doc__)
    parser.add_argument("--runs", type=int, default=5, help="how often Lighthouse looks at each page (%(default)s)")
    parser.add_argument("--only", nargs="+", choices=AUDITS, default=AUDITS, help="these audits instead of all")
    return parser.parse_args()


if __name__ == "__main__":
    main()
