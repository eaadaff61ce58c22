"""Places: venues, restaurants, hotels, stations."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin

from posts.models import Place

from .common import DeskAdmin
from .forms import SlugForm


class EveryValue(admin.AllValuesFieldListFilter):
    """Each value there is; the empty one has words, too."""

    def choices(self, changelist: Any) -> Iterator[Any]:
        for choice in super().choices(changelist):
            yield {**choice, "display": choice["display"] or "not told"}


@admin.register(Place)
class PlaceAdmin(DeskAdmin):
    form = SlugForm
    list_display = ["name", "kind", "city", "country", "is_public"]
    list_filter = ["kind", "is_public", ("country", EveryValue)]
    search_fields = ["name", "slug", "city", "address"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "slug", ("kind", "is_public"), "address", ("city", "country"), "map_url", "url"]}),
        ("More", {"fields": [("latitude", "longitude"), "about", "private_note"]}),
    ]
