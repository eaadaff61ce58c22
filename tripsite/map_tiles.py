"""The tile server of the map, for those who want one."""

import re
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

_HOST = re.compile(r"(\{s\}\.)?[a-z0-9.-]+(:\d+)?", re.IGNORECASE)


def sources(url: str) -> list[str]:
    """Return what the content security policy has to allow so that pictures come from a tile server.

    `url` is Leaflet's form of a tile's address: https://{s}.tiles.example/{z}/{x}/{y}.png
    """
    if not url:
        return []
    parts = urlsplit(url)
    is_complete = all(name in parts.path + parts.query for name in ("{z}", "{x}", "{y}"))
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(parts.netloc) or not is_complete:
        raise ImproperlyConfigured(
            f"MAP_TILES_URL is not the address of map tiles: {url!r}; it looks like https://tiles.example/{{z}}/{{x}}/{{y}}.png"
        )
    return [f"{parts.scheme}://{parts.netloc.replace('{s}', '*')}"]
