"""The short form of `make torture`."""

import os
import subprocess
import sys

from tests.conftest import PROJECT


def test_what_was_acknowledged_survives_being_killed():
    result = subprocess.run(
        [sys.executable, "-m", "tests.torture", "--rounds", "1"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.endswith("nothing half, nothing left behind.\n")


def test_the_load_run_needs_no_settings_of_its_caller():
    """It starts servers of its own; `make load` gives it nothing."""
    bare = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    asked = [sys.executable, "-m", "tests.torture.load", "--help"]
    assert subprocess.run(asked, cwd=PROJECT, env=bare, capture_output=True, check=False).returncode == 0
