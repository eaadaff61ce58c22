"""Guessing at a password from ten addresses, on a real server of four processes: locked for all, but for a passkey."""

import shutil
from concurrent.futures import ThreadPoolExecutor

from playwright.sync_api import BrowserContext, expect

from tests.browser.passkeys import (
    add_passkey,
    log_in_with_passkey,
    log_in_with_password,
    log_out,
    page_with_authenticator,
)
from tests.tripsite.accounts.serving import PASSWORD, Visitor, add_writer
from tests.tripsite.serving import free_port, served

GUESSES = 50
ADDRESSES = 10
# As in the settings: so many at one account in five minutes, from wherever.
ALLOWED = 5


def test_fifty_guesses_from_ten_addresses_lock_the_password_and_no_passkey(
    empty_log, tmp_path, context: BrowserContext
):
    home, port, output = shutil.copytree(empty_log, tmp_path / "log"), free_port(), tmp_path / "output"
    add_writer(home)
    address = f"http://localhost:{port}"
    with served(home, port, "--workers", "4", output=output, TRUSTED_PROXIES="1"):
        page = page_with_authenticator(context)
        log_in_with_password(page, address, "writer", PASSWORD)
        add_passkey(page, address, "Telephone", PASSWORD)
        log_out(page)

        def guess(number: int) -> str:
            visitor = Visitor(port, f"203.0.113.{number % ADDRESSES + 1}")
            status, shown = visitor.log_in(f"guess {number}")
            assert status == 200
            return "locked" if "Too many failed login attempts" in shown else "wrong" if "not correct" in shown else "?"

        with ThreadPoolExecutor(ADDRESSES) as pool:
            answers = list(pool.map(guess, range(GUESSES)))
        assert (answers.count("wrong"), answers.count("locked")) == (ALLOWED, GUESSES - ALLOWED)
        assert "Too many failed login attempts" in Visitor(port, "203.0.113.99").log_in(PASSWORD)[1]
        log_in_with_passkey(page, address)
    # What is deployed anew finds the same sessions.
    with served(home, port, "--workers", "4", output=output, TRUSTED_PROXIES="1"):
        page.goto(f"{address}/admin/")
        expect(page.get_by_role("button", name="Log out")).to_be_visible()
