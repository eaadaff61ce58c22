"""People: names, links, and what the public may see of them."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest

from people.models import Alias, Person, PersonLink
from posts.appearances import published_people
from posts.models import Log

from .common import DeskAdmin
from .forms import SlugForm


class AliasInline(admin.TabularInline):
    model = Alias
    fields = ["name", "kind"]
    extra = 0


class PersonLinkInline(admin.TabularInline):
    model = PersonLink
    fields = ["kind", "url", "position"]
    extra = 0
    verbose_name = "link"


@admin.register(Person)
class PersonAdmin(DeskAdmin):
    form = SlugForm
    ordering = ["name", "id"]
    list_display = ["name", "visibility", "affiliation", "times_met"]
    list_filter = ["visibility"]
    search_fields = ["name", "slug", "aliases__name", "links__url", "affiliation"]
    autocomplete_fields = ["portrait"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [AliasInline, PersonLinkInline]
    fieldsets = [
        (None, {"fields": ["name", "slug", ("visibility", "pseudonym"), "figures_withheld"]}),
        ("Public", {"fields": [("pronouns", "affiliation"), "about", "portrait"]}),
        ("Private", {"fields": ["private_note"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Person]:
        return super().get_queryset(request).annotate(encounter_count=Count("encounters", distinct=True))

    @admin.display(description="days", ordering="encounter_count")
    def times_met(self, person: Any) -> int:
        return person.encounter_count

    def published(self) -> QuerySet[Person]:
        return published_people()

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"visibility": Log.current().default_visibility} | super().get_changeform_initial_data(request)
