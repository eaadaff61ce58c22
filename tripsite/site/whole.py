"""Files that belong to the site as a whole: the page for what is missing, and what hosts are to do."""

from collections.abc import Mapping

from django.conf import settings
from django.http import Http404

from posts.public.errors import not_found
from tripsite.security_headers import content_security_policy, for_path

from . import moved
from .addresses import settled
from .pages import Page, PageRequest, Site, guarded

# Browsers complain where a page's own policy says this: only a header can.
HEADER_ONLY = "frame-ancestors"
MEDIA_TYPES: Mapping[str, str] = {
    "feed.json": "application/feed+json",
    ".atom": "application/atom+xml; charset=utf-8",
    ".avif": "image/avif",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".ics": "text/calendar; charset=utf-8",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".vcf": "text/vcard; charset=utf-8",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
}
# Hosts know the others by themselves.
UNUSUAL = ("feed.json", ".atom", ".avif", ".ics", ".vcf")
FOREVER, ASK_AGAIN = "public, max-age=31536000, immutable", "no-cache"
NAMES = ("404.html", "_headers", "_redirects")


def whole(name: str, site: Site) -> Page:
    """Return one of the files named in NAMES."""
    if name == "404.html":
        return _missing(site)
    return Page(name, (_headers(site) if name == "_headers" else moved.rules(site)).encode())


def policy() -> str:
    """Return the content security policy as a page can bring it."""
    told = content_security_policy(False, settings.MAP_TILES_URL)
    return "; ".join(part for part in told.split("; ") if not part.startswith(HEADER_ONLY))


def _missing(site: Site) -> Page:
    """A host shows it at any address."""
    request = PageRequest("/404.html", site)
    page, _ = settled(not_found(request, Http404()).content.decode(), "/404.html", site.folder)
    return Page("404.html", guarded(page, site).encode())


def media_type(name: str) -> str:
    return next((kind for ending, kind in MEDIA_TYPES.items() if name.endswith(ending)), "application/octet-stream")


def caching(name: str) -> str:
    """Static files carry a digest of their content in their names; everything else may change."""
    return FOREVER if name.startswith("static/") else ASK_AGAIN


def _headers(site: Site) -> str:
    """Return the file `_headers`, as Netlify, Cloudflare Pages and others read it."""
    policy = {"Content-Security-Policy": content_security_policy(site.scheme == "https", settings.MAP_TILES_URL)}
    rules = {"/*": for_path("/") | policy, "/static/*": {"Cache-Control": FOREVER}}
    rules |= {f"/*{ending}": {"Content-Type": MEDIA_TYPES[ending]} for ending in UNUSUAL}
    rules |= {address: {"Access-Control-Allow-Origin": "*"} for address in ("/export*.json", "/trips/*.json")}
    lines = []
    for address, headers in rules.items():
        lines += [address, *(f"  {name}: {value}" for name, value in headers.items())]
    return "\n".join(lines) + "\n"
