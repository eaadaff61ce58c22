"""Where this machine's Chromium is. Run as a script: prints its path, or exits with status 1."""

import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """Return the path of the first Chromium that starts, or None.

    Some systems have a stand-in of that name which only tells what to install.
    """
    for path in filter(None, map(shutil.which, NAMES)):
        if subprocess.run([path, "--version"], capture_output=True, check=False).returncode == 0:
            return path
    return None


if __name__ == "__main__":
    path = find()
    print(path or "no Chromium")
    sys.exit(0 if path else 1)
