"""The addresses that a rendered text leads to: printed below it, since paper cannot be clicked."""

import html
import re

# The renderer writes double quotes around every value, and none inside one.
_LINK = re.compile(r'<a((?:\s+[\w:-]+="[^"]*")*)\s*>')
_ATTRIBUTE = re.compile(r'\s+([\w:-]+)="([^"]*)"')


def web_addresses(rendered: str) -> list[str]:
    """Return where the links of HTML from the renderer lead on the web, each as often as it is there."""
    links = (dict(_ATTRIBUTE.findall(link[1])) for link in _LINK.finditer(rendered))
    # What a figure's frame leads to is no part of the text; frames say what they are to the page.
    addresses = (html.unescape(link.get("href", "")) for link in links if "rel" not in link)
    return [address for address in addresses if is_web_address(address)]


def is_web_address(address: str) -> bool:
    return address.lower().startswith(("http://", "https://"))
