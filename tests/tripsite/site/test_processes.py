"""A build as it is run: by several processes, and killed in the middle."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from .folders import differing

ROOT = Path(__file__).resolve().parents[3]
TRIPS = 6  # of which more units come than one process makes alone


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A log of its own, which other processes see."""
    home = tmp_path / "home"
    _manage(home, "make_log", "--trips", str(TRIPS), "--seed", "3", "--verbosity", "0")
    _manage(home, "collectstatic", "--no-input", "--verbosity", "0")
    return home


def _environment(home: Path) -> dict[str, str]:
    return os.environ | {"TRIPSITE_HOME": str(home), "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "tripsite.settings"}


def _manage(home: Path, *arguments: str) -> None:
    subprocess.run([sys.executable, "manage.py", *arguments], check=True, env=_environment(home), cwd=ROOT)


def _build(home: Path, site: Path, processes: int) -> None:
    _manage(home, *_building(site, processes))


def _building(site: Path, processes: int) -> list[str]:
    url = "https://example.org"
    return ["build_site", str(site), "--url", url, "--processes", str(processes), "--verbosity", "0"]


def test_several_processes_make_what_one_makes_and_a_killed_build_is_made_good(home: Path, tmp_path: Path):
    """Killed at three moments, the last time while it brings a whole site up to date."""
    one, killed = tmp_path / "one", tmp_path / "killed"
    began = time.monotonic()
    _build(home, one, 1)
    lasted = time.monotonic() - began
    rng = random.Random(1)  # noqa: S311 - a test's
    for _ in range(3):
        command = [sys.executable, "manage.py", *_building(killed, 2)]
        building = subprocess.Popen(command, env=_environment(home), cwd=ROOT, start_new_session=True)
        time.sleep(lasted * rng.uniform(0.1, 0.6))
        os.killpg(building.pid, signal.SIGKILL)
        building.wait()
    _build(home, killed, 2)
    assert differing(one, killed) == []
    assert not list(killed.rglob("*.part"))
