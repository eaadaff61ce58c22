"""The headers that every answer has, whatever it is: pages, pictures, static files, errors, and what a cache holds."""

import re
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from tripsite import map_tiles
from tripsite.cross_origin import FOR_PROGRAMS

# What other sites may show or read: pictures in readers of feeds and cards for sharing, what is made for programs.
FOR_OTHER_SITES = re.compile(r"/(photos|cards|calendar\.ics|feed\.|(tags|events)/[^/]+/feed\.)")
# Swagger UI has a sanitizer with it, DOMPurify, which gives what it has cleaned to a policy of its own name.
POLICIES = ("default", "inert")
POLICIES_OF_THE_API = {"/api/docs": (*POLICIES, "dompurify")}
# What a page may ask a browser for, of all that can be asked for: passkeys.
FEATURES_REFUSED = (
    "accelerometer autoplay browsing-topics camera display-capture encrypted-media gamepad geolocation"
    " gyroscope hid identity-credentials-get idle-detection local-fonts magnetometer microphone midi payment"
    " picture-in-picture screen-wake-lock serial usb xr-spatial-tracking"
)
FEATURES_OF_OUR_PAGES = ("publickey-credentials-get", "publickey-credentials-create", "clipboard-write")
YEAR_SECONDS = 60 * 60 * 24 * 365


def for_path(path: str) -> dict[str, str]:
    """Return the headers of the answer to a path. Whatever sends an answer past the middleware adds these."""
    is_for_others = bool(FOR_OTHER_SITES.match(path) or FOR_PROGRAMS.match(path))
    policies = POLICIES_OF_THE_API.get(path, POLICIES)
    return _headers(is_for_others, settings.IS_HTTPS, settings.MAP_TILES_URL, policies)


@cache
def _headers(is_for_others: bool, is_https: bool, tiles: str, policies: tuple[str, ...] = POLICIES) -> dict[str, str]:
    headers = {
        "Content-Security-Policy": content_security_policy(is_https, tiles, policies),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "cross-origin" if is_for_others else "same-origin",
        "Permissions-Policy": permissions_policy(),
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
    if is_https:
        headers["Strict-Transport-Security"] = f"max-age={YEAR_SECONDS}"
    return headers


def content_security_policy(is_https: bool, tiles: str, policies: tuple[str, ...] = POLICIES) -> str:
    """Return the policy: everything from here, nothing inline, and no string becomes HTML or script by itself.

    Leaflet, PhotoSwipe, and the jQuery of Django's admin make HTML of strings; static/js/trusted-types.js has the one
    policy that they pass. It drops whatever could run. `policies` are the names of all that a page may have.
    """
    directives = {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "img-src": " ".join(["'self'", "data:", *map_tiles.sources(tiles)]),
        "font-src": "'self'",
        "connect-src": "'self'",
        "manifest-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "object-src": "'none'",
        "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": " ".join(policies),
    }
    if is_https:
        directives["upgrade-insecure-requests"] = ""
    return "; ".join(f"{name} {sources}".strip() for name, sources in directives.items())


def permissions_policy() -> str:
    refused = [f"{feature}=()" for feature in FEATURES_REFUSED.split()]
    return ", ".join([*refused, *(f"{feature}=(self)" for feature in FEATURES_OF_OUR_PAGES)])


class SecurityHeadersMiddleware:
    """The outermost middleware, which sees every answer. What a view asked for itself stays."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        for name, value in for_path(request.path).items():
            response.headers.setdefault(name, value)
        return response
