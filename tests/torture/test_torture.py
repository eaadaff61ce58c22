"""The short form of `make torture`."""

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
