"""A telephone that holds passkeys, as Chromium's own stand-in for one, and what somebody does with it."""

from playwright.sync_api import BrowserContext, Page, expect

AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def page_with_authenticator(context: BrowserContext) -> Page:
    page = context.new_page()
    browser = context.new_cdp_session(page)
    browser.send("WebAuthn.enable")
    browser.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
    return page


def log_in_with_password(page: Page, address: str, name: str, password: str) -> None:
    page.goto(f"{address}/admin/")
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Log in", exact=True).click()


def add_passkey(page: Page, address: str, name: str, password: str) -> None:
    """Add a passkey to the account of who is logged in, which asks for the password once more."""
    page.goto(f"{address}/admin/account/2fa/")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("What you call it").fill(name)
    page.get_by_role("button", name="Add it").click()
    page.wait_for_url("**/2fa/recovery-codes/**")


def log_out(page: Page) -> None:
    page.get_by_role("button", name="Log out").click()


def log_in_with_passkey(page: Page, address: str) -> None:
    page.goto(f"{address}/admin/")
    page.get_by_role("button", name="Log in with a passkey").click()
    expect(page.get_by_role("button", name="Log out")).to_be_visible()
