"""The addresses that a rendered text leads to: printed below it, since paper cannot be clicked."""

from html.parser import HTMLParser


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        # What a figure's frame leads to is no part of the text; frames say what they are to the page.
        if tag == "a" and "rel" not in values and is_web_address(values.get("href") or ""):
            self.addresses.append(values["href"] or "")


def web_addresses(rendered: str) -> list[str]:
    """Return where the links of HTML from the renderer lead on the web, each as often as it is there."""
    if "<a" not in rendered:
        return []
    reader = _Reader()
    reader.feed(rendered)
    reader.close()
    return reader.addresses


def is_web_address(address: str) -> bool:
    return address.lower().startswith(("http://", "https://"))
