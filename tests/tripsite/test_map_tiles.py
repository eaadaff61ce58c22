import pytest
from django.core.exceptions import ImproperlyConfigured

from tripsite.map_tiles import sources


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("", []),
        ("https://tiles.example/{z}/{x}/{y}.png", ["https://tiles.example"]),
        ("https://{s}.tiles.example:8080/{z}/{x}/{y}{r}.png?key=1", ["https://*.tiles.example:8080"]),
        ("http://localhost:8000/{z}/{x}/{y}.png", ["http://localhost:8000"]),
    ],
)
def test_the_policy_allows_the_tile_server_and_nothing_else(url, allowed):
    assert sources(url) == allowed


@pytest.mark.parametrize(
    "url",
    [
        "tiles.example/{z}/{x}/{y}.png",
        "https://tiles.example/tiles.png",
        "https://tiles-{s}.example/{z}/{x}/{y}.png",
        "https://tiles.example; script-src *//{z}/{x}/{y}.png",
        "ftp://tiles.example/{z}/{x}/{y}.png",
    ],
)
def test_an_address_that_is_none_of_tiles_is_refused(url):
    with pytest.raises(ImproperlyConfigured, match="MAP_TILES_URL is not the address of map tiles"):
        sources(url)
