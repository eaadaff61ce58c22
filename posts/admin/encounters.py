"""Who was there: a line each on the day's page, and a page each for what is remembered of it."""

from django.contrib import admin

from posts.models import Encounter

from .common import DeskAdmin


class EncounterInline(admin.TabularInline):
    model = Encounter
    autocomplete_fields = ["person", "place"]
    fields = ["person", "role", "place", "affiliation"]
    extra = 0
    show_change_link = True
    verbose_name_plural = "who was there"


@admin.register(Encounter)
class EncounterAdmin(DeskAdmin):
    list_display = ["person", "role", "day", "place", "follow_up", "follow_up_on"]
    list_filter = ["role"]
    list_select_related = ["person", "place", "day__trip"]
    search_fields = ["person__name", "day__trip__title", "private_note", "follow_up"]
    date_hierarchy = "day__date"
    autocomplete_fields = ["day", "person", "place", "introduced_by"]
    fieldsets = [
        (None, {"fields": ["day", ("person", "role"), ("place", "affiliation"), "introduced_by"]}),
        ("Private", {"fields": ["private_note", ("follow_up", "follow_up_on")]}),
    ]
