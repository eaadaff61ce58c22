"""Fixtures of the tests in a real browser: this machine's Chromium, and an ear for what its console says."""

import os
import shutil
from pathlib import Path

import pytest
from django.core.management import call_command
from PIL import Image
from playwright.sync_api import BrowserContext, expect

from tests.browser import chromium
from tests.browser.console import listen
from tests.browser.desk import PATIENCE_MS
from tripsite import sample_log

THUMBNAIL = (64, 64)

# Playwright keeps an event loop running in the test's thread, where Django would refuse to use the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict) -> dict:
    path = chromium.find()
    if path is None:
        pytest.skip(chromium.MISSING)
    return browser_type_launch_args | {"executable_path": path, "args": chromium.switches()}


@pytest.fixture
def console_errors(context: BrowserContext):
    """Fail the test at its end when anything went wrong in a page; the list may be read, or emptied, before."""
    heard = listen(context)
    yield heard
    assert heard == []


@pytest.fixture
def small_sample(transactional_db, tmp_path: Path, monkeypatch) -> None:
    """Load the sample log with thumbnails for pictures, whose derivatives take no time."""
    small = shutil.copytree(sample_log.SAMPLE, tmp_path / "sample")
    for path in small.rglob("*.jpg"):
        with Image.open(path) as picture:
            picture.thumbnail(THUMBNAIL)
            picture.save(path)
    monkeypatch.setattr(sample_log, "SAMPLE", small)
    call_command("load_sample", verbosity=0)
