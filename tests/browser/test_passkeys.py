"""Logging in in a real browser: with a password, and with a passkey that a virtual telephone holds."""

import pytest
from django.core.cache import cache
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.passkeys import (
    add_passkey,
    log_in_with_passkey,
    log_in_with_password,
    log_out,
    page_with_authenticator,
)
from tests.factories import make_owner
from tripsite.accounts.models import AccountEvent

PASSWORD = "a long password of the test"


@pytest.fixture(autouse=True)
def _nothing_counted(transactional_db):
    cache.clear()


def test_an_owner_adds_a_passkey_and_logs_in_with_it_while_locked(live_server, context: BrowserContext, console_errors):
    owner = make_owner()
    page = page_with_authenticator(context)
    log_in_with_password(page, live_server.url, owner.username, PASSWORD)
    expect(page.get_by_role("heading", name="Writing desk")).to_be_visible()
    add_passkey(page, live_server.url, "Telephone", PASSWORD)
    log_out(page)
    for _ in range(5):
        log_in_with_password(page, live_server.url, owner.username, "a guess")
        expect(page.get_by_role("alert")).to_contain_text("not correct")
    log_in_with_password(page, live_server.url, owner.username, PASSWORD)
    expect(page.get_by_role("alert")).to_contain_text("Too many failed login attempts")
    log_in_with_passkey(page, live_server.url)
    told = AccountEvent.objects.filter(account=owner.username).values_list("kind", "detail")
    assert ("factor_added", "passkey or security key “Telephone”") in told
    assert console_errors == []


def test_a_passkey_that_is_not_used_is_told_in_words(live_server, page: Page):
    page.goto(f"{live_server.url}/admin/account/login/")
    page.evaluate(
        "() => { navigator.credentials.get = () => Promise.reject(new DOMException(String(), 'NotAllowedError')); }"
    )
    page.get_by_role("button", name="Log in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("No passkey was used")


def test_at_an_address_of_numbers_the_page_says_where_passkeys_work(live_server, page: Page):
    page.goto(live_server.url.replace("localhost", "127.0.0.1") + "/admin/account/login/")
    expect(page.get_by_role("button", name="Log in", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Log in with a passkey")).to_be_hidden()
