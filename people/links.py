"""Addresses where people are found: what one says by itself, and what its spellings share."""

import re
from functools import lru_cache
from typing import Literal
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

from .models import PersonLink

# A person's own page at a site that has one for each, an account that an organisation may have, an organisation.
Sort = Literal["profile", "account", "company"]

_ONE = r"/[^/]+/?"
# host, path, what it is, the kind of a person's link
_RULES: tuple[tuple[str, str, Sort, str], ...] = (
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
)  # fmt: skip
_COMPILED = [(re.compile(host), re.compile(path, re.IGNORECASE), sort, kind) for host, path, sort, kind in _RULES]
_RESERVED = frozenset("about home search explore hashtag login share i intent watch events groups".split())
_SAME_CASE_HOSTS = frozenset(
    "github.com gitlab.com twitter.com linkedin.com instagram.com bsky.app codeberg.org".split()
)
_MAIL = re.compile(r"(?:mailto:)?([^\s@:/?]+@[\w-]+(?:\.[\w-]+)+)(?:\?.*)?", re.IGNORECASE)
_FEDIVERSE = re.compile(r"@([\w.-]+)@([\w-]+(?:\.[\w-]+)+)")
_ORCID = re.compile(r"\d{4}-\d{4}-\d{4}-\d{3}[\dX]", re.IGNORECASE)
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}(?::\d+)?(?:[/?#].*)?")


@lru_cache(maxsize=8192)
def split(url: str) -> SplitResult | None:
    """Return the parts of a web address, or None where it is none."""
    try:
        parts = urlsplit(url.strip() if not url.startswith("//") else "https:" + url.strip())
        return parts if parts.scheme.lower() in ("http", "https") and parts.hostname else None
    except ValueError:
        return None


def host_of(parts: SplitResult) -> str:
    """Return the host without what says nothing: `www.`, a mobile version, a language, a mirror."""
    host = re.sub(r"^(www\d?|m|mobile)\.", "", (parts.hostname or "").lower().rstrip("."))
    host = re.sub(r"^[a-z]{2}\.linkedin\.com$", "linkedin.com", host)
    return "twitter.com" if host in ("x.com", "nitter.net") else host


def normalise(url: str) -> str:
    """Return what two spellings of one address share: no scheme, `www.`, closing slash, or tracking words."""
    parts = split(url)
    if parts is None:
        return url.strip().casefold() if url.lower().startswith("mailto:") else url.strip()
    host = host_of(parts)
    path = re.sub(r"/(index\.html?)?$", "", unquote(parts.path))
    if host in _SAME_CASE_HOSTS:
        path = path.lower()
    pairs = [(key, value) for key, value in parse_qsl(parts.query) if not key.startswith("utm_")]
    query = urlencode(pairs) if host not in ("twitter.com", "linkedin.com") else ""
    fragment = parts.fragment if parts.fragment.startswith(("/", "!")) else ""
    return host + path + (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")


def recognise(host: str, path: str) -> tuple[Sort, str] | None:
    """Return what an address is by its shape, and the kind of a person's link; None where it may be anything."""
    first = path.strip("/").split("/")[0].lower()
    for host_rule, path_rule, sort, kind in _COMPILED:
        if host_rule.fullmatch(host) and path_rule.fullmatch(path) and not (sort == "account" and first in _RESERVED):
            return sort, kind
    return None


def kind_of(url: str) -> str:
    """Return the kind of a person's link, as its address says it."""
    if _MAIL.fullmatch(url.strip()):
        return PersonLink.Kind.EMAIL
    parts = split(url)
    if parts is None:
        return PersonLink.Kind.OTHER
    recognised = recognise(host_of(parts), unquote(parts.path))
    if recognised is None:
        return PersonLink.Kind.SITE
    return recognised[1] or PersonLink.Kind.OTHER


def complete(written: str) -> str:
    """Return an address as it is kept: whole, though only a host, a handle, an ORCID or a mail address was written.

    What is none of these is returned as written.
    """
    written = written.strip()
    if mail := _MAIL.fullmatch(written):
        return f"mailto:{mail[1]}"
    if handle := _FEDIVERSE.fullmatch(written):
        return f"https://{handle[2].lower()}/@{handle[1]}"
    if _ORCID.fullmatch(written):
        return f"https://orcid.org/{written.upper()}"
    if split(written) is None and _HOST.fullmatch(written):
        written = f"https://{written}"
    return _without_tracking(written)


def _without_tracking(url: str) -> str:
    parts = split(url)
    if parts is None:
        return url
    pairs = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if key[:4] != "utm_"]
    query = urlencode(pairs, quote_via=quote) if "utm_" in parts.query else parts.query
    return parts._replace(scheme=parts.scheme.lower(), netloc=parts.netloc.lower(), query=query).geturl()
