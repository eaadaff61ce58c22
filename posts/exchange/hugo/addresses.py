"""What an address on the web says by itself: a profile, a map, a company page, or nothing."""

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

from people.links import Sort, host_of, recognise, split

AddressKind = Literal["profile", "account", "site", "map", "company", "document", "unknown"]

# host and path of maps
_MAPS: tuple[tuple[str, str], ...] = (
    (r"maps\.app\.goo\.gl|goo\.gl", r"/.*"),
    (r"maps\.google\.[a-z.]+|maps\.apple\.com|maps\.app", r".*"),
    (r"google\.[a-z.]+", r"/maps.*"),
    (r"(openstreetmap|osm)\.org|osmand\.net|organicmaps\.app", r".*"),
    (r"waze\.com|mapy\.(cz|com)|what3words\.com", r".*"),
    (r"g\.page|g\.co", r"/.+"),
    (r"foursquare\.com|swarmapp\.com", r"/v/.*"),
    (r"yelp\.[a-z.]+", r"/biz/.*"),
    (r"tripadvisor\.[a-z.]+", r"/(Restaurant|Hotel|Attraction)_Review.*"),
    (r"booking\.com", r"/hotel/.*"),
)  # fmt: skip
_COMPILED_MAPS = [(re.compile(host), re.compile(path, re.IGNORECASE)) for host, path in _MAPS]
_NEVER_PERSONAL = re.compile(
    r"(.*\.)?(wikipedia\.org|wikimedia\.org|wikidata\.org|youtube\.com|youtu\.be|vimeo\.com|readthedocs\.(io"
    r"|org)|docs\.rs"
    r"|amazon\.[a-z.]+|apple\.com|google\.com|microsoft\.com|github\.com|gitlab\.com|(?:npm[a-z]*|crates|pkg)\.(?:com|io)|arxiv\.org"
    r"|doi\.org|eventbrite\.[a-z.]+|meetup\.com|medium\.com|nytimes\.com|imdb\.com|spotify\.com|flickr\.com"
    r"|slideshare\.net"
    r"|speakerdeck\.com|bit\.ly|t\.co|archive\.org|pretalx\.com|reddit\.com|ycombinator\.com|discord\.(gg|com))"
)
_PERSONAL_PATH = re.compile(
    r"/?|/~[^/]+/?|/(index\.(html?|php)|about(-me)?|me|bio|blog|home|en|de|fr|cv|contact)(\.html?)?/?"
)


@dataclass(frozen=True)
class Address:
    """`link_kind` is the kind of a person's link (people.PersonLink.Kind) this would be."""

    kind: AddressKind
    link_kind: str
    host: str
    path: str
    reason: str


def describe(url: str) -> Address:
    if url.lower().startswith("geo:"):
        return Address("map", "", "", "", "a geo: address")
    parts = split(url)
    if parts is None:
        return Address("unknown", "other", "", "", "no web address")
    host, path = host_of(parts), unquote(parts.path)
    if any(on.fullmatch(host) and at.fullmatch(path) for on, at in _COMPILED_MAPS):
        return Address("map", "", host, path, f"a map link ({host})")
    if recognised := recognise(host, path):
        sort, link_kind = recognised
        return Address(sort, link_kind, host, path, f"{_WORDS[sort]} ({host})")
    if "/maps/" in path and host.endswith("google.com"):
        return Address("map", "", host, path, f"a map link ({host})")
    if host.endswith(".github.io") and not path.strip("/"):
        return Address("account", "site", host, path, "somebody's pages on GitHub")
    if _NEVER_PERSONAL.fullmatch(host) or not _PERSONAL_PATH.fullmatch(path):
        return Address("document", "other", host, path, f"a page on {host}")
    return Address("site", "site", host, path, f"a site of its own ({host})")


_WORDS: dict[Sort, str] = {
    "profile": "a person's profile",
    "account": "an account page",
    "company": "an organisation's page",
}

_NUMBER = r"(-?\d{1,3}\.\d+)"
# The pin of a place first, then what a link asks for, then merely the part of the map it shows.
_POSITIONS = [
    re.compile(rf"!3d{_NUMBER}!4d{_NUMBER}"),
    re.compile(rf"mlat={_NUMBER}&(?:amp;)?mlon={_NUMBER}"),
    re.compile(rf"[@=/:]{_NUMBER},\s*{_NUMBER}"),
    re.compile(rf"#map=\d+/{_NUMBER}/{_NUMBER}"),
]


def position(url: str) -> tuple[float, float] | None:
    """Return latitude and longitude where a map link spells them out."""
    for pattern in _POSITIONS:
        if found := pattern.search(unquote(url)):
            latitude, longitude = float(found[1]), float(found[2])
            if abs(latitude) <= 90 and abs(longitude) <= 180:
                return latitude, longitude
    return None
