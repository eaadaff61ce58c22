"""Places: venues, restaurants, hotels, stations."""

from django.contrib import admin

from posts.models import Place

from .common import DeskAdmin
from .forms import SlugForm


@admin.register(Place)
class PlaceAdmin(DeskAdmin):
    form = SlugForm
    list_display = ["name", "kind", "city", "country", "is_public"]
    list_filter = ["kind", "is_public", "country"]
    search_fields = ["name", "slug", "city", "address"]
    prepopulated_fields = {"slug": ["name"]}
    fieldsets = [
        (None, {"fields": ["name", "slug", ("kind", "is_public"), "address", ("city", "country"), "map_url", "url"]}),
        ("More", {"fields": [("latitude", "longitude"), "about", "private_note"]}),
    ]
