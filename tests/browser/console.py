"""An ear for what goes wrong in a page. It needs no Django, because the audits listen with it, too."""

from playwright.sync_api import BrowserContext, ConsoleMessage


def listen(context: BrowserContext) -> list[str]:
    """Return a list that fills with all that goes wrong in the context's pages.

    Those are errors on the console (which Chromium also writes for a violation of the content security
    policy and for a file that is missing) and exceptions that nobody caught.
    """
    heard: list[str] = []
    context.on("console", lambda message: heard.append(_told(message)) if message.type == "error" else None)
    context.on("weberror", lambda error: heard.append(str(error.error)) if _is_wrong(str(error.error)) else None)
    return heard


def _is_wrong(error: str) -> bool:
    """Whether an exception is one: a page that comes too late to move into place is shown without, which is fine."""
    return "Transition was aborted because of invalid state" not in error


def _told(message: ConsoleMessage) -> str:
    return f"{message.text} ({message.location['url']})"
