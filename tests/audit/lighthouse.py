"""Lighthouse, as on a phone (its default): the scores a page gets in the median of several runs."""

import json
import os
import statistics
import subprocess
import tempfile
from typing import Any
from urllib.parse import urlsplit
from urllib.request import urlopen

from tests.browser import chromium

from .result import Result
from .tools import NODE_MODULES, what_is_missing

PROGRAM = NODE_MODULES / "lighthouse" / "cli" / "index.js"
LEAST = {"performance": 99, "accessibility": 100, "best-practices": 100, "seo": 100}
# No name but this machine's own is looked up, so that nothing calls out.
FLAGS = ("--headless=new", "--host-resolver-rules='MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'")


def audit_lighthouse(name: str, url: str, runs: int) -> Result:
    """Run it so many times on one page."""
    title = f"Lighthouse: {name}"
    if missing := what_is_missing("node", PROGRAM):
        return Result(title, "", skipped=missing)
    _warm_up(url)
    reports = [_run(url) for _ in range(runs)]
    medians = {
        category: round(100 * statistics.median(report["categories"][category]["score"] or 0 for report in reports))
        for category in LEAST
    }
    shift = statistics.median(report["audits"]["cumulative-layout-shift"]["numericValue"] for report in reports)
    measured = ", ".join(f"{category} {score}" for category, score in medians.items())
    findings = [
        f"{category} {medians[category]}, not {least}: {'; '.join(_reasons(reports[-1], category))}"
        for category, least in LEAST.items()
        if medians[category] < least
    ]
    if shift:
        findings.append(f"layout shift {shift:.3f}, not 0")
    return Result(title, f"{measured}, layout shift {shift:.3f}", findings + _calls_out(reports[-1], url))


def _warm_up(url: str) -> None:
    """Have each of the server's processes make the page once: the first time, it reads its templates."""
    for _ in range(8):
        urlopen(url, timeout=60).close()


def _run(url: str) -> dict[str, Any]:
    flags = [*FLAGS, *chromium.switches()]
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"CHROME_PATH": chromium.find() or "", "HOME": home, "CI": "1"}
        command = ["node", str(PROGRAM), url, "--quiet", "--output=json", "--no-enable-error-reporting"]
        result = subprocess.run(
            [*command, f"--only-categories={','.join(LEAST)}", f"--chrome-flags={' '.join(flags)}"],
            env=environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
    if result.returncode:
        raise SystemExit(f"Lighthouse failed on {url}:\n{result.stderr[-2000:]}")
    report: dict[str, Any] = json.loads(result.stdout)
    return report


def _reasons(report: dict[str, Any], category: str) -> list[str]:
    """Return which of a category's audits are not passed, with what they say of themselves."""
    audits = [report["audits"][item["id"]] for item in report["categories"][category]["auditRefs"]]
    return [
        f"{audit['id']} {audit.get('displayValue', '')}".strip()
        for audit in audits
        if audit["score"] is not None and audit["score"] < 0.9
    ]


def _calls_out(report: dict[str, Any], url: str) -> list[str]:
    asked = [item["url"] for item in report["audits"]["network-requests"]["details"]["items"]]
    own = (urlsplit(url).netloc, "")
    return [f"asks another origin: {address}" for address in asked if urlsplit(address).netloc not in own]
