"""The static site in a real browser: the search without a server, lightbox and map, nothing wrong on the console."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from posts.search.words import words_of
from tests.tripsite.site.serving import served
from tripsite.site.building import build

pytestmark = pytest.mark.usefixtures("small_sample", "console_errors")

WORDS = """
    Straße ΟΔΥΣΣΕΥΣ Ærøskøbing Łódź Đakovo ﬁne ½ naïve İstanbul ISTANBUL ẞ ŉ 東京タワー カフェ ｶﾌｪ हिन्दी भाषा ภาษาไทย
    שָׁלוֹם
    مُحَمَّد foo-bar a_b 2024 don’t Ǆ ǰ Å é e\u0301 ㎏ ① 𝔘nicode 𠮷野家 ქართული Việt Nam
"""


@pytest.fixture
def origin(tmp_path: Path):
    build(tmp_path / "site", "https://example.org/log", processes=1)
    # Under a folder of the host, where only relative addresses lead on.
    (tmp_path / "host").mkdir()
    (tmp_path / "site").rename(tmp_path / "host" / "log")
    with served(tmp_path / "host") as address:
        yield f"{address}/log"


def test_static_site_works_under_a_folder_of_a_host(origin: str, page: Page):
    """One build for all of it, which takes longer than looking."""
    _search(origin, page)
    _words_are_told_as_the_log_does(origin, page)
    page.goto(f"{origin}/trips/2024-kobe-patina/")
    page.locator("a[data-figure]").first.click()
    expect(page.locator(".pswp")).to_be_visible()
    page.goto(f"{origin}/map/")
    expect(page.locator("place-map .leaflet-pane").first).to_be_attached()


def _search(origin: str, page: Page) -> None:
    page.goto(f"{origin}/")
    page.get_by_role("link", name="Search").click()
    page.get_by_role("searchbox").fill("SÁUNA harb")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("result")
    expect(page.locator(".result").first.locator(".snippet mark").first).to_be_visible()
    found = page.locator(".result .title a").evaluate_all("links => links.map((link) => link.href)")
    assert all(address.startswith(f"{origin}/") for address in found)
    page.goto(f"{origin}/search/?q=clipboard")
    expect(page.locator(".result").first).to_contain_text("A clipboard, and why")
    page.locator(".narrowing").get_by_role("link", name="Talks").click()
    expect(page.locator(".result .badge").first).to_have_text("Talk")
    page.goto(f"{origin}/search/?q=pekka")
    expect(page.locator(".snippet").filter(has_text="said Pekka").first).to_have_text(re.compile(r"said Pekka\.$"))
    page.goto(f"{origin}/search/?q=zzzz")
    expect(page.get_by_role("status")).to_have_text("Nothing here has all of these words.")


def _words_are_told_as_the_log_does(origin: str, page: Page) -> None:
    told = page.evaluate(
        "async (text) => (await document.querySelector('static-search').index).rules.words(text)", WORDS
    )
    assert told == words_of(WORDS)
