"""People: names, links, and what the public may see of them."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join

from people.models import Alias, Person, PersonLink
from posts.appearances import published_people
from posts.checks.mentions import of_person
from posts.checks.places import whereabouts
from posts.models import Log

from .common import DeskAdmin, RowsInline
from .findings import address_of
from .person_forms import PersonForm, PersonLinkForm

# How many places a message lists.
MOST_PLACES = 10


class AliasInline(RowsInline):
    model = Alias
    fields = ["name", "kind"]
    extra = 0


class PersonLinkInline(RowsInline):
    model = PersonLink
    form = PersonLinkForm
    fields = ["url", "kind", "position"]
    extra = 0
    verbose_name = "link"


@admin.register(Person)
class PersonAdmin(DeskAdmin):
    form = PersonForm
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

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        form.save_other_names()
        _tell_of_plain_mentions(request, form.instance)

    def published(self) -> QuerySet[Person]:
        return published_people()

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"visibility": Log.current().default_visibility} | super().get_changeform_initial_data(request)


def _tell_of_plain_mentions(request: HttpRequest, person: Person) -> None:
    """Say where somebody who is not public is named in plain words, which readers go on reading."""
    found = [] if person.is_named else of_person(person)
    if not found:
        return
    places = format_html_join(
        ", ", '<a href="{}">{}</a>', ((address_of(finding), whereabouts(finding)) for finding in found[:MOST_PLACES])
    )
    more = f" and {len(found) - MOST_PLACES} more" if len(found) > MOST_PLACES else ""
    count = f"{len(found)} place{'s' if len(found) > 1 else ''}"
    text = "{} is named in plain words in {}: {}{}. Readers see these; link them, or take them out."
    messages.warning(request, format_html(text, person, count, places, more))
