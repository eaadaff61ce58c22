"""Pages of accounts as who makes mistakes meets them; `tests/audit/desk_pages.py` has them as they are at first."""

import re
from collections.abc import Callable

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth.models import User
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect

from tests.audit.desk import of_the_view
from tests.audit.in_browser import View
from tests.browser.passkeys import add_passkey, log_in_with_password, log_out, page_with_authenticator
from tests.factories import make_owner
from tripsite.accounts.passwords import link_to_new

PASSWORD = "a long password of the test"
VIEWS = [View(390, "dark"), View(1440, "light")]


@pytest.fixture(autouse=True)
def _nothing_counted(transactional_db):
    cache.clear()


@pytest.fixture
def owner(transactional_db) -> User:
    return make_owner()


@pytest.fixture
def look(page: Page):
    """Give a function that finds what is wrong with a page as it is now; the test fails for it at its end."""
    found: list[str] = []

    def look(page: Page) -> None:
        for view in VIEWS:
            found.extend(f"{page.url}, {view}: {finding}" for finding in of_the_view(page, view))

    yield look
    assert found == []


def wrong(page: Page, label: str) -> str:
    """Return what a field's error says, as it is told to who cannot see it."""
    field = page.get_by_label(label, exact=True)
    expect(field).to_have_attribute("aria-invalid", "true")
    identifier = str(field.get_attribute("aria-describedby")).split()[0]
    return page.locator(f"#{identifier}").inner_text()


def test_a_mistake_in_logging_in_is_told_of(live_server, page: Page, owner, look: Callable[[Page], None]):
    TOTP.activate(owner, "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    log_in_with_password(page, live_server.url, owner.username, "a guess")
    expect(page.get_by_role("alert")).to_contain_text("not correct")
    expect(page.get_by_label("Username")).to_have_value(owner.username)
    look(page)
    log_in_with_password(page, live_server.url, owner.username, PASSWORD)
    expect(page.get_by_role("heading", name="One thing more")).to_be_visible()
    for _ in range(6):
        page.get_by_label("Code").fill("000000")
        with page.expect_navigation():
            page.get_by_role("button", name="Log in").click()
        if "Incorrect code." not in wrong(page, "Code"):
            break
        look(page)
    assert wrong(page, "Code") == "Too many failed login attempts. Wait five minutes, or use a passkey."
    look(page)
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()


def test_too_many_tries_have_a_page(live_server, page: Page, look, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    for _ in range(2):
        log_in_with_password(page, live_server.url, "somebody", "a guess")
        page.wait_for_load_state()
    expect(page.get_by_role("heading", name="Too many tries")).to_be_visible()
    look(page)


def test_a_mistake_in_a_new_password_is_told_of(live_server, page: Page, owner, look):
    page.goto(live_server.url + link_to_new(owner))
    page.get_by_label("New password", exact=True).fill("short")
    page.get_by_label("The new password again").fill("short")
    page.get_by_role("button", name="Set it").click()
    assert "too short" in wrong(page, "New password")
    look(page)
    page.get_by_label("New password", exact=True).fill("another long password")
    page.get_by_label("The new password again").fill("yet another password")
    page.get_by_role("button", name="Set it").click()
    assert "same password" in wrong(page, "The new password again")
    page.get_by_label("New password", exact=True).fill("another long password")
    page.get_by_label("The new password again").fill("another long password")
    page.get_by_role("button", name="Set it").click()
    expect(page.get_by_role("heading", name="The new password is set")).to_be_visible()
    look(page)
    page.locator("#content").get_by_role("link", name="Log in").click()
    expect(page.get_by_label("Username")).to_be_visible()


def test_a_lost_password_is_asked_for_by_an_address(live_server, page: Page, owner, look, settings):
    settings.SENDS_MAIL = True
    page.goto(live_server.url + reverse("account_reset_password"))
    page.evaluate("document.forms[0].noValidate = true")
    page.get_by_label("Mail address").fill("nobody")
    page.get_by_role("button", name="Send it").click()
    assert "valid email address" in wrong(page, "Mail address of your account")
    expect(page.get_by_label("Mail address")).to_have_value("nobody")
    look(page)
    page.get_by_label("Mail address").fill("nobody@example.org")
    page.get_by_role("button", name="Send it").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    look(page)


def test_second_factors_are_turned_on_used_and_given_up(live_server, context: BrowserContext, owner, look):
    page = page_with_authenticator(context)
    log_in_with_password(page, live_server.url, owner.username, PASSWORD)
    page.goto(live_server.url + reverse("account_reauthenticate"))
    page.get_by_label("Password").fill("a guess")
    page.get_by_role("button", name="Go on").click()
    assert wrong(page, "Password") == "Incorrect password."
    look(page)
    add_passkey(page, live_server.url, "Telephone", PASSWORD)
    expect(page.locator(".account-codes li")).to_have_count(10)
    look(page)
    page.get_by_role("link", name="Done").click()
    page.get_by_role("link", name="Turn it on").click()
    expect(page.get_by_role("link", name="open it in the app on this device")).to_have_attribute(
        "href", re.compile(r"^otpauth://totp/")
    )
    page.get_by_label("Code that the app shows").fill("000000")
    page.get_by_role("button", name="Turn it on").click()
    assert wrong(page, "Code that the app shows") == "Incorrect code."
    look(page)
    log_out(page)
    expect(page.get_by_text("You are logged out.")).to_be_visible()
    log_in_with_password(page, live_server.url, owner.username, PASSWORD)
    look(page)
    page.get_by_role("button", name="Use a passkey or security key").click()
    expect(page.get_by_role("heading", name="Writing desk")).to_be_visible()
    page.goto(live_server.url + reverse("mfa_list_webauthn"))
    page.get_by_role("link", name="Remove Telephone").click()
    page.get_by_role("link", name="With a passkey or security key instead").click()
    look(page)
    page.get_by_role("button", name="Use a passkey or security key").click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_text("The passkey is removed.")).to_be_visible()
