"""This machine's Chromium. Run as a script: prints its path, or exits with status 1."""

import os
import shutil
import subprocess
import sys

from playwright.sync_api import Browser, Playwright

# The shell is the same engine without a window to draw, and takes a fifth less time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MISSING = "no Chromium on this machine (on Debian: apt-get install chromium-headless-shell)"
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
)


def find() -> str | None:
    """Return the path of the first Chromium that starts, or None.

    Some systems have a stand-in of that name which only tells what to install.
    """
    for path in filter(None, map(shutil.which, NAMES)):
        if subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0:
            return path
    return None


def switches() -> list[str]:
    """Return what to start it with: nothing that calls home, and no sandbox for root, who cannot have one."""
    return [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else [*QUIET]


def launch(playwright: Playwright) -> Browser:
    path = find()
    if path is None:
        raise SystemExit(MISSING)
    return playwright.chromium.launch(executable_path=path, args=switches())


if __name__ == "__main__":
    path = find()
    print(path or MISSING)
    sys.exit(0 if path else 1)
