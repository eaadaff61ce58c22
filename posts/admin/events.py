"""Events and the series they belong to."""

from django.contrib import admin

from posts.models import Event, EventSeries

from .common import DeskAdmin
from .forms import SlugForm


@admin.register(EventSeries)
class EventSeriesAdmin(DeskAdmin):
    form = SlugForm
    list_display = ["name", "url"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    fields = ["name", "slug", "url"]


@admin.register(Event)
class EventAdmin(DeskAdmin):
    form = SlugForm
    list_display = ["name", "series", "starts_on", "ends_on", "venue"]
    list_filter = ["series"]
    list_select_related = ["series", "venue"]
    search_fields = ["name", "slug", "series__name"]
    autocomplete_fields = ["series", "venue"]
    prepopulated_fields = {"slug": ["name"]}
    fields = ["name", "slug", "series", ("starts_on", "ends_on"), "time_zone", "venue", "url", "about"]
