"""The ear itself: what it would miss, every other browser test would miss too."""

from playwright.sync_api import BrowserContext, Page

from tests.browser.console import listen

PAGE = """<!doctype html><title>Noisy</title><link rel="icon" href="data:,">
<p style="color: red">styled</p><script>console.log("unsafe")</script>
<script src="/noisy.js"></script><img src="/missing.png" alt="">"""
SCRIPT = """console.warn("only a warning"); console.error("said so"); throw new Error("thrown")"""


def answer(route):
    path = route.request.url.removeprefix("http://tripsite.test")
    if path == "/":
        policy = {"Content-Security-Policy": "default-src 'self' data:"}
        route.fulfill(body=PAGE, content_type="text/html", headers=policy)
    elif path == "/noisy.js":
        route.fulfill(body=SCRIPT, content_type="text/javascript")
    else:
        route.fulfill(status=404)


def test_all_that_goes_wrong_is_heard(context: BrowserContext, page: Page):
    heard = listen(context)
    context.route("**", answer)
    page.goto("http://tripsite.test/", wait_until="networkidle")
    expected = ("Applying inline style", "Executing inline script", "Failed to load resource", "said so", "thrown")
    assert [text.startswith(start) for text, start in zip(sorted(heard), expected, strict=True)] == [True] * 5


def test_the_login_page_is_quiet(live_server, page: Page, console_errors):
    page.goto(f"{live_server}/admin/", wait_until="networkidle")
    assert page.get_by_label("Username").is_visible()
