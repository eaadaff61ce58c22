"""Running manage.py as a person does: another process, a log of its own, nothing inherited from the test run."""

import os
import subprocess
import sys
from pathlib import Path

# Not from the fixtures: those need Django's settings, which these programs do without.
PROJECT = Path(__file__).resolve().parents[2]


def environment(home: Path, **variables: str) -> dict[str, str]:
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("DATABASE_", "DJANGO_", "PYTEST_")) and name != "TRIPSITE_HOME"
    }
    return inherited | {"TRIPSITE_HOME": str(home)} | variables


def manage(home: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=PROJECT,
        env=environment(home, **variables),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
