"""Where an address of the log lies among plain files, and what an address on a page becomes there.

A file has no query. What a list is asked for in one becomes a part of the path: `/talks/?page=2` is `/talks/page/2/`.
Where the site lies in a folder of its host, its addresses begin with that: relative ones would lead astray from where a
script has put another address into the bar, as the lightbox does.
"""

import re
from html import escape, unescape
from urllib.parse import parse_qsl, unquote, urlsplit

# What parts a long list, in the order in which it stands in a path.
PARTS_OF_A_LIST = ("before", "after", "page", "mentions", "p")
INDEX = "index.html"
MAX_NAME = 255

_LINKING = re.compile(r'<(?:a|area|form|img|link|script|source|[a-z]+-[a-z-]+)\s(?:[^"<>]|"[^"]*")*>')
_ADDRESS = re.compile(r'(\s(?:href|src|srcset|action|data-script|data-styles|data-outline)=")([^"]*)"')
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")


class NameTooLong(Exception):
    """An address has a part that is longer than a file's name may be."""


def static_form(address: str) -> str:
    """Return the address by which static files answer an address of the log, with its other queries and fragment."""
    if "?" not in address:
        return address
    url = urlsplit(address)
    asked = dict(parse_qsl(url.query))
    path = url.path
    for name in PARTS_OF_A_LIST:
        if name in asked and (name, asked[name]) not in (("page", "1"), ("mentions", "1"), ("p", "1")):
            path = _with_part(path, name, asked[name])
    rest = "&".join(part for part in url.query.split("&") if part.partition("=")[0] not in PARTS_OF_A_LIST)
    return path + (f"?{rest}" if rest else "") + (f"#{url.fragment}" if url.fragment else "")


def _with_part(path: str, name: str, value: str) -> str:
    # A tilde and a number in hexadecimal, where a percent sign would be read by servers.
    plain = _UNSAFE.sub(lambda letter: f"~{ord(letter[0]):x}~", value)
    if path.endswith("/"):
        return f"{path}{name}/{plain}/"
    start, dot, suffix = path.rpartition(".")
    return f"{start}-{plain}{dot}{suffix}"


def file_of(address: str) -> str:
    """Return the name of the file, relative to the folder, in which the answer to an address lies."""
    path = unquote(urlsplit(static_form(address)).path).removeprefix("/")
    name = path + INDEX if path.endswith("/") or not path else path
    if any(len(part.encode()) > MAX_NAME for part in name.split("/")):
        raise NameTooLong(f"{address}: longer than the name of a file may be; shorten its slug")
    return name


def settled(page: str, address: str, folder: str) -> tuple[str, list[str]]:
    """Return a page with addresses as they are under a folder of the host, and those of further parts of its list.

    `address` is its own, which those that begin with a question mark complete; `folder` begins and ends with a slash.
    """
    own = urlsplit(address).path
    parts: list[str] = []

    def led(found: re.Match[str]) -> str:
        value = found[2]
        if value.startswith("?"):
            value = own + value
        if not value.startswith("/") or value.startswith("//"):
            return found[0]
        if found[1].strip() == 'srcset="':
            return f'{found[1]}{", ".join(_under(folder, each) for each in value.split(", "))}"'
        if "?" in value:
            asked = unescape(value)
            value = escape(static_form(asked))
            if file_of(asked) != file_of(asked.partition("?")[0]):
                parts.append(asked.partition("#")[0])
        return f'{found[1]}{_under(folder, value)}"'

    def within(tag: re.Match[str]) -> str:
        return _ADDRESS.sub(led, tag[0]) if '="/' in tag[0] or '="?' in tag[0] else tag[0]

    return _LINKING.sub(within, page), parts


def _under(folder: str, address: str) -> str:
    return folder + address[1:]
