"""The trips of a tag or a category."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from media.recording import ALL_TOLD, depends_on, subject
from posts.models import Category, Tag, Trip
from posts.models.trip import TripQuerySet

from . import head
from .cards import cards_of
from .paging import page_of


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    return _trips(request, Tag.objects.filter(slug=slug).first(), Trip.objects.filter(tags__slug=slug), _("Tag"))


@require_safe
def category(request: HttpRequest, slug: str) -> HttpResponse:
    found = Category.objects.filter(slug=slug).first()
    return _trips(request, found, Trip.objects.filter(categories__slug=slug), _("Category"))


def _trips(request: HttpRequest, label: Tag | Category | None, trips: TripQuerySet, kind: str) -> HttpResponse:
    page = page_of(request, trips.published().for_card(), per_page=20)
    if label is None or not page.paginator.count:
        raise Http404
    depends_on(ALL_TOLD, subject(type(label), label.pk))
    context = {"label": label, "kind": kind, "page": page, "cards": cards_of(page)}
    return render(request, "posts/tag.html", context | {"head": head.of_label(request, label)})
