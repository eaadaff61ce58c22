"""What is not public yet, for who holds a preview link: the pages that readers will get, kept from everybody else.

Addresses on these pages lead where the link opens something, or where the public may go; elsewhere there is no link.
"""

import datetime
import html
import re
import uuid as uuids
from collections import defaultdict
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import unquote

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from media import derivatives
from posts.models import Day, Figure, PreviewLink, Trip

from .errors import KINDS
from .figures import figure_page
from .narrative import day_page, trip_page
from .photos import derivative

_TAG = re.compile(r'<[a-z](?:[^<>"]|"[^"]*")*>')
_ADDRESSES = re.compile(r'\s(href|src|srcset)="([^"]*)"')
_OF_A_TRIP = re.compile(r"/trips/([-\w%]+)/([^#]*)(#.*)?")
_OF_A_KIND = re.compile(rf"/({'|'.join(KINDS)})/([-\w%]+)/")
_PHOTO = re.compile(r"(?<![\w/])/photos/")


def _of_open_link(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give a view the open link of a token; whatever else the token is, the answer is the same and says nothing."""

    @wraps(view)
    def answer(request: HttpRequest, token: str, **parts: Any) -> HttpResponseBase:
        link = PreviewLink.objects.open().select_related("trip", "day__trip").filter(token=token).first()
        try:
            response = _gone(request) if link is None else view(request, link, **parts)
        except Http404:
            response = _gone(request)
        response["X-Robots-Tag"] = "noindex, nofollow"
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return require_safe(answer)


@_of_open_link
def preview(request: HttpRequest, link: PreviewLink) -> HttpResponseBase:
    """Show the trip that a link is for, or its day; what is public by now has its public page."""
    if link.day is not None:
        if Day.objects.published().filter(pk=link.day.pk).exists():
            return redirect(link.day.get_absolute_url())
        return _days(request, link, list(Day.objects.previewed(link).for_page(link)))
    if Trip.objects.published().filter(pk=link.trip_id).exists():
        return redirect(link.trip.get_absolute_url())
    trip = Trip.objects.previewed(link).for_page(link).first()
    if trip is None:
        raise Http404
    return _shown(request, link, "posts/preview_trip.html", trip_page(trip, link))


@_of_open_link
def day(request: HttpRequest, link: PreviewLink, date: datetime.date) -> HttpResponseBase:
    return _days(request, link, list(Day.objects.previewed(link).for_page(link).filter(date=date)))


@_of_open_link
def figure(request: HttpRequest, link: PreviewLink, name: str) -> HttpResponseBase:
    return _shown(request, link, "posts/preview_figure.html", figure_page(link.trip, name, link))


@_of_open_link
def photo(request: HttpRequest, link: PreviewLink, uuid: uuids.UUID, width: int, extension: str) -> HttpResponseBase:
    if not Figure.objects.previewed(link).filter(trip=link.trip_id, photo__uuid=uuid).exists():
        raise Http404
    return derivative(request, derivatives.path(uuid, width, extension))


def _days(request: HttpRequest, link: PreviewLink, days: list[Day]) -> HttpResponse:
    if not days:
        raise Http404
    return _shown(request, link, "posts/preview_day.html", day_page(days[0].date, days, link))


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, "posts/preview_gone.html", status=404)


def _shown(request: HttpRequest, link: PreviewLink, template: str, page: dict[str, Any]) -> HttpResponse:
    # Without its zone: templates would tell the server's time.
    until = link.expires_at.astimezone(link.trip.zone).replace(tzinfo=None)
    response = render(request, template, page | {"link": link, "until": until})
    response.content = _readdressed(response.content.decode(), link)
    return response


def _readdressed(page: str, link: PreviewLink) -> str:
    """Return a page whose addresses lead to what the link opens, or to what is public."""
    public = _public_slugs(page)

    def readdressed(attribute: re.Match[str]) -> str:
        name, address = attribute[1], html.unescape(attribute[2])
        if name != "href":
            return f' {name}="{_PHOTO.sub(f"{link.get_absolute_url()}photos/", attribute[2])}"'
        own = _OF_A_TRIP.fullmatch(address)
        # A link for one day opens nothing of its trip's own page.
        if own and unquote(own[1]) == link.trip.slug and (own[2] or link.day_id is None):
            return f' href="{html.escape(link.get_absolute_url() + own[2] + (own[3] or ""))}"'
        other = _OF_A_KIND.match(address)
        return "" if other and unquote(other[2]) not in public[other[1]] else attribute[0]

    return _TAG.sub(lambda tag: _ADDRESSES.sub(readdressed, tag[0]), page)


def _public_slugs(page: str) -> dict[str, set[str]]:
    """Return, by kind, the slugs among those a page links to that the public may follow."""
    wanted: defaultdict[str, set[str]] = defaultdict(set)
    for _, address in _ADDRESSES.findall(page):
        if found := _OF_A_KIND.match(html.unescape(address)):
            wanted[found[1]].add(unquote(found[2]))
    return {
        kind: set(KINDS[kind]().filter(slug__in=slugs).values_list("slug", flat=True)) for kind, slugs in wanted.items()
    }
