"""What an address on the web says by itself: a profile, a map, a company page, or nothing."""

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit

AddressKind = Literal["profile", "account", "site", "map", "company", "document", "unknown"]

_ONE = r"/[^/]+/?"
# host, path, what it is, the kind of a person's link
_RULES: tuple[tuple[str, str, AddressKind, str], ...] = (
    (r"linkedin\.com", r"/(in|pub)/[^/]+.*", "profile", "linkedin"),
    (r"linkedin\.com", r"/(company|school|showcase)/.*", "company", ""),
    (r"orcid\.org", r"/[\dX-]+/?", "profile", "orcid"),
    (r"keybase\.io|about\.me|sessionize\.com|twitch\.tv|last\.fm|polywork\.com|read\.cv", _ONE, "profile", "other"),
    (r"stackoverflow\.com|.*\.stackexchange\.com", r"/users/\d+.*", "profile", "other"),
    (r"scholar\.google\.[a-z.]+", r"/citations", "profile", "other"),
    (r"researchgate\.net", r"/profile/.*", "profile", "other"),
    (r"dblp\.(org|uni-trier\.de)", r"/pid/.*|/pers/.*", "profile", "other"),
    (r"github\.com", r"/(orgs|sponsors|topics|features|about|marketplace)(/.*)?", "company", ""),
    (r"github\.com", _ONE, "account", "github"),
    (r"gitlab\.com|codeberg\.org|git\.sr\.ht|sr\.ht|bitbucket\.org", _ONE, "account", "gitlab"),
    (r"twitter\.com", r"/[^/]+/?", "account", "twitter"),
    (r"bsky\.app", r"/profile/[^/]+/?", "account", "bluesky"),
    (r"instagram\.com|facebook\.com|t\.me|threads\.net|youtube\.com|medium\.com|dev\.to|tiktok\.com", r"/@?[^/]+/?",
     "account", "other"),
    (r".*", r"/(users/|@)[^/@]+(@[^/]+)?/?", "account", "mastodon"),
    (r".*", r"(/.*)?/(speakers?|people|person|team|staff|presenters?|referent(en|innen)?|members?)/[^/]+.*", "profile",
     "speaker"),
    (r"maps\.app\.goo\.gl|goo\.gl", r"/.*", "map", ""),
    (r"maps\.google\.[a-z.]+|maps\.apple\.com|maps\.app", r".*", "map", ""),
    (r"google\.[a-z.]+", r"/maps.*", "map", ""),
    (r"(openstreetmap|osm)\.org|osmand\.net|organicmaps\.app", r".*", "map", ""),
    (r"waze\.com|mapy\.(cz|com)|what3words\.com", r".*", "map", ""),
    (r"g\.page|g\.co", r"/.+", "map", ""),
    (r"foursquare\.com|swarmapp\.com", r"/v/.*", "map", ""),
    (r"yelp\.[a-z.]+", r"/biz/.*", "map", ""),
    (r"tripadvisor\.[a-z.]+", r"/(Restaurant|Hotel|Attraction)_Review.*", "map", ""),
    (r"booking\.com", r"/hotel/.*", "map", ""),
)  # fmt: skip
_COMPILED = [(re.compile(host), re.compile(path, re.IGNORECASE), kind, link) for host, path, kind, link in _RULES]
_NEVER_PERSONAL = re.compile(
    r"(.*\.)?(wikipedia\.org|wikimedia\.org|wikidata\.org|youtube\.com|youtu\.be|vimeo\.com|readthedocs\.(io"
    r"|org)|docs\.rs"
    r"|amazon\.[a-z.]+|apple\.com|google\.com|microsoft\.com|github\.com|gitlab\.com|(?:npm[a-z]*|crates|pkg)\.(?:com|io)|arxiv\.org"
    r"|doi\.org|eventbrite\.[a-z.]+|meetup\.com|medium\.com|nytimes\.com|imdb\.com|spotify\.com|flickr\.com"
    r"|slideshare\.net"
    r"|speakerdeck\.com|bit\.ly|t\.co|archive\.org|pretalx\.com|reddit\.com|ycombinator\.com|discord\.(gg|com))"
)
_RESERVED = {
    "about",
    "home",
    "search",
    "explore",
    "hashtag",
    "login",
    "share",
    "i",
    "intent",
    "watch",
    "events",
    "groups",
}
_PERSONAL_PATH = re.compile(
    r"/?|/~[^/]+/?|/(index\.(html?|php)|about(-me)?|me|bio|blog|home|en|de|fr|cv|contact)(\.html?)?/?"
)
_SAME_CASE_HOSTS = {
    "github.com",
    "gitlab.com",
    "twitter.com",
    "linkedin.com",
    "instagram.com",
    "bsky.app",
    "codeberg.org",
}


@dataclass(frozen=True)
class Address:
    """`link_kind` is the kind of a person's link (people.PersonLink.Kind) this would be."""

    kind: AddressKind
    link_kind: str
    host: str
    path: str
    reason: str


def split(url: str) -> SplitResult | None:
    """Return the parts of a web address, or None where it is none."""
    try:
        parts = urlsplit(url.strip() if not url.startswith("//") else "https:" + url.strip())
        return parts if parts.scheme.lower() in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def normalise(url: str) -> str:
    """Return what two spellings of one address share: no scheme, `www.`, closing slash, or tracking words."""
    parts = split(url)
    if parts is None:
        return url.strip().casefold() if url.lower().startswith("mailto:") else url.strip()
    host = _host(parts)
    path = re.sub(r"/(index\.html?)?$", "", unquote(parts.path))
    if host in _SAME_CASE_HOSTS:
        path = path.lower()
    pairs = [(key, value) for key, value in parse_qsl(parts.query) if not key.startswith("utm_")]
    query = urlencode(pairs) if host not in ("twitter.com", "linkedin.com") else ""
    fragment = parts.fragment if parts.fragment.startswith(("/", "!")) else ""
    return host + path + (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")


def _host(parts: SplitResult) -> str:
    host = re.sub(r"^(www\d?|m|mobile)\.", "", (parts.hostname or "").lower().rstrip("."))
    host = re.sub(r"^[a-z]{2}\.linkedin\.com$", "linkedin.com", host)
    return "twitter.com" if host in ("x.com", "nitter.net") else host


def describe(url: str) -> Address:
    if url.lower().startswith("geo:"):
        return Address("map", "", "", "", "a geo: address")
    parts = split(url)
    if parts is None:
        return Address("unknown", "other", "", "", "no web address")
    host, path = _host(parts), unquote(parts.path)
    first = path.strip("/").split("/")[0].lower()
    for host_rule, path_rule, kind, link_kind in _COMPILED:
        if host_rule.fullmatch(host) and path_rule.fullmatch(path) and not (kind == "account" and first in _RESERVED):
            return Address(kind, link_kind, host, path, f"{_WORDS[kind]} ({host})")
    if "/maps/" in path and host.endswith("google.com"):
        return Address("map", "", host, path, f"a map link ({host})")
    if host.endswith(".github.io") and not path.strip("/"):
        return Address("account", "site", host, path, "somebody's pages on GitHub")
    if _NEVER_PERSONAL.fullmatch(host) or not _PERSONAL_PATH.fullmatch(path):
        return Address("document", "other", host, path, f"a page on {host}")
    return Address("site", "site", host, path, f"a site of its own ({host})")


_WORDS: dict[AddressKind, str] = {
    "profile": "a person's profile",
    "account": "an account page",
    "map": "a map link",
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
