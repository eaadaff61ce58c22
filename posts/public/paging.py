"""Long lists in pages."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import InvalidPage, Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest


def page_of(
    request: HttpRequest, items: QuerySet[Any] | Sequence[Any], per_page: int = 50, parameter: str = "page"
) -> Page[Any]:
    """Return the page that `?page=` asks for, or another parameter; one that does not exist raises Http404."""
    try:
        return Paginator(items, per_page).page(request.GET.get(parameter, 1))
    except InvalidPage as error:
        raise Http404 from error
