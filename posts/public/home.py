"""The first page: the trips, the latest one large."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from media.recording import ALL_TOLD, depends_on
from posts.models import Trip
from posts.models.trip import LATEST_FIRST

from . import head
from .cards import PER_PAGE, cards_of
from .paging import list_page


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    depends_on(ALL_TOLD, "list:trips")
    page = list_page(request, Trip.objects.published().for_card(), LATEST_FIRST, per_page=PER_PAGE)
    cards = cards_of(page)
    context = {"page": page, "cards": cards, "head": head.of_home(request, page)}
    return render(request, "posts/home.html", context)
