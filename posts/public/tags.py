"""The trips of a tag or a category."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from media.recording import ALL_TOLD, depends_on, subject
from posts.models import Category, Tag, Trip
from posts.models.trip import LATEST_FIRST, TripQuerySet

from . import head
from .cards import PER_PAGE, cards_of
from .paging import list_page


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    return _trips(request, Tag.objects.filter(slug=slug).first(), Trip.objects.filter(tags__slug=slug), _("Tag"))


@require_safe
def category(request: HttpRequest, slug: str) -> HttpResponse:
    found = Category.objects.filter(slug=slug).first()
    return _trips(request, found, Trip.objects.filter(categories__slug=slug), _("Category"))


def _trips(request: HttpRequest, label: Tag | Category | None, trips: TripQuerySet, kind: str) -> HttpResponse:
    count = trips.published().count()
    if label is None or not count:
        raise Http404
    depends_on(ALL_TOLD, subject(type(label), label.pk))
    page = list_page(request, trips.published().for_card(), LATEST_FIRST, per_page=PER_PAGE)
    context = {"label": label, "kind": kind, "page": page, "count": count, "cards": cards_of(page)}
    return render(request, "posts/tag.html", context | {"head": head.of_label(request, label, page)})
