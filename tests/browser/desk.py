"""A person at the desk: logs in, and uses a mouse or a finger. The browser itself counts how often."""

import re
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.factories import make_owner

LAPTOP: dict[str, Any] = {"viewport": {"width": 1440, "height": 900}}
TELEPHONE: dict[str, Any] = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}
# What a busy machine may take to answer.
PATIENCE_MS = 60_000
_COUNT = """addEventListener("pointerdown", ({ isTrusted }) => {
  if (isTrusted) sessionStorage.setItem("presses", Number(sessionStorage.getItem("presses")) + 1);
}, true)"""


def log_in(page: Page, address: str) -> None:
    """Open the desk as an owner who is logged in already; logging in itself is tested in test_passkeys.py."""
    carry_session(page.context, address, make_owner())
    page.goto(f"{address}/admin/")
    page.wait_for_load_state("networkidle")


def carry_session(context: BrowserContext, address: str, user: User) -> None:
    """Give a browser the cookie of somebody who is logged in."""
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": address}])


def until(page: Page, condition: Callable[[], Any]) -> None:
    """Wait while the page goes on."""
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while not condition():
        assert time.monotonic() < deadline
        page.wait_for_timeout(50)


class Writer:
    """Somebody with one page before them, whose ways are counted from when they were made."""

    def __init__(self, page: Page, *, has_mouse: bool) -> None:
        self.page = page
        self.has_mouse = has_mouse
        self.loads: list[str] = []
        page.evaluate(_COUNT)
        page.add_init_script(_COUNT)
        page.on("domcontentloaded", lambda loaded: self.loads.append(loaded.url))

    def press(self, target: Locator) -> None:
        if self.has_mouse:
            target.click()
        else:
            target.tap()

    def presses(self) -> int:
        return int(self.page.evaluate("sessionStorage.getItem('presses')"))

    def type(self, words: str) -> None:
        """Write where the cursor is, a paragraph at once."""
        self.page.keyboard.insert_text(words)

    def spell(self, words: str) -> None:
        """Write where the cursor is, key by key, as what completes names wants it."""
        self.page.keyboard.type(words)

    def name(self, typed: str, whole: str, *, is_new: bool) -> None:
        """Name somebody in a text; with a mouse there is a keyboard, too, which takes the first or goes down."""
        text = self.page.locator("#id_body")
        before = text.input_value()
        self.spell(f"@{typed}")
        choice = self.page.locator(".editor-choices").get_by_role("option").filter(has_text=whole)
        choice = choice.filter(has_text=re.compile("^New person:") if is_new else re.compile("^person|^(?!New)")).first
        expect(choice).to_be_visible()
        if not self.has_mouse:
            self.press(choice)
        else:
            if is_new:
                self.page.keyboard.press("ArrowDown")
            expect(choice).to_have_attribute("aria-selected", "true")
            self.page.keyboard.press("Enter")
        label = whole if is_new or f"[{whole}](" not in before else typed
        expect(text).to_have_value(re.compile(rf"\[{label}\]\(person:[^)]+\)$"))
