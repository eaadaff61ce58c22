"""The trips of a tag or a category."""

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from media.recording import ALL_TOLD, depends_on, subject
from posts.models import CategorizedTrip, Category, Tag, TaggedTrip, Trip
from posts.models.prepared import Prepared, prepared
from posts.models.trip import LATEST_FIRST

from . import head
from .cards import PER_PAGE, cards_of
from .paging import list_page

# Not more are counted, or sorted. To the latest of many trips that have a label one soon comes going down the index of
# all dates.
FEW = 100
LABELLED: dict[str, type[TaggedTrip] | type[CategorizedTrip]] = {"tags": TaggedTrip, "categories": CategorizedTrip}


def _having(field: str) -> Prepared[int]:
    @prepared
    def trips(label: int) -> QuerySet[Trip, int]:
        return Trip.objects.published().filter(**{f"{field}__pk": label}).order_by().values_list("pk", flat=True)

    return trips


_keys = {field: _having(field) for field in LABELLED}


@require_safe
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    return _trips(request, Tag.objects.filter(slug=slug).first(), "tags", _("Tag"))


@require_safe
def category(request: HttpRequest, slug: str) -> HttpResponse:
    return _trips(request, Category.objects.filter(slug=slug).first(), "categories", _("Category"))


def _trips(request: HttpRequest, label: Tag | Category | None, field: str, kind: str) -> HttpResponse:
    count = len(_keys[field].in_parts(label.pk)[: FEW + 1]) if label else 0
    if label is None or not count:
        raise Http404
    depends_on(ALL_TOLD, subject(type(label), label.pk))
    trips = Trip.objects.published()
    if count > FEW:
        trips = trips.filter(Exists(LABELLED[field]._default_manager.filter(tag=label, content_object=OuterRef("pk"))))
    else:
        trips = trips.filter(**{field: label})
    page = list_page(request, trips.for_card(), LATEST_FIRST, per_page=PER_PAGE)
    context = {"label": label, "kind": kind, "page": page, "count": count, "few": FEW, "cards": cards_of(page)}
    return render(request, "posts/tag.html", context | {"head": head.of_label(request, label, page)})
