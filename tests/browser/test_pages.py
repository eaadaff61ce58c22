"""Every kind of page, in short: what `make audit` does at length, in one view of each and with small pictures."""

import shutil
from pathlib import Path

import pytest
from django.core.management import call_command
from PIL import Image
from playwright.sync_api import Browser, Page

from tests.audit.in_browser import VIEWS, axe, look
from tests.audit.links import crawl
from tests.audit.pages import PAGES
from tripsite import sample_log

THUMBNAIL = (64, 64)


@pytest.fixture
def small_sample(tmp_path: Path, monkeypatch) -> None:
    """Load the sample log with thumbnails for pictures, whose derivatives take no time."""
    small = shutil.copytree(sample_log.SAMPLE, tmp_path / "sample")
    for path in small.rglob("*.jpg"):
        with Image.open(path) as picture:
            picture.thumbnail(THUMBNAIL)
            picture.save(path)
    monkeypatch.setattr(sample_log, "SAMPLE", small)
    call_command("load_sample", verbosity=0)


@pytest.mark.django_db(transaction=True)
def test_every_kind_of_page_is_accessible_and_quiet_and_its_links_lead_somewhere(
    live_server, browser: Browser, small_sample
):
    """The views take turns, so that each kind of page is seen in one and each view is used."""
    views = [VIEWS[number % len(VIEWS)] for number in range(len(PAGES))]
    findings = {
        f"{name} ({view})": look(browser, view, live_server.url, kind, until="load")
        for view, (name, kind) in zip(views, PAGES.items(), strict=True)
    }
    assert {name: found for name, found in findings.items() if found} == {}
    assert crawl(live_server.url)[1] == []


def test_axe_tells_what_is_wrong_and_where(page: Page):
    page.set_content('<html lang="en"><title>A page</title><main><h1>Faulty</h1><img src="x.png"></main>')
    assert axe(page) == ["axe image-alt (critical): img"]
